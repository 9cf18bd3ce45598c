"""Files of sources through the whole stack: who gets them, and that they can only be saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.publishing import edit_actions, workflow
from commitments.sources.actions import NewSource, QuotaExceededError, add, files_follow_rows
from commitments.sources.models import Source
from tests import make
from tests.sources.test_file_types import HOSTILE_NAMES, REFUSED, WHOLE
from tests.support import recorders, sample_files

pytestmark = pytest.mark.usefixtures("texts", "uploads")


def file_of(by: Membership, name: str = "referat.pdf", body: bytes = sample_files.PDF) -> Source:
    return add(NewSource("Eksempel: referat", file=recorders.upload(name, body)), by=by)


def url(source: Source) -> str:
    return f"/kilder/{source.pk}/fil/"


def body_of(client: Client, source: Source) -> bytes:
    answer: Any = client.get(url(source))
    return b"".join(answer.streaming_content)


def test_it_comes_as_it_was_sent_and_can_only_be_saved(eva: Membership) -> None:
    source = file_of(eva, "Årsmelding «2012».pdf")

    answer = recorders.client_of(eva).get(url(source))

    assert body_of(recorders.client_of(eva), source) == sample_files.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%85rsmelding%20%C2%AB2012%C2%BB.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_everyone_gets_what_something_published_cites(eva: Membership) -> None:
    source = file_of(eva)
    entry = recorders.taken_to(State.SUBMITTED, by=eva, sources=[source], new_sources=[])
    reader = Client()
    assert reader.get(url(source)).status_code == 404

    workflow.approve(entry, by=recorders.approver(), version=entry.version)

    answer = reader.get(url(source))
    assert answer.status_code == 200
    assert body_of(reader, source) == sample_files.PDF
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.CORRECTED])
def test_what_was_once_published_stays_readable(state: State, eva: Membership) -> None:
    source = file_of(eva)
    arne = recorders.approver()
    entry = recorders.taken_to(
        State.PUBLISHED if state == State.CORRECTED else state,
        by=eva,
        decided_by=arne,
        sources=[source],
        new_sources=[],
    )
    if state == State.CORRECTED:
        new = workflow.correct(entry, by=eva)
        new = edit_actions.edit_and_submit(
            new, recorders.content(correction_reason="Eksempel"), by=eva, version=1
        )
        workflow.approve(new, by=arne, version=new.version)

    assert Client().get(url(source)).status_code == 200


def test_before_that_only_the_own_party_gets_it(eva: Membership) -> None:
    source = file_of(eva)
    recorders.taken_to(State.SUBMITTED, by=eva, sources=[source], new_sources=[])

    assert recorders.client_of(recorders.approver()).get(url(source)).status_code == 200
    others = [
        recorders.client_of(recorders.approver("KS")),
        recorders.client_of(make.make_membership(role="secretariat")),
        recorders.client_of(make.make_membership(role="office_viewer")),
        recorders.client_of(make.make_membership(confirmed=False)),
        Client(),
    ]
    for client in others:
        hidden, none = client.get(url(source)), client.get("/kilder/999999/fil/")
        assert hidden.status_code == none.status_code == 404
        assert recorders.page_text(hidden.content) == recorders.page_text(none.content)


def test_an_address_has_no_file(eva: Membership) -> None:
    assert recorders.client_of(eva).get(url(make.make_source(entered_by=eva))).status_code == 404


def test_a_file_that_is_lost_is_not_found(eva: Membership, uploads: Path) -> None:
    source = file_of(eva)
    (uploads / str(source.file.name)).unlink()

    assert recorders.client_of(eva).get(url(source)).status_code == 404


def to_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        to_folder,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(sample_files.PDF[:-1]),
        lambda file: file.write_bytes(sample_files.PDF + b"x"),
    ],
    ids=["unreadable", "empty", "too short", "too long"],
)
def test_a_file_that_is_spoilt_is_an_error_page(
    spoil: Callable[[Path], object], eva: Membership, uploads: Path
) -> None:
    source = file_of(eva)
    client = recorders.client_of(eva)
    client.raise_request_exception = False
    spoil(uploads / str(source.file.name))

    assert client.get(url(source)).status_code == 500


def test_nothing_writes_to_a_file(eva: Membership) -> None:
    source = file_of(eva)
    client = recorders.client_of(eva)

    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(url(source)).status_code == 405
    assert body_of(client, source) == sample_files.PDF


@pytest.mark.parametrize("extension", WHOLE)
def test_each_type_that_is_taken(extension: str, eva: Membership, uploads: Path) -> None:
    body, media_type, kept = WHOLE[extension]

    source = file_of(eva, f"Rapport.{extension}", body)

    assert (source.media_type, source.file_name) == (media_type, f"Rapport.{kept}")
    assert source.size == len(body)
    [stored] = uploads.iterdir()
    assert stored.stem.isalnum()
    assert "Rapport" not in stored.name


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_unfit_leaves_nothing(name: str, eva: Membership, uploads: Path) -> None:
    file_name, body, _reason = REFUSED[name]

    with pytest.raises(ValidationError) as refusal:
        file_of(eva, file_name, body)

    assert list(refusal.value.message_dict) == ["file"]
    assert not Source.objects.exists()
    assert not list(uploads.iterdir())


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_is_refused_or_harmless(name: str, eva: Membership, uploads: Path) -> None:
    try:
        source = add(NewSource("Eksempel", file=sample_files.named(name, sample_files.PDF)), by=eva)
    except ValidationError:
        assert not list(uploads.iterdir())
        return

    answer = recorders.client_of(eva).get(url(source))

    [stored] = uploads.iterdir()
    assert stored.parent == uploads
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Disposition"].isprintable()
    assert answer["Content-Type"] == "application/pdf"


def test_a_file_goes_with_the_transaction_it_came_in(eva: Membership, uploads: Path) -> None:
    def fail_after_writing() -> None:
        with files_follow_rows():
            file_of(eva)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()

    assert not list(uploads.iterdir())


def test_a_file_stays_when_an_inner_step_fails(eva: Membership, uploads: Path) -> None:
    with files_follow_rows():
        file_of(eva)
        with pytest.raises(ValidationError):
            file_of(eva, "a.exe")

    assert len(list(uploads.iterdir())) == 1


def test_a_file_stays_with_a_plain_transaction(eva: Membership, uploads: Path) -> None:
    with transaction.atomic():
        file_of(eva)

    assert len(list(uploads.iterdir())) == 1


def test_the_quota_is_counted_per_party(eva: Membership) -> None:
    almost = {"file": "x.pdf", "file_name": "x.pdf", "media_type": "a", "sha256": "a"}
    make.make_source(
        entered_by=eva, address="", size=500 * 1024 * 1024 - len(sample_files.PDF), **almost
    )

    file_of(eva)
    file_of(recorders.editor("KS"))
    with pytest.raises(QuotaExceededError):
        file_of(eva)

    assert Source.objects.count() == 3
