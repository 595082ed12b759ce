"""Pages of governance, a module for each subject."""
