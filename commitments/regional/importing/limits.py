"""Limits of an uploaded file (security.md, C14 and C38). Pure."""

from typing import Final

LARGEST_FILE: Final = 10 * 1024 * 1024  # bytes
LARGEST_UNPACKED: Final = 100 * 1024 * 1024  # bytes, all members
LARGEST_PART: Final = 20 * 1024 * 1024  # bytes of a member that is not a sheet
LARGEST_TEXT: Final = 20 * 1024 * 1024  # bytes of all rows in JSON, as the child sends them
LONGEST_CELL: Final = 32_767  # characters; no spreadsheet allows more
MOST_MEMBERS: Final = 200
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 700_000  # from the first to the last row and column with content
MOST_ELEMENTS: Final = 3_000_000  # of XML, in all members
MOST_ELEMENTS_BESIDE: Final = 500_000  # of a member that is not a sheet
