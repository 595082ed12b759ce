"""The register: every child and young person with an EHC plan or on the way to one, what happened,
what is due, and where they are."""
