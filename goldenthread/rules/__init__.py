"""What the product knows, as plain Python: no Django, no clock, no files."""
