"""The values of a row in a file, as cells that no spreadsheet takes for a formula."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

Value = str | bool | int | date | Sequence[str] | None
_Writer = Callable[[Any], object]
Row = NamedTuple  # of values; its field names are the columns

_BETWEEN: Final = "; "  # separates several values in one cell
# Characters that begin a formula in a spreadsheet, and the one that neutralises them.
_RISKY: Final = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20'")  # \uff..: full width


def record(row: Row) -> dict[str, Any]:
    """Return the row for JSON: lists as lists, days as «2012-03-15», empty values as null."""
    return next(records([row]))


def records(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Return rows of one type for JSON, as ``record`` does."""
    for values in _written(rows, lambda kind: _PLAIN.get(kind, _same)):
        yield dict(zip(rows[0]._fields, values, strict=True))


def cells(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Return rows of one type for CSV: «ja» and «nei», lists joined by semicolons."""
    return _written(rows, _CELLS.__getitem__)


def in_one_cell(value: Value) -> str | int | date | None:
    """Return the value for a spreadsheet: numbers and days as such, all else as safe text."""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if value is None or isinstance(value, (int, date)):
        return value
    return safe(value if isinstance(value, str) else _BETWEEN.join(value))


def safe(text: str) -> str:
    """Make the text a cell that no spreadsheet takes for a formula.

    A ``'`` is put before a text that begins with a formula character, or with ``'`` itself, so that
    removing exactly one restores the text (security.md, C13).
    """
    return f"'{text}" if text[:1] in _RISKY else text


def _written(
    rows: Sequence[Row], writer_of: Callable[[type], _Writer]
) -> Iterator[tuple[Any, ...]]:
    """Write each value by its type, column by column, because most columns have a single type."""
    return zip(*(_column(values, writer_of) for values in zip(*rows, strict=True)), strict=True)


def _column(values: Sequence[Value], writer_of: Callable[[type], _Writer]) -> Iterable[object]:
    types = set(map(type, values))
    if len(types) == 1:
        return map(writer_of(types.pop()), values)
    return [writer_of(type(value))(value) for value in values]


def _joined(values: Sequence[str]) -> str:
    return safe(_BETWEEN.join(values))


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _same(value: object) -> object:
    return value


# A file has millions of cells: looking up the type is faster than testing each value.
_CELLS: Final[dict[type, _Writer]] = {
    str: safe,
    bool: lambda value: "ja" if value else "nei",
    int: str,
    date: date.isoformat,
    datetime: _instant,
    type(None): lambda _value: "",
    list: _joined,
    tuple: _joined,
}
_PLAIN: Final[dict[type, _Writer]] = {
    str: lambda value: value or None,
    date: date.isoformat,
    datetime: _instant,
}
