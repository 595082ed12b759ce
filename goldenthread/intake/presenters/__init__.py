"""The pages of an import, finished in words."""
