"""Faults that the product survives: nothing lost, nothing half done. See docs/guide/faults.md."""
