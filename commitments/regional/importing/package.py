"""Checks an XLSX or ODS file before it is read, and counts its elements. Pure."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Final, Literal
from xml.parsers import expat
from zlib import error as ZlibError  # noqa: N812  # an error by its kind

from commitments.regional.importing import file_errors
from commitments.regional.importing.file_errors import InvalidFileError, _
from commitments.regional.importing.limits import (
    LARGEST_PART,
    LARGEST_UNPACKED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ELEMENTS,
    MOST_ELEMENTS_BESIDE,
    MOST_MEMBERS,
    MOST_ROWS,
)
from commitments.regional.importing.old_workbook import is_encrypted_package
from commitments.sources.file_types import UnfitFileError, checked_spreadsheet

Attributes = dict[str, str]
Handler = Callable[[Attributes], None]

_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml|content\.xml", re.IGNORECASE)
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_COUNT: Final = re.compile(r"[0-9]{1,9}")
_MANIFEST: Final = "META-INF/manifest.xml"
_AT_A_TIME: Final = 64 * 1024  # bytes
_FAR: Final = 10**9  # stands for a number that cannot be read


def look_through(body: bytes, ending: Literal["xlsx", "ods"]) -> None:
    """Read every part once, to limit the cost and refuse what an import does not accept.

    Raises:
        InvalidFileError: it is not what its name says, too large, or not accepted.
    """
    if is_encrypted_package(body):
        raise file_errors.encrypted()
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise InvalidFileError(_("The file has more than 200 parts."))
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise InvalidFileError(_("The file is larger than 100 MB when it is unpacked."))
            left = MOST_ELEMENTS
            # The manifest of an ODS is stored last, but says whether the other parts are encrypted.
            for member in sorted(members, key=lambda member: member.filename != _MANIFEST):
                left = _look_into(archive, member, left)
        checked_spreadsheet(ending, body)
    except UnfitFileError as error:
        raise _unfit(error) from error
    except (zipfile.BadZipFile, ZlibError, expat.ExpatError, OSError, EOFError) as error:
        raise file_errors.damaged() from error
    except (NotImplementedError, RuntimeError) as error:  # odd compression, a password
        raise file_errors.damaged() from error


def _unfit(error: UnfitFileError) -> InvalidFileError:
    if error.reason == "macros":
        return file_errors.with_macros()
    return file_errors.encrypted() if error.reason == "encrypted" else file_errors.damaged()


def _look_into(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Check one part, and return how many elements the rest of the file may have."""
    name = member.filename.lower()
    if not _SHEET.fullmatch(name) and member.file_size > LARGEST_PART:
        raise InvalidFileError(_("A part of the file is larger than 20 MB."))
    with archive.open(member) as opened:
        piece = opened.read(_AT_A_TIME)
        if not name.endswith((".xml", ".rels")) and not piece.lstrip().startswith(b"<"):
            return left
        part = _Part(left)
        while piece:
            part.parser.Parse(piece, False)  # noqa: FBT003  # the library's own order
            piece = opened.read(_AT_A_TIME)
    part.parser.Parse(b"", True)  # noqa: FBT003  # the library's own order
    return part.left


class _Part:
    """Counts the elements of one part; detects a sheet by its root, whatever the part's name."""

    def __init__(self, left: int) -> None:
        self.left = left
        self._left_beside = MOST_ELEMENTS_BESIDE
        self._handlers: dict[str, Handler] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Attributes) -> None:
        kind = name.rpartition(":")[2]
        if self._handlers is None:
            self._handlers = _handlers(kind)
        self.left -= 1
        if not self._handlers:
            self._left_beside -= 1
        if self.left < 0 or self._left_beside < 0:
            raise InvalidFileError(
                _(
                    "The file has too many formats, texts or the like in it. Save it again with "
                    "values alone, or as CSV."
                )
            )
        if handler := self._handlers.get(kind):
            handler(attributes)


def _handlers(root: str) -> dict[str, Handler]:
    """Return the handlers of a sheet's elements, by name; empty for other parts."""
    if root == "worksheet":
        sheet = _XlsxSheet()
        return {"row": sheet.row, "c": sheet.cell, "f": sheet.formula, "mergeCell": sheet.merged}
    if root == "document-content":
        table = _OdsTable()
        cell = dict.fromkeys(("table-cell", "covered-table-cell"), table.cell)
        return {"table": table.begin, "table-row": table.row, **cell}
    if root == "manifest":
        return {"encryption-data": _refuse_encrypted}
    return {}


class _XlsxSheet:
    """Checks a sheet of XLSX, where rows and cells may omit their reference."""

    def __init__(self) -> None:
        self._row = self._cells = self._column = self._widest = 0

    def row(self, attributes: Attributes) -> None:
        self._row = _count(attributes.get("r"), self._row + 1)
        self._cells = self._column = 0
        if self._row > MOST_ROWS + 1:
            raise file_errors.too_many_rows(self._row)

    def cell(self, attributes: Attributes) -> None:
        place = attributes.get("r", "")
        self._cells += 1
        self._column += 1
        if found := _PLACE.fullmatch(place):
            self._column = _column(found[1])
            if int(found[2]) > MOST_ROWS + 1:
                raise file_errors.too_many_rows(int(found[2]))
        if max(self._column, self._cells) > MOST_COLUMNS:
            raise file_errors.too_many_columns(self._row, place)
        self._widest = max(self._widest, self._column)
        if self._row * self._widest > MOST_CELLS:
            raise file_errors.too_many_cells(self._row)
        if attributes.get("t") == "e":
            raise file_errors.with_error(self._row, place)

    @staticmethod
    def formula(_attributes: Attributes) -> None:
        raise file_errors.with_formulas()

    @staticmethod
    def merged(attributes: Attributes) -> None:
        raise file_errors.with_merged_cells(attributes.get("ref", ""))


class _OdsTable:
    """Checks the tables of ODS, where rows and cells have a repeat count."""

    def __init__(self) -> None:
        self._before = self._row = self._repeated = self._column = self._widest = self._last = 0

    def begin(self, _attributes: Attributes) -> None:
        self._before += self._last * self._widest
        self._row = self._widest = self._last = 0

    def row(self, attributes: Attributes) -> None:
        self._row += _count(attributes.get("table:number-rows-repeated"), 1)
        self._column = 0

    def cell(self, attributes: Attributes) -> None:
        self._column += _count(attributes.get("table:number-columns-repeated"), 1)
        if "table:formula" in attributes:
            raise file_errors.with_formulas()
        if any(
            _count(attributes.get(f"table:number-{name}-spanned"), 1) > 1
            for name in ("columns", "rows")
        ):
            raise file_errors.with_merged_cells()
        if not any(name.startswith("office:") for name in attributes):
            return  # an empty cell costs nothing, however often it is repeated
        if self._row > MOST_ROWS + 1:
            raise file_errors.too_many_rows(self._row)
        if self._column > MOST_COLUMNS:
            raise file_errors.too_many_columns(self._row)
        self._widest, self._last = max(self._widest, self._column), self._row
        if self._before + self._last * self._widest > MOST_CELLS:
            raise file_errors.too_many_cells(self._row)
        if attributes.get("calcext:value-type") == "error":
            raise file_errors.with_error(self._row)


def _count(text: str | None, unsaid: int) -> int:
    if text is None:
        return unsaid
    return int(text) if _COUNT.fullmatch(text) else _FAR


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _refuse_doctype(*_declaration: object) -> None:
    raise InvalidFileError(
        _("The file contains a document type declaration, which is not allowed.")
    )


def _refuse_encrypted(_attributes: Attributes) -> None:
    raise file_errors.encrypted()
