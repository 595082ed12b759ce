"""What goes with a release: what it is made of, and whether anything of that has a known fault."""
