"""The file types allowed as sources: content and name must agree. Pure."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Final, Literal, TypeVar
from xml.parsers import expat

from commitments.foundation.visible_text import visible
from commitments.sources.unseen import jpeg, png

Reason = Literal["empty", "extension", "content", "macros", "encrypted", "acts"]
_Part = TypeVar("_Part")

LARGEST_INDEX: Final = 1024 * 1024  # bytes read of the member that states a document's type
LARGEST_UNPACKED: Final = 500 * 1024 * 1024  # total bytes that a document's members may declare
MOST_MEMBERS: Final = 5_000
LONGEST_STEM: Final = 100  # characters of a file name before its extension
LONGEST_STEM_BYTES: Final = 200  # the same in UTF-8: file systems count bytes

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_END_SIZE: Final = 22  # bytes, with an empty comment
_ENCRYPTED: Final = 0x1  # flag bit of a member
_MACRO_MEMBERS: Final = ("vbaproject", "vbadata", "basic/", "scripts/", "activex/")
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)")
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_SCAN: Final = 0xDA


class UnfitFileError(ValueError):
    """The file cannot be a source. ``reason`` names the rule it breaks."""

    def __init__(self, reason: Reason) -> None:
        """Store the reason. The caller that shows it adds the words."""
        super().__init__(reason)
        self.reason: Reason = reason


def checked_type(name: str, body: bytes) -> tuple[str, str]:
    """Check that a file's content matches its name; return its media type and extension.

    Raises:
        UnfitFileError: ``empty``; ``extension`` is not allowed; ``content`` is of another type,
            damaged, or continues after its end; the document has ``macros`` or is ``encrypted``.
    """
    if not body:
        raise UnfitFileError("empty")
    extension = PurePosixPath(name.rstrip(" .").lower()).suffix.removeprefix(".")
    if extension not in _TYPES:
        raise UnfitFileError("extension")
    media_type, kept_extension, check = _TYPES[extension]
    check(body)
    return media_type, kept_extension


def checked_spreadsheet(extension: Literal["xlsx", "ods"], body: bytes) -> None:
    """Check that a spreadsheet's content matches its extension.

    Raises:
        UnfitFileError: as ``checked_type``.
    """
    if extension == "xlsx":
        _check_xlsx(body)
    else:
        _check_odf(body, "spreadsheet")


def safe_name(name: str, extension: str) -> str:
    """Make a file name that is safe to save: no path, no hidden or reserved characters."""
    last = visible(re.split(r"[/\\]", name)[-1])
    stem = last.rstrip(" .").rpartition(".")[0] or last
    stem = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in stem)
    stem = re.sub(r'[<>:"|?*%;]', "_", " ".join(stem.split()))
    stem = re.sub(r"\.(?=[A-Za-z][A-Za-z0-9]{0,4}(\.|$))", "_", stem)  # «letter.exe.pdf»
    stem = stem[:LONGEST_STEM].encode()[:LONGEST_STEM_BYTES].decode(errors="ignore").strip(" .")
    if not stem or _RESERVED.match(stem):
        stem = f"fil {stem}".rstrip()
    return f"{stem}.{extension}"


def _check_pdf(body: bytes) -> None:
    end = body.rfind(b"%%EOF")
    rest = body[end + len(b"%%EOF") :]
    if not re.match(rb"%PDF-[12]\.\d", body) or end < 0 or rest.strip(b"\0 \t\r\n\f"):
        raise UnfitFileError("content")


def _check_png(body: bytes) -> None:
    _walked(png.chunks(body))


def _check_jpeg(body: bytes) -> None:
    if not (body.startswith(b"\xff\xd8\xff") and body.endswith(b"\xff\xd9")):
        raise UnfitFileError("content")
    framed = False
    for segment in _walked(jpeg.segments(body)):
        framed = framed or segment.marker in _JPEG_FRAMES
        if segment.marker == _JPEG_SCAN and framed:
            return
    raise UnfitFileError("content")


def _walked(parts: Iterable[_Part]) -> list[_Part]:
    """Return all parts of a picture, or raise UnfitFileError if it is damaged."""
    try:
        return list(parts)
    except ValueError as error:
        raise UnfitFileError("content") from error


def _check_docx(body: bytes) -> None:
    _check_ooxml(body, "word/document.xml", "wordprocessingml.document.main+xml")


def _check_xlsx(body: bytes) -> None:
    _check_ooxml(body, "xl/workbook.xml", "spreadsheetml.sheet.main+xml")


def _check_ooxml(body: bytes, part: str, content_type: str) -> None:
    members = _members(body)
    types = _content_types(members.get("[Content_Types].xml", b""))
    if any("macroenabled" in found or "vbaproject" in found for found in types.values()):
        raise UnfitFileError("macros")
    if part not in members or types.get(f"/{part.lower()}") != _OOXML + content_type:
        raise UnfitFileError("content")


def _check_odt(body: bytes) -> None:
    _check_odf(body, "text")


def _check_odf(body: bytes, kind: Literal["text", "spreadsheet"]) -> None:
    media_type = (_ODF + kind).encode()
    members = _members(body)
    stored_first = body[30:38] == b"mimetype" and body[8:10] == b"\0\0"
    if not stored_first or members.get("mimetype") != media_type or "content.xml" not in members:
        raise UnfitFileError("content")


def _members(body: bytes) -> dict[str, bytes]:
    """Return the document's members by name, with content only for those that state its type."""
    if body[:4] != b"PK\x03\x04" or body[-_ZIP_END_SIZE:][:4] != _ZIP_END:
        raise UnfitFileError("content")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            infos = archive.infolist()
            _check_members(infos)
            found = dict.fromkeys((info.filename for info in infos), b"")
            for name in found.keys() & {"[Content_Types].xml", "mimetype"}:
                with archive.open(name) as member:
                    found[name] = member.read(LARGEST_INDEX)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        IndexError,
        NotImplementedError,
        OverflowError,
        RuntimeError,
        UnicodeError,
        ValueError,
    ) as error:
        raise error if isinstance(error, UnfitFileError) else UnfitFileError("content") from error
    return found


