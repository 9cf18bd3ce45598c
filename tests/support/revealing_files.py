"""Small files that tell more than they show, made here, each with what is known to be in it."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Final

from tests.support import sample_files

PLACE: Final = "59.9139 10.7522"
SERIAL: Final = "EKS-0042"

Field = tuple[int, int, int, bytes]  # number, type, count, value


def ascii_field(number: int, text: str) -> Field:
    body = text.encode() + b"\0"
    return number, 2, len(body), body


def rationals(number: int, *parts: int) -> Field:
    return number, 5, len(parts) // 2, struct.pack(f"<{len(parts)}I", *parts)


def directory(fields: Sequence[Field], at: int, following: int = 0) -> bytes:
    """A TIFF directory at this place, its long values behind it."""
    out, more = struct.pack("<H", len(fields)), b""
    free = at + 2 + 12 * len(fields) + 4
    for number, kind, count, value in fields:
        cell = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", free + len(more))
        more += value if len(value) > 4 else b""
        out += struct.pack("<HHI", number, kind, count) + cell
    return out + struct.pack("<I", following) + more


def exif(orientation: int = 6) -> bytes:
    """Camera, serial number, owner, time, place, a small picture, and how to turn it."""
    gps = [
        ascii_field(1, "N"),
        rationals(2, 59, 1, 54, 1, 5004, 100),
        ascii_field(3, "E"),
        rationals(4, 10, 1, 45, 1, 792, 100),
    ]
    inner = [ascii_field(0x9003, "2012:05:08 12:00:00"), ascii_field(0xA431, SERIAL)]
    outer = [
        ascii_field(0x010F, "Eksempelkamera"),
        (0x0112, 3, 1, struct.pack("<H", orientation)),
        ascii_field(0x013B, "Kari Eksempel"),
    ]
    size = 8 + len(directory([*outer, (0, 4, 1, b"0000"), (0, 4, 1, b"0000")], 8))
    inner_at = size
    gps_at = inner_at + len(directory(inner, inner_at))
    small_at = gps_at + len(directory(gps, gps_at))
    outer += [
        (0x8769, 4, 1, struct.pack("<I", inner_at)),
        (0x8825, 4, 1, struct.pack("<I", gps_at)),
    ]
    body = directory(outer, 8, small_at) + directory(inner, inner_at) + directory(gps, gps_at)
    return b"II*\0" + struct.pack("<I", 8) + body + directory([(0x0103, 3, 1, b"\6\0")], small_at)


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


XMP: Final = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description aux:SerialNumber="EKS-0042">'
    b"<dc:creator><rdf:Seq><rdf:li>Kari Eksempel</rdf:li></rdf:Seq></dc:creator>"
    b"</rdf:Description></x:xmpmeta>"
)
IPTC: Final = (
    b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x1a\x1c\x02\x50\0\x05Ola E\x1c\x02\x5a\0\x04Oslo"
)
PROFILE: Final = segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(40))
ADOBE: Final = segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")


def jpeg(*segments: bytes, behind: bytes = b"") -> bytes:
    """The small grey picture of the other tests, with more segments before it."""
    start = sample_files.JPEG[:2]
    return start + b"".join(segments) + sample_files.JPEG[2:] + behind


def telling_jpeg(orientation: int = 6) -> bytes:
    return jpeg(
        segment(0xE1, b"Exif\0\0" + exif(orientation)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP),
        segment(0xED, IPTC),
        PROFILE,
        ADOBE,
        segment(0xFE, b"Eksempel: tatt hos naboen"),
        segment(0xE5, b"Eksempel"),
        behind=sample_files.JPEG,
    )


def telling_png(orientation: int = 6) -> bytes:
    return sample_files.png(
        sample_files.chunk(b"iCCP", b"profil\0\0" + zlib.compress(bytes(40))),
        sample_files.chunk(b"eXIf", exif(orientation)),
        sample_files.chunk(b"tEXt", b"Author\0Kari Eksempel"),
        sample_files.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"Eksempel: hos naboen")),
        sample_files.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
        sample_files.chunk(b"tIME", struct.pack(">HBBBBB", 2012, 5, 8, 12, 0, 0)),
        sample_files.chunk(b"prVt", b"Eksempel"),
    )


PDF_NOTE: Final = (
    "<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /T (Kari) /Contents (Sjekk dette) >>"
)
PDF_MARK: Final = (
    "<< /Type /Annot /Subtype /Highlight /Rect [0 0 1 1] /QuadPoints [0 0 1 0 0 1 1 1]"
    " /T (Ola) /Contents (Uenig) >>"
)


def telling_pdf() -> bytes:
    """Author, company, a note and an attached file."""
    return sample_files.pdf(
        "/Names << /EmbeddedFiles << /Names [(a.txt) 6 0 R] >> >>",
        PDF_NOTE,
        "<< /Author (Kari Eksempel) /Company (Eksempel AS) /Title (Referat) /Producer (P) >>",
        "<< /Type /Filespec /F (a.txt) /UF (a.txt) /EF << /F 7 0 R >> >>",
        "<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream",
        trailer="/Info 5 0 R",
    )


W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE: Final = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Referat</dc:title>'
    "<dc:creator>Kari Eksempel</dc:creator><cp:lastModifiedBy>Ola Eksempel</cp:lastModifiedBy>"
    "</cp:coreProperties>"
)
APP: Final = '<Properties xmlns="p"><Pages>1</Pages><Company>Eksempel AS</Company></Properties>'
WORD: Final = (
    f'<w:document {W}><w:body><w:p><w:r><w:t>Vi møttes author="Per" </w:t></w:r>'
    '<w:ins w:id="1" w:author="Ola Eksempel"><w:r><w:t>tre ganger</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="Ola Eksempel"><w:r><w:delText>aldri</w:delText></w:r></w:del>'
    '<w:commentRangeStart w:id="3"/><w:r><w:rPr><w:rPrChange w:author="Ola Eksempel"/></w:rPr>'
    '<w:t>.</w:t></w:r><w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>'
    "</w:p></w:body></w:document>"
)
COMMENTS: Final = (
    f'<w:comments {W}><w:comment w:id="3" w:author="Siv Eksempel" w:initials="SE">'
    "<w:p><w:r><w:t>Stemmer dette?</w:t></w:r></w:p></w:comment></w:comments>"
)


def telling_docx() -> bytes:
    return sample_files.docx(
        **{
            "docProps/core.xml": CORE,
            "docProps/app.xml": APP,
            "word/document.xml": WORD,
            "word/comments.xml": COMMENTS,
        }
    )


def telling_xlsx() -> bytes:
    sheet = (
        '<comments xmlns="s"><authors><author>Siv Eksempel</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><t>Stemmer dette?</t></text></comment>'
        "</commentList></comments>"
    )
    person = '<person displayName="Siv Eksempel" id="{1}" userId="s"/>'
    people = f'<personList xmlns="p">{person}</personList>'
    book = (
        '<workbook xmlns="s" xmlns:x="x"><x:absPath url="C:\\Users\\kari\\"/><sheets/></workbook>'
    )
    return sample_files.xlsx(
        **{
            "docProps/core.xml": CORE,
            "xl/workbook.xml": book,
            "xl/comments1.xml": sheet,
            "xl/persons/person.xml": people,
        }
    )


def telling_odt() -> bytes:
    meta = (
        '<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta>'
        "<meta:initial-creator>Kari Eksempel</meta:initial-creator><dc:creator>Ola Eksempel"
        "</dc:creator><dc:title>Referat</dc:title></office:meta></office:document-meta>"
    )
    content = (
        '<office:c xmlns:office="o" xmlns:text="t" xmlns:dc="d"><text:tracked-changes>'
        "<text:changed-region><office:change-info><dc:creator>Ola Eksempel</dc:creator>"
        "</office:change-info><text:p>aldri</text:p></text:changed-region></text:tracked-changes>"
        "<text:p>Vi møttes<text:change/> tre ganger.<office:annotation><dc:creator>Siv Eksempel"
        "</dc:creator><text:p>Stemmer dette?</text:p></office:annotation></text:p></office:c>"
    )
    return sample_files.odt(**{"meta.xml": meta, "content.xml": content})


TELLING: Final[Mapping[str, bytes]] = {
    "jpg": telling_jpeg(),
    "png": telling_png(),
    "pdf": telling_pdf(),
    "docx": telling_docx(),
    "xlsx": telling_xlsx(),
    "odt": telling_odt(),
}
# What is said of each, by kind; what only its being there can be told of has no text.
TOLD: Final[Mapping[str, set[tuple[str, str]]]] = {
    "jpg": {
        ("place", PLACE),
        ("place", "Oslo"),
        ("device", "Eksempelkamera"),
        ("serial", SERIAL),
        ("owner", "Kari Eksempel"),
        ("owner", "Ola E"),
        ("time", "2012:05:08 12:00:00"),
        ("description", "Eksempel: tatt hos naboen"),
        ("other", "Eksempel"),
        ("settings", ""),
        ("thumbnail", ""),
        ("behind", ""),
    },
    "png": {
        ("place", PLACE),
        ("device", "Eksempelkamera"),
        ("serial", SERIAL),
        ("owner", "Kari Eksempel"),
        ("time", "2012:05:08 12:00:00"),
        ("time", "2012-05-08"),
        ("description", "Eksempel: hos naboen"),
        ("other", "prVt"),
        ("settings", ""),
        ("thumbnail", ""),
    },
    "pdf": {
        ("author", "Kari Eksempel"),
        ("property", "Company: Eksempel AS"),
        ("comment", "Kari: Sjekk dette"),
        ("attachment", "a.txt"),
    },
    "docx": {
        ("author", "Kari Eksempel"),
        ("editor", "Ola Eksempel"),
        ("company", "Eksempel AS"),
        ("change", "Ola Eksempel"),
        ("change", "Ola Eksempel: aldri"),
        ("comment", "Siv Eksempel: Stemmer dette?"),
    },
    "xlsx": {
        ("author", "Kari Eksempel"),
        ("editor", "Ola Eksempel"),
        ("property", "C:\\Users\\kari\\"),
        ("comment", "Siv Eksempel"),
        ("comment", "Stemmer dette?"),
    },
    "odt": {
        ("author", "Kari Eksempel"),
        ("editor", "Ola Eksempel"),
        ("change", "Ola Eksempel aldri"),
        ("comment", "Siv Eksempel Stemmer dette?"),
    },
}
