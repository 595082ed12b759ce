"""Hostile words in every field and every address: nothing breaks, nothing is lost or told."""
