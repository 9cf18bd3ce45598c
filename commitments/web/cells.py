"""The values of a row in a file, written as cells that no spreadsheet takes for a formula."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

Value = str | bool | int | date | Sequence[str] | None
Row = NamedTuple  # of values; the names of its fields are those of the columns

_BETWEEN: Final = "; "  # several values in one cell
# What a spreadsheet takes for the beginning of a formula, and the sign that neutralises it.
_RISKY: Final = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20'")  # \uff..: full width


def record(row: Row) -> dict[str, Any]:
    """The row as JSON holds it: lists as lists, days as «2012-03-15», null for nothing."""
    return {
        name: _PLAIN.get(type(value), _same)(value)
        for name, value in zip(row._fields, row, strict=True)
    }


def cells(row: Row) -> list[str]:
    """The row as CSV holds it: «ja» and «nei», several values with a semicolon between."""
    return [_CELLS[type(value)](value) for value in row]


def in_one_cell(value: Value) -> str | int | date | None:
    """The value as a spreadsheet holds it: numbers and days as such, all else as safe text."""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if value is None or isinstance(value, (int, date)):
        return value
    return safe(value if isinstance(value, str) else _BETWEEN.join(value))


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula.

    One ``'`` is put before a text that begins with what begins a formula, or with ``'``
    itself, so that taking exactly one away gives the text back (security.md, C13).
    """
    return f"'{text}" if text[:1] in _RISKY else text


def _joined(values: Sequence[str]) -> str:
    return safe(_BETWEEN.join(values))


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _same(value: object) -> object:
    return value


# A file has millions of cells, so each is written by its type and not by questions about it.
_CELLS: Final[dict[type, Callable[[Any], str]]] = {
    str: safe,
    bool: lambda value: "ja" if value else "nei",
    int: str,
    date: date.isoformat,
    datetime: _instant,
    type(None): lambda _value: "",
    list: _joined,
    tuple: _joined,
}
_PLAIN: Final[dict[type, Callable[[Any], object]]] = {
    str: lambda value: value or None,
    date: date.isoformat,
    datetime: _instant,
}
