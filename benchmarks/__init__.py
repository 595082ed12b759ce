"""What the product promises, timed. Run by `make benchmarks`; nothing here is a test."""
