"""Checks an XLS file before it is read, as ``package`` checks newer ones. Pure.

Sources: Microsoft's [MS-CFB] for the container, [MS-XLS] for the records.
"""

import struct
from collections.abc import Iterator
from typing import Final

from commitments.regional.importing import file_errors
from commitments.regional.importing.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")
_STREAMS: Final = ("Workbook", "Book")
_NO_SECTOR: Final = 0xFFFFFFFA  # this and higher numbers are markers
_ENTRY: Final = 128  # bytes of a directory entry

_BEGINNING, _FORMULA, _MERGED, _PASSWORD, _ERROR = 0x0809, 0x0006, 0x00E5, 0x002F, 0x0205
_CELLS: Final = frozenset({0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00D6, 0x00FD})


def look_through(body: bytes) -> None:
    """Read every record once, to limit the cost and refuse what an import does not accept.

    Raises:
        InvalidFileError: it is not a workbook, damaged, too large, or not accepted.
    """
    if not body.startswith(_SIGNATURE):
        raise file_errors.damaged()
    if is_encrypted_package(body):
        raise file_errors.encrypted()
    if _MACROS in body:
        raise file_errors.with_macros()
    try:
        streams = list(_streams(body))
        for stream in streams:
            _look_into(stream)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise file_errors.damaged() from error
    if not streams:
        raise file_errors.damaged()


def is_encrypted_package(body: bytes) -> bool:
    """Whether it is a newer spreadsheet with a password, which is stored in the old container."""
    return body.startswith(_SIGNATURE) and _PACKAGE in body


def _look_into(stream: bytes) -> None:
    before = last = widest = position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4
        if kind == _PASSWORD:
            raise file_errors.encrypted()
        if kind == _BEGINNING:
            before, last, widest = before + last * widest, 0, 0
        elif kind == _MERGED and length > 2:  # noqa: PLR2004  # a count, then the ranges
            raise file_errors.with_merged_cells()
        elif kind in _CELLS or kind == _FORMULA:
            row, column = (number + 1 for number in struct.unpack_from("<HH", stream, position))
            if kind == _FORMULA:
                raise file_errors.with_formulas(f"R{row}C{column}")
            if kind == _ERROR and stream[position + 7]:
                raise file_errors.with_error(row)
            last, widest = max(last, row), max(widest, column)
            _refuse_far(last, widest, before)
        position += length


def _refuse_far(row: int, column: int, before: int) -> None:
    if row > MOST_ROWS + 1:
        raise file_errors.too_many_rows(row)
    if column > MOST_COLUMNS:
        raise file_errors.too_many_columns(row)
    if before + row * column > MOST_CELLS:
        raise file_errors.too_many_cells(row)


def _streams(body: bytes) -> Iterator[bytes]:
    """Yield the streams with the records, assembled from their sectors."""
    size = 1 << (struct.unpack_from("<H", body, 30)[0] & 15)
    numbers = struct.Struct(f"<{size // 4}I")

    def sector(number: int) -> bytes:
        return body[(number + 1) * size : (number + 2) * size]

    places = list(struct.unpack_from("<109I", body, 76))
    (more,) = struct.unpack_from("<I", body, 68)
    while more < _NO_SECTOR and len(places) * size < len(body):
        *found, more = numbers.unpack(sector(more))
        places += found
    following = [
        number for place in places if place < _NO_SECTOR for number in numbers.unpack(sector(place))
    ]

    def chain(first: int) -> bytes:
        sectors: list[bytes] = []
        while first < _NO_SECTOR and len(sectors) <= len(following):
            sectors.append(sector(first))
            first = following[first]
        return b"".join(sectors)

    directory = chain(struct.unpack_from("<I", body, 48)[0])
    for start in range(0, len(directory), _ENTRY):
        (length,) = struct.unpack_from("<H", directory, start + 64)
        name = directory[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le")
        if name in _STREAMS:
            first, long = struct.unpack_from("<II", directory, start + 116)
            yield chain(first)[:long]
