"""Which files may be sources, by content and name; and what a hostile name is turned into."""

import struct
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.sources.file_types import UnfitFileError, checked_type, safe_name
from tests.support import sample_files

WHOLE: Final = {
    "pdf": (sample_files.PDF, "application/pdf", "pdf"),
    "docx": (sample_files.docx(), f"{sample_files.OOXML}{sample_files.WORD}", "docx"),
    "xlsx": (sample_files.xlsx(), f"{sample_files.OOXML}{sample_files.SHEET}", "xlsx"),
    "odt": (sample_files.odt(), sample_files.ODT, "odt"),
    "png": (sample_files.png(), "image/png", "png"),
    "jpg": (sample_files.JPEG, "image/jpeg", "jpg"),
    "jpeg": (sample_files.JPEG, "image/jpeg", "jpg"),
}
SCRIPT: Final = b"<script>alert(1)</script>"
MACRO_TYPES: Final = sample_files.content_types(
    "word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
)
DISGUISED: Final = sample_files.content_types(
    "word/document.xml", "application/vnd.ms-word.document.macro&#69;nabled.main+xml"
)
EXPANDING: Final = sample_files.content_types(
    "word/document.xml",
    f"{sample_files.OOXML}{sample_files.WORD}.main+xml",
    doctype='<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
)
WORD_TYPES: Final = sample_files.content_types(
    "word/document.xml", f"{sample_files.OOXML}{sample_files.WORD}.main+xml"
)


def locked(body: bytes) -> bytes:
    """The zip file with the flag of a password on its first member."""
    at = body.index(b"PK\x01\x02") + 8
    return body[:at] + struct.pack("<H", 1) + body[at + 2 :]


def swollen(body: bytes) -> bytes:
    """The zip file whose first member says that it unpacks to almost four gigabytes."""
    at = body.index(b"PK\x01\x02") + 24
    return body[:at] + struct.pack("<I", 0xFFFF0000) + body[at + 4 :]


def many() -> bytes:
    return sample_files.docx(**{f"word/{number}.xml": "" for number in range(5_000)})


