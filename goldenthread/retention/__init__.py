"""How long each kind of record is kept, what is held back from erasure, and what was erased."""
