"""Files as tables: a child process reads them to rows of text, by number and heading."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated

from commitments.foundation.visible_text import visible
from commitments.regional.importing import child_reader
from commitments.regional.importing.file_errors import InvalidFileError
from commitments.regional.importing.limits import (
    LARGEST_FILE,
    LARGEST_TEXT,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
)
from kvalitet.guard import child

_LONGEST_ERROR: Final = 4096  # bytes of JSON


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number in the spreadsheet, and its cells as text by heading."""

    number: int
    cells: Mapping[str, str]


def read(
    name: str, body: bytes, columns: Sequence[str], needed: Sequence[str]
) -> Iterator[TableRow]:
    """Yield the rows that are not empty, in order; all ``needed`` columns are present.

    Raises:
        InvalidFileError: the file is too large, of another kind, damaged, or its headings
            are not ``columns``.
        ReaderBusyError: other files are being read.
    """
    if len(body) > LARGEST_FILE:
        raise InvalidFileError(_("The file is larger than 10 MB."))
    if not body.strip(b"\0 \t\r\n"):
        raise InvalidFileError(_("The file is empty."))
    ending = name.rpartition(".")[2].lower()
    if ending not in child_reader.ENDINGS:
        raise InvalidFileError(_("Choose a CSV, XLSX, ODS or XLS file."), value=name)
    rows = _rows(body, ending)
    try:
        number, heads = next(rows)
    except StopIteration:
        raise InvalidFileError(_("The file is empty.")) from None
    names = _heads(number, heads, columns, needed)
    for number, cells in rows:
        row = TableRow(number, dict(zip(names, cells, strict=False)))
        for column, cell in row.cells.items():
            if len(cell) > LONGEST_CELL:
                raise InvalidFileError(_("The text is too long."), row=number, column=column)
        if any(cells):
            yield row


def _rows(body: bytes, ending: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the child's rows, checked again: a malicious file may control the child's output."""
    try:
        answer = child.run(child_reader.lines, body, ending, most=LARGEST_TEXT + _LONGEST_ERROR)
    except child.ReaderDiedError as error:
        raise InvalidFileError(str(error)) from error
    for place, line in enumerate(BytesIO(answer)):
        found = json.loads(line)
        if isinstance(found, dict):
            raise InvalidFileError(
                translated(found["reason"]),
                row=found["row"],
                column=found["column"],
                value=found["value"],
            )
        number, *cells = found
        if place > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise InvalidFileError(str(child.ReaderDiedError("crash")))
        yield number, cells


def _heads(
    number: int, heads: Sequence[str], columns: Sequence[str], needed: Sequence[str]
) -> list[str]:
    names = [visible(head).lower() for head in heads]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in columns:
            raise InvalidFileError(_("There is no such column."), row=number, value=name)
        if names.count(name) > 1:
            raise InvalidFileError(_("The column appears twice."), row=number, column=name)
    for name in needed:
        if name not in names:
            raise InvalidFileError(_("The column is missing."), row=number, column=name)
    return names