REFUSED: Final[dict[str, tuple[str, bytes, str]]] = {
    "nothing": ("a.pdf", b"", "empty"),
    "no extension": ("rapport", sample_files.PDF, "extension"),
    "a page": ("a.html", SCRIPT, "extension"),
    "a drawing": ("a.svg", b"<svg/>", "extension"),
    "a program": ("a.pdf.exe", sample_files.PDF, "extension"),
    "a hidden program": ("a.pdf.exe ", sample_files.PDF, "extension"),
    "an old document": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "extension"),
    "a macro document by name": ("a.docm", sample_files.docx(), "extension"),
    "a zip file": ("a.zip", sample_files.docx(), "extension"),
    "a page that says it is PDF": ("a.pdf", SCRIPT, "content"),
    "a picture that says it is PDF": ("a.pdf", sample_files.png(), "content"),
    "a PDF that says it is a picture": ("a.png", sample_files.PDF, "content"),
    "a sheet that says it is a document": ("a.docx", sample_files.xlsx(), "content"),
    "a document that says it is a sheet": ("a.xlsx", sample_files.docx(), "content"),
    "a document that says it is ODT": ("a.odt", sample_files.docx(), "content"),
    "ODT that says it is a document": ("a.docx", sample_files.odt(), "content"),
    "a program that says it is JPEG": ("a.jpg", b"MZ" + b"\0" * 200, "content"),
    "a page before a PDF": ("a.pdf", SCRIPT + sample_files.PDF, "content"),
    "a page after a PDF": ("a.pdf", sample_files.PDF + SCRIPT, "content"),
    "a zip file after a PDF": ("a.pdf", sample_files.PDF + sample_files.docx(), "content"),
    "a PDF cut short": ("a.pdf", sample_files.PDF[:-7], "content"),
    "a script after a picture": ("a.png", sample_files.png() + SCRIPT, "content"),
    "a zip file after a picture": ("a.png", sample_files.png() + sample_files.docx(), "content"),
    "a picture cut short": ("a.png", sample_files.png()[:-5], "content"),
    "a picture with a wrong sum": ("a.png", sample_files.png()[:-1] + b"x", "content"),
    "a picture without a beginning": ("a.png", b"\x89PNG\r\n\x1a\n", "content"),
    "a picture of endless length": (
        "a.png",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR" + b"\0" * 20,
        "content",
    ),
    "a script after a photograph": ("a.jpg", sample_files.JPEG + SCRIPT, "content"),
    "a photograph without a frame": ("a.jpg", b"\xff\xd8\xff\xda\x00\x02\xff\xd9", "content"),
    "a photograph with a bad length": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x00\xff\xd9", "content"),
    "a page before a document": ("a.docx", SCRIPT + sample_files.docx(), "content"),
    "a PDF before a document": ("a.docx", sample_files.PDF + sample_files.docx(), "content"),
    "a page after a document": ("a.docx", sample_files.docx() + SCRIPT, "content"),
    "a document cut short": ("a.docx", sample_files.docx()[:-30], "content"),
    "any zip file as a document": ("a.docx", sample_files.archive({"a.txt": "a"}), "content"),
    "a document without its part": (
        "a.docx",
        sample_files.archive({"[Content_Types].xml": WORD_TYPES}),
        "content",
    ),
    "a document with broken types": (
        "a.docx",
        sample_files.archive({"[Content_Types].xml": "<Types", "word/document.xml": ""}),
        "content",
    ),
    "a document with entities": (
        "a.docx",
        sample_files.archive({"[Content_Types].xml": EXPANDING, "word/document.xml": ""}),
        "content",
    ),
    "macros in a document": ("a.docx", sample_files.docx(**{"word/vbaProject.bin": "x"}), "macros"),
    "macros under another case": (
        "a.docx",
        sample_files.docx(**{"word/VBAPROJECT.BIN": "x"}),
        "macros",
    ),
    "macros in a sheet": ("a.xlsx", sample_files.xlsx(**{"xl/vbaProject.bin": "x"}), "macros"),
    "macros by type": (
        "a.docx",
        sample_files.archive({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": ""}),
        "macros",
    ),
    "macros by a disguised type": (
        "a.docx",
        sample_files.archive({"[Content_Types].xml": DISGUISED, "word/document.xml": ""}),
        "macros",
    ),
    "macros in ODT": ("a.odt", sample_files.odt(**{"Basic/Standard/x.xml": "x"}), "macros"),
    "scripts in ODT": ("a.odt", sample_files.odt(**{"Scripts/python/x.py": "x"}), "macros"),
    "ODT with a packed type": (
        "a.odt",
        sample_files.archive({"mimetype": sample_files.ODT, "content.xml": ""}),
        "content",
    ),
    "ODT of another kind": (
        "a.odt",
        sample_files.archive(
            {"mimetype": f"{sample_files.ODT}-template", "content.xml": ""}, stored=("mimetype",)
        ),
        "content",
    ),
    "a way out of the folder": (
        "a.docx",
        sample_files.docx(**{"../../etc/passwd": "x"}),
        "content",
    ),
    "an absolute path": ("a.docx", sample_files.docx(**{"/etc/passwd": "x"}), "content"),
    "a password": ("a.docx", locked(sample_files.docx()), "encrypted"),
    "a bomb": ("a.docx", swollen(sample_files.docx()), "content"),
    "too many members": ("a.docx", many(), "content"),
}

HOSTILE_NAMES: Final = (
    "../../etc/passwd.pdf",
    "..\\..\\windows\\system32\\a.pdf",
    "/absolute/path.pdf",
    "C:\\fakepath\\rapport.pdf",
    "\\\\server\\share\\a.pdf",
    "....//....//a.pdf",
    ".pdf",
    "..pdf",
    "...",
    ".htaccess.pdf",
    " .pdf",
    "a\0.exe.pdf",
    "a.exe\0.pdf",
    "rapport\u202efdp.exe.pdf",
    "\u2066skjult\u2069.pdf",
    "\ufeffrapport.pdf",
    "null\u200bbredde.pdf",
    "linje\nskift.pdf",
    "vogn\rretur.pdf",
    "tab\tulator.pdf",
    "a\x1b[31mrød.pdf",
    "a\x7f.pdf",
    "con.pdf",
    "CON.pdf",
    "aux.txt.pdf",
    "nul",
    "COM1.pdf",
    "lpt9.pdf",
    "prn .pdf",
    "conout$.pdf",
    "letter.exe.pdf",
    "letter.pdf.exe",
    "arkiv.tar.gz.pdf",
    "side.html.pdf",
    "skript.php.pdf",
    "a;rm -rf.pdf",
    'a"; filename="evil.exe.pdf',
    "a'b.pdf",
    "<script>alert(1)</script>.pdf",
    "a%00.pdf",
    "a%2f..%2fb.pdf",
    "a|b>c<d*e?f:g.pdf",
    "x" * 5_000 + ".pdf",
    "ø" * 300 + ".pdf",
    "🗂️" * 100 + ".pdf",
    "årsmelding 2012.pdf",
    "a\u030arsmelding.pdf",
    "Z\u0351\u0343\u0352" * 80 + ".pdf",
    "\ud800.pdf",
    "\ue000.pdf",
    "rapport.PDF",
    "rapport.pdf ",
    "rapport.pdf.",
    "rapport",
    "",
    "fullbredde\uff0epdf",
)
RESERVED: Final = {"con", "prn", "aux", "nul", "com1", "lpt9", "conout$"}


@pytest.mark.parametrize("extension", WHOLE)
def test_takes_what_its_name_says(extension: str) -> None:
    body, media_type, kept = WHOLE[extension]

    assert checked_type(f"Rapport.{extension.upper()}", body) == (media_type, kept)


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name: str) -> None:
    file_name, body, reason = REFUSED[name]

    with pytest.raises(UnfitFileError) as refusal:
        checked_type(file_name, body)

    assert refusal.value.reason == reason


