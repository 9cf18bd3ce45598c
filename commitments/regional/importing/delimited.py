"""CSV in either of two encodings, with either of two separators. Pure."""

import csv
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import Final

from commitments.regional.importing.cells import unquoted
from commitments.regional.importing.file_errors import InvalidFileError, _
from commitments.regional.importing.limits import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS

_SEPARATORS: Final = (";", ",")
_ENCODINGS: Final = ("utf-8-sig", "cp1252")  # Windows calls the second one ISO-8859-1


def rows_of(body: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their numbers, the headings first.

    Raises:
        InvalidFileError: it is not CSV, too large, or a row is not as long as the headings.
    """
    encoding = _encoding(body)
    separator = max(_SEPARATORS, key=next(_text(body, encoding), "").count)
    csv.field_size_limit(LARGEST_FILE)  # the actions limit the length of texts
    rows = csv.reader(_text(body, encoding), delimiter=separator, strict=True)
    width = 0
    try:
        for number, cells in enumerate(rows, start=1):
            if number > MOST_ROWS + 1:
                raise InvalidFileError(_("The file has more than 50,000 rows."), row=number)
            if len(cells) > MOST_COLUMNS:
                raise InvalidFileError(_("The file has more than 200 columns."), row=number)
            width = width or len(cells)
            if cells and len(cells) != width:
                raise InvalidFileError(
                    _("The row does not have as many cells as there are column headings."),
                    row=number,
                )
            yield number, [unquoted(cell) for cell in cells]
    except csv.Error as error:
        raise InvalidFileError(
            _("The file cannot be divided into cells; quotation marks do not match."),
            row=rows.line_num,
        ) from error


def _encoding(body: bytes) -> str:
    """Return the first encoding that can decode the whole file, with or without a BOM."""
    if b"\0" not in body and not body.startswith((b"PK\x03\x04", b"%PDF")):
        for encoding in _ENCODINGS:
            try:
                for _line in _text(body, encoding):
                    pass
            except UnicodeDecodeError:
                continue
            return encoding
    raise InvalidFileError(_("The file is not CSV. Save it as CSV (UTF-8) or XLSX."))


def _text(body: bytes, encoding: str) -> Iterator[str]:
    """Decode line by line, so that the whole text is never in memory."""
    return iter(TextIOWrapper(BytesIO(body), encoding, newline=""))
