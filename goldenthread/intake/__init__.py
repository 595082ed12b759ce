"""In: plans, inspection reports and workbooks, read, understood and previewed before any row exists."""
