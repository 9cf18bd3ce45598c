"""Imports of every kind of spreadsheet, and what happens to them while others are read."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.test import Client

from commitments.regional.importing import limits
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from kvalitet.guard import child
from tests.regional.importing.test_views import HEADS, ROW, START, book, send, sheet, taken
from tests.support import recorders, spreadsheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

TABLE = [list(HEADS), [ROW[head] for head in HEADS]]
KINDS = {
    "csv": sheet({}).encode(),
    "ods": spreadsheets.ods_of(TABLE),
    "xls": spreadsheets.xls_of(TABLE),
    "xlsx": book({}),
}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LONGEST_WAIT", 0.1)


@contextmanager
def others_read() -> Iterator[None]:
    """Both slots are taken."""
    child.FOLDER.mkdir(exist_ok=True)
    with ExitStack() as stack:
        for name in ("slot-0", "slot-1"):
            slot = stack.enter_context((child.FOLDER / name).open("wb"))
            fcntl.flock(slot, fcntl.LOCK_EX)
        yield


def words(row: RegionalStatus) -> tuple[Any, ...]:
    return (row.year, row.county.code, row.status, row.narrative, row.municipalities)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_becomes_the_same_draft(kind: str, ks: Client) -> None:
    done = taken(ks, KINDS[kind], f"fylker.{kind.upper()}")

    assert "The file has been imported: 1 row" in recorders.page_text(done.content)
    row = RegionalStatus.objects.get()
    assert words(row) == (2012, "12", "in_progress", ROW["tekst"], 20)


def test_the_form_names_the_kinds(ks: Client) -> None:
    page = ks.get(START).text

    assert 'accept=".csv,.ods,.xls,.xlsx"' in page
    assert "XLSX, ODS, XLS or CSV" in page


def test_a_text_that_is_too_long_is_named_by_row_and_column(ks: Client) -> None:
    answer = send(ks, sheet({}, {"tekst": "x" * 200_000}))

    page = recorders.page_text(answer.content)
    assert answer.status_code == 400
    assert "3 tekst The text is too long." in page


def test_a_file_full_of_errors_is_not_read_to_its_end(ks: Client) -> None:
    answer = send(ks, sheet(*[dict.fromkeys(HEADS, "x9999")] * 3_000))

    page = recorders.page_text(answer.content)
    assert answer.status_code == 400
    assert "2502 There are more than 10,000 errors. The rows after this are not read." in page


def test_a_file_that_the_reader_dies_of_is_refused(ks: Client) -> None:
    answer = send(ks, KINDS["xls"][:1500], "fylker.xls")

    page = recorders.page_text(answer.content)
    assert answer.status_code == 400
    assert "The file could not be read: it is damaged." in page


@pytest.mark.parametrize(
    "rows", [[[1]] * (limits.MOST_ROWS + 2), [[1, *[""] * (limits.MOST_COLUMNS + 1)]]]
)
def test_the_server_does_not_trust_what_the_reader_sends(
    rows: list[list[Any]], ks: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = [[1, *HEADS]] if len(rows) > 1 else []
    answer = b"".join(json.dumps(row).encode() + b"\n" for row in [*heads, *rows])
    monkeypatch.setattr(child, "run", lambda *_asked, **_more: answer)

    assert "it is damaged" in recorders.page_text(send(ks, sheet({})).content)


@pytest.mark.usefixtures("impatient")
def test_a_file_that_cannot_be_read_yet_is_kept(ks: Client) -> None:
    with others_read():
        answer = send(ks, sheet({}))

    kept = RegionalImport.objects.get()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert f'href="{START}{kept.pk}/"' in answer.text
    assert "Yours is kept" in recorders.page_text(answer.content)
    assert "1 row is new" in recorders.page_text(ks.get(f"{START}{kept.pk}/").content)


@pytest.mark.usefixtures("impatient")
def test_a_bad_file_that_was_kept_shows_its_errors_later(ks: Client) -> None:
    with others_read():
        send(ks, sheet({"status": "nesten"}))

    kept = RegionalImport.objects.get()
    page = recorders.page_text(ks.get(f"{START}{kept.pk}/").content)
    assert "There is no such status." in page


@pytest.mark.usefixtures("impatient")
def test_a_page_that_reads_a_kept_file_says_when_to_come_back(ks: Client) -> None:
    address = send(ks, sheet({}))["Location"]

    with others_read():
        seen = ks.get(address)
        pressed = ks.post(f"{address}utfor/", {"fingerprint": ""})

    for answer in (seen, pressed):
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "Other files are being read" in recorders.page_text(answer.content)
    assert not RegionalStatus.objects.exists()
