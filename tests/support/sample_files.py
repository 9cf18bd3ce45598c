"""Small files for tests: whole ones of each type that is taken, and the pieces they are made of."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from django.core.files.base import ContentFile, File


def pdf(catalog: str = "", *objects: str, trailer: str = "") -> bytes:
    """An empty page, with more in the catalogue, and more objects from number 4 on."""
    parts = (
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [4 0 R] >>",
        *(objects or ("null",)),
    )
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{rows}"
    end = f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>"
    return body + f"{table}{end}\nstartxref\n{len(body)}\n%%EOF\n".encode()


PDF = pdf()
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
