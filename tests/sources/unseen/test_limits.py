"""Files made to cost time and memory cost neither, and are refused or decided about as others."""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Final, get_args

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import File

from commitments.sources import file_contents
from commitments.sources.file_contents import Unseen, checked_file
from commitments.sources.file_types import UnfitFileError, checked_type
from commitments.sources.unseen import reader
from tests.support import revealing_files, sample_files

LARGE: Final = file_contents.LARGEST_FILE - 2_000
LONGEST: Final = 5.0  # seconds of CPU time of this process
MOST: Final = 130 * 1024 * 1024  # bytes, beside the file


NOTES: Final = b"\x1c\x02\x78\0\5abcde"


def around(middle: bytes) -> bytes:
    """A JPEG with this before its picture."""
    return sample_files.JPEG[:2] + middle + sample_files.JPEG[2:]


def lying(length: int) -> bytes:
    return around(b"\xff\xe1" + struct.pack(">H", length))


PICTURES: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "fill": ("jpg", lambda: around(b"\xff" * LARGE)),
    "bare markers": ("jpg", lambda: around(b"\xff\x01" * (LARGE // 2))),
    "a million segments": ("jpg", lambda: around(b"\xff\xe9\0\4ab" * 1_000_000)),
    "a scan without an end": (
        "jpg",
        lambda: sample_files.JPEG[:-2] + b"\xff\0" * (LARGE // 2) + b"\xff\xd9",
    ),
    "a scan of leads": ("jpg", lambda: sample_files.JPEG[:-2] + b"\xff" * LARGE + b"\xff\xd9"),
    "a length of nothing": ("jpg", lambda: lying(0)),
    "a length beyond the end": ("jpg", lambda: lying(0xFFFF)),
    "much EXIF": (
        "jpg",
        lambda: around(revealing_files.segment(0xE1, b"Exif\0\0" + exif_of_many()) * 300),
    ),
    "many notes": (
        "jpg",
        lambda: around(revealing_files.segment(0xED, b"Photoshop 3.0\0" + NOTES * 5_000) * 300),
    ),
    "a million chunks": (
        "png",
        lambda: sample_files.png(sample_files.chunk(b"tEXt", b"a\0b") * 1_000_000),
    ),
    "a length that lies": ("png", lambda: sample_files.png(struct.pack(">I", 2**31) + b"tEXt")),
    "a large text": (
        "png",
        lambda: sample_files.png(sample_files.chunk(b"tEXt", b"a\0" + b"b" * LARGE)),
    ),
    "a packed text": (
        "png",
        lambda: sample_files.png(
            sample_files.chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(300_000_000), 1))
        ),
    ),
    "much EXIF in a chunk": (
        "png",
        lambda: sample_files.png(sample_files.chunk(b"eXIf", exif_of_many(LARGE))),
    ),
}


def exif_of_many(size: int = 60_000) -> bytes:
    """EXIF whose fields all name the same large text."""
    fields = b"".join(struct.pack("<HHII", 0x010E + n, 2, size, 8) for n in range(4_000))
    return (b"II*\0" + struct.pack("<IH", 8, 4_000) + fields)[:60_000].ljust(size, b"a")


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture_costs_little(name: str) -> None:
    extension, make = PICTURES[name]
    body = make()
    tracemalloc.start()
    began = time.process_time()
    with suppress(UnfitFileError):
        checked_type(f"a.{extension}", body)
        reader.carries(body, extension)
        reader.without(body, extension)
    spent, (_now, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert spent < LONGEST
    assert peak < MOST


def zipped(part: str, text: bytes) -> bytes:
    """A DOCX with this member, packed as well as can be."""
    body = io.BytesIO(sample_files.docx())
    with zipfile.ZipFile(body, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(part, text)
    return body.getvalue()


def deep_pdf() -> bytes:
    return sample_files.pdf("/A " + "[" * 400_000 + "]" * 400_000)


def many_objects() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link)
        notes = [pdf.make_indirect(note) for _number in range(300_000)]
        pdf.pages[0].obj.Annots = pikepdf.Array(notes)
        pdf.save(out)
    return out.getvalue()


def packed_objects() -> bytes:
    """A stream of objects that takes 300 MB when it is unpacked."""
    packed = zlib.compress(b"4 0 " + b" " * 300_000_000, 1)
    head = f"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {len(packed)} >>"
    stream = f"{head}\nstream\n{packed.decode('latin-1')}\nendstream"
    return sample_files.pdf("", "null", stream)


DOCUMENTS: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "a large member": ("docx", lambda: zipped("word/document.xml2", bytes(10))),
    "a bomb": ("docx", lambda: zipped("word/comments.xml", b" " * 400_000_000)),
    "deep elements": ("docx", lambda: zipped("word/comments.xml", b"<a>" * 10_000_000)),
    "a million comments": (
        "docx",
        lambda: zipped(
            "word/comments.xml", b"<c>" + b'<comment author="a">b</comment>' * 1_500_000 + b"</c>"
        ),
    ),
    "long attributes": (
        "docx",
        lambda: zipped("word/comments.xml", b'<comment author="' + b"a" * 50_000_000 + b'"/>'),
    ),
    "deep lists": ("pdf", deep_pdf),
    "many objects": ("pdf", many_objects),
    "a packed stream of objects": ("pdf", packed_objects),
}


def _code(upload: "File[bytes]", unseen: Unseen) -> str | None:
    """Why the file is refused; "" if it is taken."""
    try:
        checked_file(upload, unseen)
    except ValidationError as error:
        return error.error_dict["file"][0].code
    return ""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_hostile_document_costs_this_process_little(name: str) -> None:
    extension, make = DOCUMENTS[name]
    upload = sample_files.named(f"a.{extension}", make())
    tracemalloc.start()
    began, cpu = time.monotonic(), time.process_time()
    codes = {_code(upload, unseen) for unseen in get_args(Unseen)}
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert codes <= {"", "undecided", "unfit"}
    assert time.process_time() - cpu < LONGEST
    assert time.monotonic() - began < 20
    assert peak < MOST
