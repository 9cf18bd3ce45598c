"""Small files for tests: whole ones of each type that is taken, and the pieces they are made of."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from django.core.files.base import ContentFile, File

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x7f\xff\xd9"
)
WORD = "wordprocessingml.document"
SHEET = "spreadsheetml.sheet"
OOXML = "application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"


def chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def png(*more: bytes) -> bytes:
    """One grey point, with more chunks before the end."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    content = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + header + content + b"".join(more) + chunk(b"IEND", b"")


def archive(members: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip file with these members, deflated unless named in ``stored``."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        for name, text in members.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name), text, compress_type=kind)
    return body.getvalue()


def content_types(part: str, content_type: str, *, doctype: str = "", more: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{content_type}"/>{more}</Types>'
    )


def docx(**more: str) -> bytes:
    types = content_types("word/document.xml", f"{OOXML}{WORD}.main+xml")
    return archive({"[Content_Types].xml": types, "word/document.xml": "<d/>", **more})


def xlsx(**more: str) -> bytes:
    types = content_types("xl/workbook.xml", f"{OOXML}{SHEET}.main+xml")
    return archive({"[Content_Types].xml": types, "xl/workbook.xml": "<w/>", **more})


def odt(**more: str) -> bytes:
    members = {"mimetype": ODT, "content.xml": "<c/>", **more}
    return archive(members, stored=("mimetype",))


def named(name: str, body: bytes) -> "File[bytes]":
    """An upload with exactly this name, as if nothing had cleaned it before."""
    upload = ContentFile(body)
    upload.name = name
    return upload
