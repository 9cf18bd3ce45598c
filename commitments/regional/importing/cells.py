"""Cells as text, whatever kind of file they stand in. Pure."""

from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta


def unquoted(cell: str) -> str:
    """The text of a cell without the one sign that kept it from being a formula."""
    return cell.removeprefix("'")


def text_of(cell: Cell) -> str:
    """A cell of a spreadsheet as a CSV file would have it."""
    if isinstance(cell, str):
        return unquoted(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
