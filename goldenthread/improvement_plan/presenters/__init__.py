"""Facts made into the finished words of a plan’s pages: templates only loop and ask."""
