"""Cells as text, whatever the type of the file. Pure."""

from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta


def unquoted(cell: str) -> str:
    """Return the text of a cell without the quote that kept it from being a formula."""
    return cell.removeprefix("'")


def text_of(cell: Cell) -> str:
    """Return a spreadsheet cell as a CSV file would have it."""
    if isinstance(cell, str):
        return unquoted(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
