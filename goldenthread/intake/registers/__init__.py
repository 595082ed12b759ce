"""Registers of children and young people, in: returns, exports, workbooks and extracts → persons.

Every reader hands out the same: an iterator of `PersonRead`, problems by place, and counts that
add up. Nothing here needs settings or a database.
"""
