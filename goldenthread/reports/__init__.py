"""Out: one typed document, a writer for each format."""
