"""What a file carries unseen is decided about by who uploads it, through every form."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from commitments.progress.models import ProgressEntry
from commitments.sources import held_files
from commitments.sources.models import Source
from commitments.sources.unseen import reader
from commitments.trust import files as verifying_files
from tests.support import recorders, revealing_files, sample_files
from tests.support.file_doors import DOORS, TITLE, TYPED, FileDoor
from tests.support.revealing_files import TELLING

pytestmark = [pytest.mark.usefixtures("texts")]

WITH_FIELD: Final = sorted(set(DOORS) - {"status_row"})  # a row of the grid offers no file
ASKED: Final = "The file tells more than it shows. Decide below what is stored."


def held(page: str) -> dict[str, str]:
    """The hidden field by which a page names the file that is held."""
    found = re.search(r'name="source-held" value="([^"]+)"', page)
    return {"source-held": found[1]} if found else {}


def post(door: FileDoor, client: Client, form: dict[str, Any]) -> Any:
    return client.post(door.url, form, headers=door.headers, follow=True)


def stored(folder: Path) -> list[bytes]:
    """The contents of the files that sources have."""
    return [path.read_bytes() for path in folder.iterdir() if path.is_file()]


@pytest.mark.parametrize("decision", ["remove", "keep"])
@pytest.mark.parametrize("name", WITH_FIELD)
def test_a_picture_is_stored_as_its_owner_decides(name: str, decision: str, uploads: Path) -> None:
    door, body = DOORS[name](), TELLING["jpg"]
    client = door.client()

    asked = post(door, client, door.form("bilde.jpg", body))
    page = recorders.page_text(asked.content)
    assert ASKED in page
    assert "where it was made: 59.9139° N, 10.7522° E" in page
    assert "serial number: EKS-0042" in page
    assert 'value="remove" id="' in asked.text
    assert re.search(r'value="remove" id="[^"]*" checked', asked.text)
    assert TITLE in asked.text
    assert asked.text.count(TYPED) >= list(door.fields.values()).count(TYPED)
    assert not Source.objects.filter(title=TITLE).exists()
    assert stored(uploads) == []

    form = door.form(**held(asked.text), **{"source-unseen": decision})
    answer = post(door, client, form)
    kept = reader.without(body, "jpg") if decision == "remove" else body
    source = Source.objects.get(title=TITLE)
    assert (source.file_name, source.sha256) == ("bilde.jpg", hashlib.sha256(kept).hexdigest())
    assert stored(uploads) == [kept]
    word = "Removed from" if decision == "remove" else "Kept in"
    note = (
        recorders.page_text(answer.content).split(f"{word} the file bilde.jpg: ")[1].split(". ")[0]
    )
    assert {"where it was made", "serial number"} <= set(note.split(", "))
    assert list(verifying_files.errors()) == []


@pytest.mark.parametrize("name", WITH_FIELD)
def test_a_form_refused_for_another_reason_keeps_its_file(name: str, uploads: Path) -> None:
    door = DOORS[name]()
    client = door.client()

    refused = post(door, client, door.form("referat.pdf", sample_files.PDF, **{"source-title": ""}))
    assert "Give the source a title." in refused.text
    assert "The file referat.pdf" in recorders.page_text(refused.content)
    assert "cannot be seen in it" not in refused.text
    assert stored(uploads) == []

    post(door, client, door.form(**held(refused.text)))
    assert Source.objects.get(title=TITLE).file_name == "referat.pdf"
    assert stored(uploads) == [sample_files.PDF]


@pytest.mark.parametrize("extension", TELLING)
def test_every_kind_of_file_asks_and_obeys(extension: str, uploads: Path) -> None:
    door, body = DOORS["entry_draft"](), TELLING[extension]
    client = door.client()

    asked = post(door, client, door.form(f"fil.{extension}", body))
    assert ASKED in asked.text
    post(door, client, door.form(**held(asked.text), **{"source-unseen": "remove"}))

    assert stored(uploads) == [reader.without(body, extension)]
    assert reader.carries(stored(uploads)[0], extension) == []


def test_documents_have_no_decision_made_for_their_owner(uploads: Path) -> None:
    door = DOORS["entry_draft"]()
    client = door.client()

    asked = post(door, client, door.form("fil.docx", TELLING["docx"]))
    again = post(door, client, door.form(**held(asked.text)))

    assert " checked" not in asked.text.split("cannot be seen in it")[1].split("</fieldset>")[0]
    assert ASKED in again.text
    assert stored(uploads) == []


def test_a_decision_about_another_file_does_not_count(uploads: Path) -> None:
    door = DOORS["entry_draft"]()
    client = door.client()
    asked = post(door, client, door.form("a.jpg", TELLING["jpg"]))

    form = door.form("b.png", TELLING["png"], **held(asked.text), **{"source-unseen": "keep"})
    again = post(door, client, form)

    assert ASKED in again.text
    assert "The file b.png" in recorders.page_text(again.content)
    assert stored(uploads) == []


def test_a_file_can_be_left_out_again(uploads: Path) -> None:
    door = DOORS["entry_draft"]()
    client = door.client()
    asked = post(door, client, door.form("a.jpg", TELLING["jpg"]))
    address = {"source-address": "https://www.example.no/"}

    post(door, client, door.form(**held(asked.text), **address, **{"source-unseen": "leave_out"}))

    assert Source.objects.get(title=TITLE).address == "https://www.example.no/"
    assert stored(uploads) == []


def test_the_same_form_sent_twice_makes_one_source(uploads: Path) -> None:
    door = DOORS["entry_draft"]()
    client = door.client()
    asked = post(door, client, door.form("a.jpg", TELLING["jpg"]))
    form = door.form(**held(asked.text), **{"source-unseen": "remove"})

    first, second = post(door, client, form), post(door, client, form)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.redirect_chain == second.redirect_chain != []
    assert (ProgressEntry.objects.count(), len(stored(uploads))) == (1, 1)


def test_nobody_else_reaches_a_held_file(uploads: Path) -> None:
    door = DOORS["entry_draft"]()
    asked = post(door, door.client(), door.form("a.jpg", TELLING["jpg"]))
    form = door.form(**held(asked.text), **{"source-unseen": "keep"})

    other = post(door, recorders.client_of(recorders.approver()), form)

    assert "The file was not kept any longer. Choose it again." in other.text
    assert stored(uploads) == []


def test_held_files_go_after_an_hour(uploads: Path) -> None:
    door = DOORS["entry_draft"]()
    client = door.client()
    asked = post(door, client, door.form("a.jpg", TELLING["jpg"]))

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        recorders.sign_in(client, door.by.user)
        late = post(door, client, door.form(**held(asked.text), **{"source-unseen": "keep"}))
        assert "The file was not kept any longer. Choose it again." in late.text
        held_files.sweep()

    assert list((uploads / "held").iterdir()) == []


REFUSED: Final = {
    "acts.pdf": (
        sample_files.pdf("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        "The document runs a script, or opens something by itself.",
    ),
    "broken.pdf": (sample_files.PDF.replace(b"/Kids", b"/Kidz"), "The file is damaged"),
    "broken.docx": (sample_files.docx(**{"docProps/core.xml": "<a>"}), "The file is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_acts_or_is_damaged_is_refused_and_not_held(name: str, uploads: Path) -> None:
    body, reason = REFUSED[name]
    door = DOORS["entry_draft"]()

    answer = post(door, door.client(), door.form(name, body))

    assert reason in answer.text
    assert "Nothing was saved, so you must choose the file again." in answer.text
    assert held(answer.text) == {}
    assert not any(path.is_file() for path in uploads.rglob("*"))


def test_a_conflict_keeps_the_file_too(uploads: Path) -> None:
    door = DOORS["entry_edit"]()
    client = door.client()

    answer = post(door, client, door.form("a.jpg", TELLING["jpg"], version="0"))

    assert answer.status_code == 409
    assert "serial number: EKS-0042" in answer.text
    again = {**door.form(**held(answer.text)), "source-unseen": "remove"}
    again["version"] = re.search(r'name="version" value="(\d+)"', answer.text)[1]  # type: ignore[index]
    post(door, client, again)
    assert stored(uploads) == [reader.without(TELLING["jpg"], "jpg")]


def test_serial_numbers_do_not_reach_the_public(uploads: Path) -> None:
    door = DOORS["meeting_add"]()  # papers of meetings are public once an evaluation names them
    client = door.client()
    asked = post(door, client, door.form("a.jpg", TELLING["jpg"]))
    post(door, client, door.form(**held(asked.text), **{"source-unseen": "remove"}))

    source = Source.objects.get(title=TITLE)
    served = b"".join(client.get(f"/kilder/{source.pk}/fil/"))

    assert revealing_files.SERIAL.encode() not in served
    assert hashlib.sha256(served).hexdigest() == source.sha256
