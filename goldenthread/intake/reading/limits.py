"""How much is read before a document is refused, and why.

The largest improvement plan met (thirty pages, 94 actions) is under 3 MB and 200 rows; every
limit is at least ten times what a real plan has, and small enough to be reached in seconds.
"""

# A plan with photographs on its cover stays below this; above it is a scan or not a plan.
MAX_FILE_BYTES = 25 * 1024 * 1024
# Word and Excel files are zips: what a bomb becomes when unpacked is known from its directory.
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
# One part of text (document.xml, a sheet): the tree made of it takes about ten times as much.
MAX_PART_BYTES = 40 * 1024 * 1024
# A Word file has 20 parts and a picture each; a workbook a part for each sheet.
MAX_PARTS = 2_000
# Text packs about ten to one, Excel's XML up to forty to one; a bomb a thousand to one.
MAX_PACKING = 200
MIN_BYTES_FOR_PACKING = 5 * 1024 * 1024
# A committee pack can have 250 pages; a page takes about a tenth of a second.
MAX_PDF_PAGES = 300
# A page of a plan has at most some thousand letters; drawings have hundreds of thousands of lines.
MAX_PDF_PAGE_OBJECTS = 60_000
MAX_PDF_SHAPES = 20_000
# The drawing instructions of one page, unpacked; a full page of a plan has some 50 kB.
MAX_PDF_PAGE_BYTES = 10 * 1024 * 1024
# Rows and cells that are not empty; a plan of 94 actions has under 200 rows of some ten cells.
MAX_ROWS = 20_000
MAX_CELLS = 400_000
MAX_COLUMNS = 200
MAX_SHEETS = 100
# What a cell may hold: Excel's own limit is 32,767 characters.
MAX_CELL_CHARACTERS = 100_000
# Seconds and memory for the child process that does the reading.
SECONDS = 60
MEMORY_MB = 1024
