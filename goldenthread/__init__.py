"""Golden Thread: from an inspection finding to proof of impact."""
