"""Files as tables: CSV and XLSX read to rows of text, each known by its number and heads."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final

from django.utils.translation import gettext as _

from commitments.imports.faults import InvalidFileError
from commitments.imports.limits import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS, Clock
from commitments.imports.workbook import Cell, rows_of

_SEPARATORS: Final = (";", ",")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number in the spreadsheet, and its cells as text by the heads' names."""

    number: int
    cells: Mapping[str, str]


def read(
    name: str, body: bytes, columns: Sequence[str], needed: Sequence[str], clock: Clock
) -> list[TableRow]:
    """The rows that hold anything, in order; all ``needed`` columns are there.

    Raises:
        InvalidFileError: the file is too large, of another kind, damaged, or its heads are
            not ``columns``.
    """
    if len(body) > LARGEST_FILE:
        raise InvalidFileError(_("The file is larger than 10 MB."))
    if not body.strip(b"\0 \t\r\n"):
        raise InvalidFileError(_("The file is empty."))
    ending = name.rpartition(".")[2].lower()
    if ending == "xlsx":
        rows: Iterator[tuple[int, list[str]]] = _of_workbook(name, body, clock)
    elif ending == "csv":
        rows = _of_csv(body, clock)
    else:
        raise InvalidFileError(_("Choose a CSV or XLSX file."), value=name)
    try:
        number, heads = next(rows)
    except StopIteration:
        raise InvalidFileError(_("The file is empty.")) from None
    names = _heads(number, heads, columns, needed)
    return [
        TableRow(number, dict(zip(names, cells, strict=False)))
        for number, cells in rows
        if any(cells)
    ]


def _heads(
    number: int, heads: Sequence[str], columns: Sequence[str], needed: Sequence[str]
) -> list[str]:
    names = [head.strip().lower() for head in heads]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in columns:
            raise InvalidFileError(_("There is no such column."), row=number, value=name)
        if names.count(name) > 1:
            raise InvalidFileError(_("The column stands twice."), row=number, column=name)
    for name in needed:
        if name not in names:
            raise InvalidFileError(_("The column is missing."), row=number, column=name)
    return names


def _of_workbook(name: str, body: bytes, clock: Clock) -> Iterator[tuple[int, list[str]]]:
    heads = 0
    for number, row in enumerate(rows_of(name, body, clock), start=1):
        cells = [_text(cell) for cell in row]
        heads = heads or len(cells)
        if any(cells[heads:]):
            raise InvalidFileError(_("The row has more cells than there are heads."), row=number)
        yield number, cells


def _of_csv(body: bytes, clock: Clock) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(body)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    width = 0
    try:
        for number, cells in enumerate(rows, start=1):
            clock.check()
            if number > MOST_ROWS + 1:
                raise InvalidFileError(_("The file has more than 50,000 rows."), row=number)
            if len(cells) > MOST_COLUMNS:
                raise InvalidFileError(_("The file has more than 200 columns."), row=number)
            width = width or len(cells)
            if cells and len(cells) != width:
                raise InvalidFileError(
                    _("The row has another number of cells than there are heads."), row=number
                )
            yield number, [unquoted(cell) for cell in cells]
    except csv.Error as error:
        raise InvalidFileError(
            _("The file cannot be divided into cells; quotation marks do not match."),
            row=rows.line_num,
        ) from error


def _decoded(body: bytes) -> str:
    """UTF-8 with or without a byte order mark, else ISO-8859-1 as Windows writes it."""
    if b"\0" in body or body.startswith((b"PK\x03\x04", b"%PDF")):
        raise InvalidFileError(_("The file is no CSV. Save it as CSV (UTF-8) or XLSX."))
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InvalidFileError(_("The file is no CSV. Save it as CSV (UTF-8) or XLSX.")) from error


def unquoted(cell: str) -> str:
    """The text of a cell without the one sign that kept it from being a formula."""
    return cell.removeprefix("'")


def _text(cell: Cell) -> str:
    """A cell of a spreadsheet as a CSV file would have it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unquoted(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