def _check_members(infos: list[zipfile.ZipInfo]) -> None:
    names = [info.filename.lower() for info in infos]
    unpacked = sum(info.file_size for info in infos)
    if len(names) != len(set(names)) or len(names) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED:
        raise UnfitFileError("content")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnfitFileError("encrypted")
    if any(".." in name or name.startswith(("/", "\\")) or "\\" in name for name in names):
        raise UnfitFileError("content")
    if any(mark in name for name in names for mark in _MACRO_MEMBERS):
        raise UnfitFileError("macros")


def _content_types(text: bytes) -> dict[str, str]:
    """Map part names, or extensions for defaults, to content types, all in lower case."""
    found: dict[str, str] = {}

    def element(_name: str, attributes: dict[str, str]) -> None:
        key = attributes.get("PartName") or attributes.get("Extension") or ""
        found[key.lower()] = attributes.get("ContentType", "").lower()

    def refuse(*_arguments: object) -> None:
        raise UnfitFileError("content")

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    # Without a document type there are no entities to expand.
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as error:
        raise UnfitFileError("content") from error
    return found


_TYPES: Final[dict[str, tuple[str, str, Callable[[bytes], None]]]] = {
    "pdf": ("application/pdf", "pdf", _check_pdf),
    "docx": (_OOXML + "wordprocessingml.document", "docx", _check_docx),
    "xlsx": (_OOXML + "spreadsheetml.sheet", "xlsx", _check_xlsx),
    "odt": (f"{_ODF}text", "odt", _check_odt),
    "png": ("image/png", "png", _check_png),
    "jpg": ("image/jpeg", "jpg", _check_jpeg),
    "jpeg": ("image/jpeg", "jpg", _check_jpeg),
}
