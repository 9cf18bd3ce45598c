"""The values of a row in a file, written as cells that no spreadsheet takes for a formula."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

Value = str | bool | int | date | Sequence[str] | None
_Writer = Callable[[Any], object]
Row = NamedTuple  # of values; the names of its fields are those of the columns

_BETWEEN: Final = "; "  # several values in one cell
# What a spreadsheet takes for the beginning of a formula, and the sign that neutralises it.
_RISKY: Final = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20'")  # \uff..: full width


def record(row: Row) -> dict[str, Any]:
    """The row as JSON holds it: lists as lists, days as «2012-03-15», null for nothing."""
    return next(records([row]))


def records(rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The same for rows of one kind."""
    for values in _written(rows, lambda kind: _PLAIN.get(kind, _same)):
        yield dict(zip(rows[0]._fields, values, strict=True))


def cells(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """Rows of one kind as CSV holds them: «ja» and «nei», lists with semicolons between."""
    return _written(rows, _CELLS.__getitem__)


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


def _written(
    rows: Sequence[Row], writer_of: Callable[[type], _Writer]
) -> Iterator[tuple[Any, ...]]:
    """The rows, each value written by its type: column by column, for most have one type alone."""
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


# A file has millions of cells, so each is written by its type and not by questions about it.
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
