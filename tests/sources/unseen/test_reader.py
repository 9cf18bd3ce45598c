"""What files carry unseen is found, and goes without a change of what they show."""

import io
import zipfile
from typing import Any, Final

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from commitments.sources.file_types import checked_type
from commitments.sources.unseen import exif, jpeg, pdf, png, reader
from tests.support import revealing_files, sample_files
from tests.support.revealing_files import TELLING, TOLD

PLAIN: Final = {
    "jpg": sample_files.JPEG,
    "png": sample_files.png(),
    "pdf": sample_files.PDF,
    "docx": sample_files.docx(),
    "xlsx": sample_files.xlsx(),
    "odt": sample_files.odt(),
}


def picture(kind: str, *, exif_of: bytes | None = None, **how: Any) -> bytes:
    """A real picture of 32 × 24 points in many colours, as a program would save it."""
    image = Image.effect_mandelbrot((32, 24), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    body = io.BytesIO()
    more = {"exif": b"Exif\0\0" + exif_of} if exif_of and kind == "JPEG" else {}
    if exif_of and kind == "PNG":
        more = {"exif": exif_of}
    image.save(body, kind, **more, **how)
    return body.getvalue()


def points(body: bytes) -> bytes:
    with Image.open(io.BytesIO(body)) as image:
        return image.convert("RGBA").tobytes()


def unpacked(body: bytes) -> bytes:
    """The bytes, or those of all members of a zip file."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


@pytest.mark.parametrize("extension", TELLING)
def test_everything_it_carries_is_told(extension: str) -> None:
    found = reader.carries(TELLING[extension], extension)

    assert set(found) == TOLD[extension]


@pytest.mark.parametrize("extension", PLAIN)
def test_a_plain_file_carries_nothing(extension: str) -> None:
    assert reader.carries(PLAIN[extension], extension) == []


@pytest.mark.parametrize("extension", TELLING)
def test_nothing_is_left_and_the_file_is_still_of_its_type(extension: str) -> None:
    rest = reader.without(TELLING[extension], extension)

    assert reader.carries(rest, extension) == []
    checked_type(f"fil.{extension}", rest)
    assert reader.without(TELLING[extension], extension) == rest  # the same bytes each time
    assert reader.without(rest, extension) == rest
    for secret in (b"Kari", b"naboen", revealing_files.SERIAL.encode(), b"Siv", b"aldri"):
        assert secret not in unpacked(rest)


@pytest.mark.parametrize("orientation", range(9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_shows_the_same_and_stays_turned(kind: str, orientation: int) -> None:
    body = picture(kind, exif_of=revealing_files.exif(orientation))
    extension = {"JPEG": "jpg", "PNG": "png"}[kind]

    rest = reader.without(body, extension)

    assert points(rest) == points(body)
    with Image.open(io.BytesIO(rest)) as image:
        assert image.getexif().get(0x0112, 1) == (orientation or 1)
        assert set(image.getexif()) <= {0x0112}


@pytest.mark.parametrize(
    "how",
    [
        {"kind": "JPEG", "progressive": True},
        {"kind": "JPEG", "icc_profile": bytes(200), "comment": b"Eksempel"},
        {"kind": "JPEG", "restart_marker_blocks": 1},
        {"kind": "PNG", "icc_profile": bytes(200)},
    ],
    ids=lambda how: " ".join(map(str, how)),
)
def test_the_data_of_the_picture_stays_byte_for_byte(how: dict[str, Any]) -> None:
    body = picture(**how)
    module, extension = (jpeg, "jpg") if how["kind"] == "JPEG" else (png, "png")

    rest = module.without(body)

    with Image.open(io.BytesIO(rest)) as image:
        assert image.info.get("icc_profile") == how.get("icc_profile")
    assert points(rest) == points(body)
    assert _shown(module, rest) == _shown(module, body)
    checked_type(f"bilde.{extension}", rest)


def _shown(module: Any, body: bytes) -> list[bytes]:
    """The parts that show something, byte by byte."""
    parts = module.segments(body) if module is jpeg else module.chunks(body)
    return [body[part.start : part.stop] for part in parts if part.shows]


def test_the_small_picture_of_a_jfif_goes() -> None:
    small = b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"abc"
    body = sample_files.JPEG.replace(sample_files.JPEG[2:20], revealing_files.segment(0xE0, small))

    assert reader.carries(body, "jpg") == [("thumbnail", "")]
    assert reader.without(body, "jpg") == sample_files.JPEG


def test_exif_of_the_other_order_of_bytes_is_read() -> None:
    turned = exif.read(exif.of_orientation(8))

    assert (turned.orientation, turned.carried) == (8, [])


@given(st.binary(max_size=300), st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b""]))
def test_broken_exif_says_something_or_nothing(body: bytes, head: bytes) -> None:
    assert exif.read(head + body).orientation in range(9)


@given(st.binary(min_size=1, max_size=60), st.integers(0, len(revealing_files.telling_jpeg())))
def test_a_picture_with_strange_bytes_is_cut_or_refused(strange: bytes, place: int) -> None:
    whole = TELLING["jpg"]
    body = whole[:place] + strange + whole[place + len(strange) :]
    try:
        rest = reader.without(body, "jpg")
    except ValueError:
        return

    assert reader.carries(rest, "jpg") == []


ACTIONS: Final = {
    "a script": "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    "a script by reference": "/OpenAction 4 0 R",
    "a program": "/OpenAction << /S /Launch /F (a.exe) >>",
    "an address": "/OpenAction << /S /URI /URI (https://example.no) >>",
    "a form that sends itself": "/OpenAction << /S /SubmitForm /F (https://example.no) >>",
    "a print-out": "/OpenAction << /S /Named /N /Print >>",
    "a second action": "/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /Launch >> >>",
    "an event": "/AA << /WC << /S /URI /URI (https://example.no) >> >>",
    "named scripts": "/Names << /JavaScript << /Names [(a) 4 0 R] >> >>",
    "a form of another kind": "/AcroForm << /XFA (x) /Fields [] >>",
    "a file within": "/OpenAction << /S /GoToE /T << /R /C >> >>",
    "deep": "/A " + "[" * 40 + "<< /B << /S /Launch >> >>" + "]" * 40,
}
SCRIPT: Final = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "in a stream of objects"])
def test_a_document_that_acts_is_refused(action: str, packed: bool) -> None:
    body = sample_files.pdf(ACTIONS[action], SCRIPT)
    if packed:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(body)) as pdf:
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        body = out.getvalue()
        assert b"/Launch" not in body

    assert b"".join(reader.told(body, "pdf")) == b'"acts"'


@pytest.mark.parametrize(
    "catalog",
    [
        "/OpenAction [3 0 R /Fit]",
        "/OpenAction << /S /GoTo /D [3 0 R /Fit] >>",
        "/OpenAction << /S /Named /N /FirstPage >>",
        "/Outlines << /First << /A << /S /URI /URI (https://example.no) >> >> >>",
    ],
)
def test_a_document_that_shows_a_place_or_has_links_is_taken(catalog: str) -> None:
    assert reader.carries(sample_files.pdf(catalog), "pdf") == []


def test_a_mark_stays_and_its_note_goes() -> None:
    body = sample_files.pdf("", revealing_files.PDF_MARK)
    assert reader.carries(body, "pdf") == [("comment", "Ola: Uenig")]

    with pikepdf.open(io.BytesIO(reader.without(body, "pdf"))) as pdf:
        (mark,) = pdf.pages[0].Annots

    assert mark.Subtype == "/Highlight"
    assert "/Contents" not in mark


def test_the_text_of_a_document_stays_and_changes_are_accepted() -> None:
    with zipfile.ZipFile(io.BytesIO(reader.without(TELLING["docx"], "docx"))) as archive:
        text, core = archive.read("word/document.xml").decode(), archive.read("docProps/core.xml")

    assert 'Vi møttes author="Per" ' in text
    assert "<w:r><w:t>tre ganger</w:t></w:r>" in text
    assert "aldri" not in text
    assert b"<dc:title>Referat</dc:title><dc:creator></dc:creator>" in core


def test_an_open_document_keeps_its_text_and_its_order() -> None:
    rest = reader.without(TELLING["odt"], "odt")

    with zipfile.ZipFile(io.BytesIO(rest)) as archive:
        names = [info.filename for info in archive.infolist()]
        text = archive.read("content.xml").decode()
    assert (names[0], rest[30:38]) == ("mimetype", b"mimetype")
    assert "<text:p>Vi møttes tre ganger.</text:p>" in text


def test_pictures_within_a_document_are_looked_at() -> None:
    body = sample_files.docx(**{"word/media/image1.jpg": TELLING["jpg"]})  # type: ignore[arg-type]  # bytes

    assert ("serial", revealing_files.SERIAL) in reader.carries(body, "docx")
    with zipfile.ZipFile(io.BytesIO(reader.without(body, "docx"))) as archive:
        assert archive.read("word/media/image1.jpg") == jpeg.without(TELLING["jpg"])


def test_members_that_carry_nothing_keep_their_packed_bytes() -> None:
    sheet = "<sheet>" + "<c/>" * 1000 + "</sheet>"
    body = sample_files.xlsx(
        **{"docProps/core.xml": revealing_files.CORE, "xl/worksheets/s.xml": sheet}
    )

    rest = reader.without(body, "xlsx")

    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(io.BytesIO(rest)) as new:
        assert old.namelist() == new.namelist()
        assert new.testzip() is None
        assert new.read("xl/worksheets/s.xml").decode() == sheet
        packed = new.getinfo("xl/worksheets/s.xml")
        assert packed.compress_size == old.getinfo("xl/worksheets/s.xml").compress_size


def test_a_document_in_utf_16_is_read_too() -> None:
    core = f'<?xml version="1.0" encoding="UTF-16"?>{revealing_files.CORE}'.encode("utf-16")
    body = sample_files.docx(**{"docProps/core.xml": core})  # type: ignore[arg-type]  # bytes

    assert ("author", "Kari Eksempel") in reader.carries(body, "docx")
    assert reader.carries(reader.without(body, "docx"), "docx") == []


@pytest.mark.parametrize(
    "body",
    [b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a><b></a>", b"\xff"],
    ids=["entities", "no XML", "no text"],
)
def test_a_member_that_cannot_be_read_refuses_the_document(body: bytes) -> None:
    document = sample_files.docx(**{"docProps/core.xml": body})  # type: ignore[arg-type]  # bytes

    assert b"".join(reader.told(document, "docx")) == b'"content"'


def test_a_locked_document_is_named() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample_files.PDF)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert b"".join(reader.told(out.getvalue(), "pdf")) == b'"encrypted"'


INCOMPLETE = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def test_a_document_too_incomplete_to_follow_is_taken_if_it_names_nothing() -> None:
    assert list(pdf.carries(INCOMPLETE)) == []


@pytest.mark.parametrize(
    "name", [b"/OpenAction 2 0 R", b"/AA", b"/Open#41ction", b"/Names", b"/Info 2 0 R", b"/Filter"]
)
def test_one_that_names_what_cannot_be_followed_is_damaged(name: bytes) -> None:
    with pytest.raises(pikepdf.PdfError):
        list(pdf.carries(INCOMPLETE.replace(b"/Catalog", b"/Catalog " + name)))
