"""Spreadsheets: looked through before they are read, so that none can do harm."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Final, cast
from xml.parsers import expat
from zlib import error as ZlibError  # noqa: N812  # an error by its kind

import openpyxl
from django.utils.translation import gettext as _

from commitments.file_types import UnfitFileError, checked_type
from commitments.imports.faults import InvalidFileError
from commitments.imports.limits import (
    LARGEST_PART,
    LARGEST_UNPACKED,
    MOST_COLUMNS,
    MOST_MEMBERS,
    MOST_ROWS,
    Clock,
)

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_AT_A_TIME: Final = 64 * 1024  # bytes


def rows_of(name: str, body: bytes, clock: Clock) -> Iterator[list[Cell]]:
    """The rows of the first sheet, the heads first.

    Raises:
        InvalidFileError: it is no spreadsheet, too large, or holds what an import does not take.
    """
    _look_through(body, clock)
    try:
        checked_type(name, body)
    except UnfitFileError as error:
        raise InvalidFileError(_broken()) from error
    try:
        book = openpyxl.load_workbook(BytesIO(body), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
            clock.check()
            yield cast("list[Cell]", list(row))
    except InvalidFileError:
        raise
    except Exception as error:  # a library of many errors, on a file of anyone's making
        raise InvalidFileError(_broken()) from error


def _look_through(body: bytes, clock: Clock) -> None:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise InvalidFileError(_("The file has more than 200 parts."))
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise InvalidFileError(_("The file is larger than 100 MB when it is unpacked."))
            for member in members:
                _look_into(archive, member, clock)
    except (zipfile.BadZipFile, ZlibError, expat.ExpatError, OSError, EOFError) as error:
        raise InvalidFileError(_broken()) from error
    except (NotImplementedError, RuntimeError) as error:  # odd compression, a password
        raise InvalidFileError(_broken()) from error


def _look_into(archive: zipfile.ZipFile, member: zipfile.ZipInfo, clock: Clock) -> None:
    is_sheet = _SHEET.fullmatch(member.filename) is not None
    if not is_sheet and member.file_size > LARGEST_PART:
        raise InvalidFileError(_("A part of the file is larger than 20 MB."))
    if not member.filename.lower().endswith((".xml", ".rels")):
        return
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if is_sheet:
        parser.StartElementHandler = _refuse_in_sheet
    with archive.open(member) as part:
        while piece := part.read(_AT_A_TIME):
            clock.check()
            parser.Parse(piece, False)  # noqa: FBT003  # the library's own order
    parser.Parse(b"", True)  # noqa: FBT003  # the library's own order


def _refuse_doctype(*_declaration: object) -> None:
    raise InvalidFileError(_("The file holds a document type declaration, which is not taken."))


def _refuse_in_sheet(name: str, attributes: dict[str, str]) -> None:
    """Refuse rows and columns far out, formulas and merged cells."""
    kind = name.rpartition(":")[2]
    if kind == "row" and _number(attributes.get("r", "")) > MOST_ROWS + 1:
        raise InvalidFileError(
            _("The sheet has more than 50,000 rows."), row=_number(attributes["r"])
        )
    if kind == "c":
        _refuse_far(attributes.get("r", ""))
    if kind == "f":
        raise InvalidFileError(_("The sheet holds formulas. Save it with values alone."))
    if kind == "mergeCell":
        raise InvalidFileError(
            _("The sheet holds merged cells. Divide them."), value=attributes.get("ref", "")
        )


def _refuse_far(place: str) -> None:
    found = _PLACE.fullmatch(place)
    if not found:
        return
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > MOST_COLUMNS:
        raise InvalidFileError(_("The sheet has more than 200 columns."), value=place)
    if int(found[2]) > MOST_ROWS + 1:
        raise InvalidFileError(_("The sheet has more than 50,000 rows."), row=int(found[2]))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004  # no endless numbers


def _broken() -> str:
    return _(
        "The content of the file is not what its name says, or the file is damaged."
        " Save it anew and choose it again."
    )