def test_takes_what_scanners_and_editors_really_write() -> None:
    assert checked_type("a.pdf", sample_files.PDF + b"\r\n\0\0")
    assert checked_type("a.png", sample_files.png(sample_files.chunk(b"tEXt", b"Author\0Kari")))
    assert checked_type("a.docx", sample_files.docx(**{"word/media/bilde 1.png": "x"}))


@given(body=st.binary(max_size=400), extension=st.sampled_from(sorted(WHOLE)))
def test_answers_for_any_bytes(body: bytes, extension: str) -> None:
    with pytest.raises(UnfitFileError):
        checked_type(f"a.{extension}", body)


@given(data=st.data(), extension=st.sampled_from(sorted(WHOLE)))
def test_answers_for_any_damage(data: st.DataObject, extension: str) -> None:
    body = bytearray(WHOLE[extension][0])
    at = data.draw(st.integers(0, len(body) - 1))
    body[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))

    try:
        checked_type(f"a.{extension}", bytes(body))
    except UnfitFileError as refusal:
        assert refusal.reason  # noqa: PT017  # either answer is right; any other error is not


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_becomes_harmless(name: str) -> None:
    kept = safe_name(name, "pdf")
    stem = kept.removesuffix(".pdf")

    assert kept.endswith(".pdf")
    assert stem == stem.strip(" .") != ""
    assert kept.isprintable()
    assert not set('/\\<>:"|?*%;') & set(kept)
    assert stem.partition(".")[0].lower() not in RESERVED
    assert not any(part in stem.lower() for part in (".exe", ".html", ".php", ".gz"))
    assert len(kept.encode()) <= 255


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_any_name_becomes_harmless(name: str) -> None:
    kept = safe_name(name, "odt")

    assert kept.endswith(".odt")
    assert kept.isprintable()
    assert not set("/\\\0") & set(kept)
    assert len(kept) <= 120


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Årsmelding 2012.pdf", "Årsmelding 2012.pdf"),
        ("a\u030arsmelding.pdf", "årsmelding.pdf"),
        ("Rapport v1.2.pdf", "Rapport v1.2.pdf"),
        ("C:\\fakepath\\Rapport.pdf", "Rapport.pdf"),
    ],
)
def test_a_decent_name_is_kept(name: str, kept: str) -> None:
    assert safe_name(name, "pdf") == kept
