"""Watching an installation: is it ready, and its figures. Nothing here names anybody."""
