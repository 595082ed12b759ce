"""What people type about children."""
