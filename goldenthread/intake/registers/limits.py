"""How much of a register is read before it is refused, and why.

The largest authority has some 21,000 EHC plans; a return of it is about 70 MB of XML. All limits
leave room for several authorities in one file.
"""

# Five times the largest authority's return.
MAX_FILE_BYTES = 350 * 1024 * 1024
# A person with every record there can be has under 100 kB; no more than this is ever held.
MAX_PERSON_BYTES = 2 * 1024 * 1024
# Rows of one sheet or CSV file: eight placements for each plan of the largest authority.
MAX_ROWS = 200_000
MAX_COLUMNS = 400
MAX_SHEETS = 60
# Cells of a workbook, empty ones inside the used area too.
MAX_CELLS = 8_000_000
# An item of the return holds a name, a number or a code; only "other" is free text.
MAX_TEXT = 1_000
# The files of an export in one archive: nine tables, and some more.
MAX_PARTS = 40
# Seconds and memory for the child process that reads workbooks.
SECONDS = 120
MEMORY_MB = 1_536
