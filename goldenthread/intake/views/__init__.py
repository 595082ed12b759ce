"""The pages of an import: arriving, checking, answering, finishing."""
