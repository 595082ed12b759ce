"""In: plan documents, read, understood and looked through before any row exists."""
