"""A corpus of bad files: each is refused clearly, and nothing is written."""

import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Party
from commitments.regional.importing import clock, limits
from commitments.regional.importing.models import RegionalImport
from commitments.regional.importing.plan import plan
from commitments.regional.importing.table_reader import TableRow
from commitments.regional.models import RegionalStatus
from kvalitet.guard import child
from tests.regional.importing.test_views import HEADS, ROW, START, book, sheet
from tests.support import recorders, sample_files, spreadsheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

BOOK: Final = book({})
CSV: Final = sheet({}).encode()
TABLE: Final = [list(HEADS), [ROW[head] for head in HEADS]]
ODS: Final = spreadsheets.ods_of(TABLE)
XLS: Final = spreadsheets.xls_of(TABLE)
MOST_MEMORY: Final = 100 * 1024 * 1024  # bytes beside what the portal takes anyway
NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_part(name: str, content: bytes | str, *more: tuple[str, bytes]) -> bytes:
    """The good spreadsheet with one part replaced and others added."""
    body = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(BOOK)) as old,
        zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            new.writestr(member.filename, content if member.filename == name else old.read(member))
        for other, part in more:
            new.writestr(other, part)
    return body.getvalue()


def with_cells(cells: str) -> bytes:
    text = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{cells}</sheetData></worksheet>'
    return with_part("xl/worksheets/sheet1.xml", text)


def damaged(file: str, good: bytes) -> Iterator[tuple[str, str, bytes]]:
    """The file cut off, and with other bytes in the middle."""
    for part in range(1, 20):
        place = len(good) * part // 20
        yield f"{file} cut at {place}", file, good[:place]
        broken = good[:place] + bytes(range(200, 240)) + good[place + 40 :]
        yield f"{file} spoilt at {place}", file, broken


