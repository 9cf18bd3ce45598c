"""Reads a file to lines of JSON, in a child process because the file cannot be trusted."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Final

from commitments.regional.importing import delimited, old_workbook, package
from commitments.regional.importing.file_errors import InvalidFileError, _
from commitments.regional.importing.limits import LARGEST_TEXT

Rows = Iterator[tuple[int, list[str]]]


def lines(body: bytes, ending: str) -> Iterator[bytes]:
    """Yield a list for each row, number first. An error is an object, and the last line."""
    try:
        yield from _bounded(_READERS[ending](body))
    except InvalidFileError as error:
        yield json.dumps(asdict(error.file_error)).encode() + b"\n"


def _bounded(rows: Rows) -> Iterator[bytes]:
    written = 0
    for number, cells in rows:
        line = json.dumps([number, *cells], ensure_ascii=False).encode() + b"\n"
        written += len(line)
        if written > LARGEST_TEXT:
            raise InvalidFileError(_("The file holds more than 20 MB of text."), row=number)
        yield line


def _of_xlsx(body: bytes) -> Rows:
    package.look_through(body, "xlsx")
    return _of_workbook(body)


def _of_ods(body: bytes) -> Rows:
    package.look_through(body, "ods")
    return _of_workbook(body)


def _of_xls(body: bytes) -> Rows:
    old_workbook.look_through(body)
    return _of_workbook(body)


def _of_workbook(body: bytes) -> Rows:
    from commitments.regional.importing import workbook  # noqa: PLC0415  # only in the child

    return workbook.rows_of(body)


_READERS: Final[dict[str, Callable[[bytes], Rows]]] = {
    "csv": delimited.rows_of,
    "ods": _of_ods,
    "xls": _of_xls,
    "xlsx": _of_xlsx,
}
ENDINGS: Final = tuple(_READERS)