def corpus() -> Iterator[tuple[str, str, bytes]]:
    """Name, name of the file, content."""
    for part in range(1, 60):  # truncations, not at the end of the heads
        yield f"book cut at {part}/60", "a.xlsx", BOOK[: len(BOOK) * part // 60]
    for cut in range(3, len(CSV) - 40, max(1, len(CSV) // 40)):
        yield f"csv cut at byte {cut}", "a.csv", CSV[:cut]
    for place in range(0, len(BOOK) - 40, len(BOOK) // 40):
        broken = bytearray(BOOK)
        broken[place : place + 40] = b"\0" * 40
        yield f"book with a hole at {place}", "a.xlsx", bytes(broken)
    yield from damaged("a.ods", ODS)
    yield from damaged("a.xls", XLS)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"):
        yield f"csv in {encoding}", "a.csv", sheet({}).encode(encoding)
    for name in HEADS[:12]:
        if name != "fylke":
            left = tuple(head for head in HEADS if head != name)
            yield f"without {name}", "a.csv", sheet({}, heads=left).encode()
        yield f"{name} twice", "a.csv", sheet({}, heads=(*HEADS, name)).encode()
        renamed = tuple(f"{head} (ny)" if head == name else head for head in HEADS)
        yield f"{name} renamed", "a.csv", sheet({}, heads=renamed).encode()
    for name, body in {
        "pdf.xlsx": sample_files.PDF,
        "csv.xlsx": CSV,
        "bok.csv": BOOK,
        "pdf.csv": sample_files.PDF,
        "bilde.csv": sample_files.png(),
        "ord.xlsx": sample_files.docx(),
        "ark.xlsx": sample_files.odt(),
        "gammel.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        "makro.xlsm": BOOK,
        "uten": CSV,
        "tom.csv": b"",
        "tom.xlsx": b"",
        "null.csv": b"\0" * 100,
        "blank.csv": b" \r\n\t",
    }.items():
        yield name, name, body
    yield "far cell", "a.xlsx", with_cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "far column", "a.xlsx", with_cells('<row r="1"><c r="XFD1"><v>1</v></c></row>')
    yield "far row", "a.xlsx", with_cells('<row r="60000"><c r="A60000"><v>1</v></c></row>')
    yield "formula", "a.xlsx", with_cells('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')
    yield "merged", "a.xlsx", book({}, change=lambda page: page.merge_cells("A1:C1"))
    yield "error value", "a.xlsx", with_cells('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>')
    yield "no rows", "a.xlsx", with_cells("")
    bomb = '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "_rels/.rels"):
        yield f"document type in {name}", "a.xlsx", with_part(name, bomb)
        yield f"{name} is no XML", "a.xlsx", with_part(name, "<a><b></a>")
        yield f"{name} is empty", "a.xlsx", with_part(name, "")
    many = [(f"xl/media/{number}.bin", b"x") for number in range(limits.MOST_MEMBERS)]
    yield "many parts", "a.xlsx", with_part("", "", *many)
    yield (
        "large when unpacked",
        "a.xlsx",
        with_part(
            "", "", *((f"xl/media/{number}.bin", b"\0" * (18 * 1024 * 1024)) for number in range(6))
        ),
    )
    yield (
        "a large part",
        "a.xlsx",
        with_part("", "", ("xl/media/a.bin", b"\0" * (limits.LARGEST_PART + 1))),
    )
    yield "more rows than 50,000", "a.csv", CSV + b"\n" * (limits.MOST_ROWS + 1) + CSV[-200:]
    yield "more columns than 200", "a.csv", b";".join([b"ar"] * 201)
    yield "an open quotation mark", "a.csv", CSV + b'"2012'
    yield "a ragged row", "a.csv", CSV + b"2012;2011-F9\r\n"
    yield "a row too wide", "a.csv", CSV + b";" * 20 + b"x\r\n"
    yield "tabs between", "a.csv", sheet({}, separator="\t").encode()
    yield "a long cell", "a.csv", sheet({"tekst": "x" * 200_000}).encode()
    yield "a date for a number", "a.xlsx", book({"kommuner_deltar": "2012-09-01"})
    yield "a decimal", "a.xlsx", book({"kommuner_deltar": 9.5})
    yield "a truth", "a.xlsx", book({"kommuner_deltar": True})
    for sign in "=+-@":
        yield f"a formula as status {sign}", "a.csv", sheet({"status": f"{sign}cmd"}).encode()


CORPUS: Final = {name: (file, body) for name, file, body in corpus()}


def good_by_chance(name: str) -> bool:
    """A hole in a part that an import does not read does no harm."""
    return name.startswith(("book with a hole", "csv cut", "a.xls"))


def is_damaged(name: str) -> bool:
    """Whether the file is a good one, cut off or with a hole: nothing that breaks a limit."""
    return any(word in name for word in (" cut at ", " hole at ", " spoilt at "))


def read_here(
    read: Callable[..., Iterable[bytes]], body: bytes, *arguments: str, most: int
) -> bytes:
    """What a child process answers, without one."""
    try:
        answer = b"".join(read(body, *arguments))
    except Exception as error:
        raise child.ReaderDiedError("crash") from error
    assert len(answer) <= most
    return answer


def refused(client: Client, name: str) -> Any:
    file, body = CORPUS[name]
    return client.post(START, {"file": SimpleUploadedFile(file, body)})


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 200


@pytest.mark.parametrize("damaged", [False, True])
def test_each_is_refused_clearly_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, *, damaged: bool
) -> None:
    if damaged:  # nearly two hundred: a process for each would be half of what all of this costs
        monkeypatch.setattr(child, "run", read_here)
    client = recorders.client_of(recorders.editor("KS"))
    taken = []

    for name in CORPUS:
        if is_damaged(name) != damaged:
            continue
        answer = refused(client, name)
        if answer.status_code == 302:
            taken.append(name)
            continue
        page = recorders.page_text(answer.content)
        assert answer.status_code == 400, name
        assert "Nothing was imported" in page, name
        assert "What is wrong" in page, name

    assert [name for name in taken if not good_by_chance(name)] == []
    assert not RegionalStatus.objects.exists()


def with_errors_everywhere() -> bytes:
    """As many rows as a file may have, each with an error in every column that can have one."""
    row = ";".join(["x9999"] * len(HEADS))
    return "\n".join([";".join(HEADS), *[row] * limits.MOST_ROWS]).encode()


@pytest.mark.long
def test_what_a_bad_file_costs_in_memory_is_bounded() -> None:
    """A spreadsheet with one cell in the last place takes an unguarded reader past 1.9 GiB."""
    party = Party.objects.get(code="KS")
    greedy = ("far", "large", "a large", "more rows", "a long", "document type", "many parts")
    files_of = [CORPUS[name] for name in CORPUS if name.startswith(greedy)]
    assert len(files_of) >= 10
    peaks = []

    for file, body in [*files_of, ("a.csv", with_errors_everywhere())]:
        tracemalloc.start()
        found = plan(file, body, party)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found.errors

    assert max(peaks) < MOST_MEMORY


def test_a_file_over_ten_megabytes_is_413() -> None:
    client = recorders.client_of(recorders.editor("KS"))
    body = CSV + b" " * limits.LARGEST_FILE

    answer = client.post(START, {"file": SimpleUploadedFile("a.csv", body)})

    assert answer.status_code == 413
    assert not RegionalImport.objects.exists()


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    client = recorders.client_of(recorders.editor("KS"))
    monkeypatch.setattr(clock.Clock.__init__, "__defaults__", (-1.0,))

    answer = client.post(START, {"file": SimpleUploadedFile("a.xlsx", BOOK)})

    assert "takes too long to read" in recorders.page_text(answer.content)


def test_comparing_takes_no_longer_either(monkeypatch: pytest.MonkeyPatch) -> None:
    client = recorders.client_of(recorders.editor("KS"))
    monkeypatch.setattr(clock.Clock.__init__, "__defaults__", (-1.0,))
    read_at_once = [TableRow(2, {})]
    monkeypatch.setattr("commitments.regional.importing.plan.read", lambda *_told: read_at_once)

    answer = client.post(START, {"file": SimpleUploadedFile("a.csv", CSV)})

    assert answer.status_code == 400
    assert "takes too long to read" in recorders.page_text(answer.content)


def test_no_file_is_said() -> None:
    client = recorders.client_of(recorders.editor("KS"))

    assert "Choose a file." in recorders.page_text(client.post(START).content)


def test_the_rows_of_the_corpus_are_good_where_they_are_not_spoilt() -> None:
    assert set(ROW) == set(HEADS)
