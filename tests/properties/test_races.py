"""People at the same instant, in real threads: one wins, the other is told, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.sources import actions as sources
from commitments.sources.models import Source
from tests import make
from tests.support import recorders, sample_files

pytestmark = pytest.mark.django_db(transaction=True)

Answer = Any
Call = Callable[[], Answer]


def at_once(*calls: Call) -> list[Answer]:
    """What the calls answer when all begin at the same moment, each with its own connection."""
    gate = Barrier(len(calls))

    def run(call: Call) -> Answer:
        try:
            gate.wait(timeout=30)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def post(client: Client, url: str, typed: dict[str, Any]) -> Call:
    return lambda: client.post(url, typed)


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def browsers(*memberships: Membership) -> list[Client]:
    return [recorders.client_of(membership) for membership in memberships]


def url(entry: ProgressEntry, step: str) -> str:
    return f"/en/arbeid/oppforinger/{entry.pk}/{step}/"


@pytest.mark.parametrize("button", [recorders.SAVED, recorders.SENT], ids=["save", "send"])
def test_two_save_the_same_draft(button: dict[str, str]) -> None:
    eva, odd = recorders.editor(), recorders.editor(name="Odd Kollega")
    entry = recorders.taken_to(State.DRAFT, by=eva)
    texts = ["Eksempel: Evas.", "Eksempel: Odds."]
    typed = [recorders.fields(version=1, narrative=text, **button) for text in texts]

    answers = at_once(
        *(
            post(client, url(entry, "rediger"), form)
            for client, form in zip(browsers(eva, odd), typed, strict=True)
        )
    )

    assert statuses(answers) == [302, 409]
    entry.refresh_from_db()
    assert entry.narrative in texts
    [lost] = [answer.text for answer in answers if answer.status_code == 409]
    assert all(text in lost for text in texts)


def test_a_form_sent_four_times_makes_one_row(uploads: Path) -> None:
    eva = recorders.editor()
    typed = recorders.fields(**{"source-address": None}, **recorders.SENT)
    sent = f"/en/arbeid/forpliktelser/{recorders.REF}/ny/"

    answers = at_once(
        *(
            post(client, sent, {**typed, "source-file": recorders.upload()})
            for client in browsers(eva, eva, eva, eva)
        )
    )

    assert statuses(answers) == [302] * 4
    entry = ProgressEntry.objects.get()
    assert (entry.state, entry.history.count()) == (State.SUBMITTED, 2)
    assert Source.objects.count() == 1
    assert len([path for path in uploads.iterdir() if path.is_file()]) == 1


def test_an_edit_sent_three_times_is_one_change() -> None:
    eva = recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=eva, new_sources=[])
    typed = recorders.fields(version=1, narrative="Eksempel: nytt.", **recorders.SAVED)

    answers = at_once(
        *(post(client, url(entry, "rediger"), typed) for client in browsers(eva, eva, eva))
    )

    entry.refresh_from_db()
    assert statuses(answers) == [302] * 3
    assert (entry.version, entry.history.count(), Source.objects.count()) == (2, 2, 1)


def test_what_is_published_is_what_the_approver_saw() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    version = entry.version
    kd, approver = browsers(eva, arne)
    typed = recorders.fields(version=version, narrative="Eksempel: bakdør.", **recorders.SAVED)

    edited, approved = at_once(
        post(kd, url(entry, "rediger"), typed),
        post(approver, url(entry, "publiser"), {"version": version}),
    )

    entry.refresh_from_db()
    assert approved.status_code == 302
    assert edited.status_code in (403, 409)
    assert (entry.state, entry.narrative) == (State.PUBLISHED, recorders.TEXT)


def test_sending_and_editing_at_once() -> None:
    eva, odd = recorders.editor(), recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=eva)
    typed = recorders.fields(version=1, narrative="Eksempel: Odds.", **recorders.SAVED)
    first, second = browsers(eva, odd)

    answers = at_once(
        post(first, url(entry, "send"), {"version": 1}),
        post(second, url(entry, "rediger"), typed),
    )

    entry.refresh_from_db()
    assert statuses(answers) == [302, 409]
    sent, edited = (answer.status_code == 302 for answer in answers)
    assert (entry.state == State.SUBMITTED, entry.narrative != recorders.TEXT) == (sent, edited)


@pytest.mark.parametrize("step", ["publiser", "returner"])
def test_two_decide_at_once(step: str) -> None:
    entry = recorders.taken_to(State.SUBMITTED)
    typed = {"version": entry.version, "note": "Eksempel."}
    first, second = browsers(recorders.approver(), recorders.approver())

    answers = at_once(
        post(first, url(entry, "publiser"), typed), post(second, url(entry, step), typed)
    )

    assert statuses(answers) == [302, 409]
    assert entry.history.count() == 3


def test_two_open_a_correction_at_once() -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    clients = browsers(recorders.editor(), recorders.editor(), recorders.approver())

    answers = at_once(*(post(client, url(entry, "rett"), {}) for client in clients))

    draft = entry.corrections.get()
    assert {answer["Location"] for answer in answers} == {url(draft, "rediger")}


def test_correcting_and_proposing_to_withdraw_at_once() -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    kd, other = browsers(recorders.editor(), recorders.editor())
    typed = {"version": entry.version, "reason": "Eksempel."}

    at_once(post(kd, url(entry, "rett"), {}), post(other, url(entry, "foresla-trekking"), typed))

    entry.refresh_from_db()
    assert entry.withdrawal_is_proposed != entry.corrections.exists()


@pytest.mark.parametrize("step", ["trekk", "avsla-trekking"])
def test_two_decide_on_a_withdrawal_at_once(step: str) -> None:
    entry = recorders.proposed(recorders.taken_to(State.PUBLISHED), by=recorders.editor())
    typed = {"version": entry.version}
    first, second = browsers(recorders.approver(), recorders.approver())

    answers = at_once(
        post(first, url(entry, "trekk"), typed), post(second, url(entry, step), typed)
    )

    assert statuses(answers) == [302, 409]
    assert entry.history.count() == 5


def test_discarding_and_editing_at_once_loses_no_text() -> None:
    eva, odd = recorders.editor(), recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=eva)
    typed = recorders.fields(version=1, narrative="Eksempel: Odds.", **recorders.SAVED)
    first, second = browsers(eva, odd)

    discarded, edited = at_once(
        post(first, url(entry, "forkast"), {"version": 1}),
        post(second, url(entry, "rediger"), typed),
    )

    assert sorted([discarded.status_code, edited.status_code]) == [302, 409]
    assert "Eksempel: Odds." in (edited if edited.status_code == 409 else discarded).text


def test_a_file_is_not_removed_while_an_entry_comes_to_cite_it(uploads: Path) -> None:
    eva, odd = recorders.editor(), recorders.editor()
    source = sources.add(sources.NewSource("Eksempel: referat", file=recorders.upload()), by=eva)
    typed = recorders.fields(sources=[source.pk], **{"source-title": None, "source-address": None})
    first, second = browsers(eva, odd)

    removed, cited = at_once(
        post(first, f"/en/arbeid/filer/{source.pk}/fjern/", {}),
        post(second, f"/en/arbeid/forpliktelser/{recorders.REF}/ny/", {**typed, **recorders.SAVED}),
    )

    assert sorted([removed.status_code, cited.status_code]) in ([200, 302], [302, 409])
    source.refresh_from_db()
    assert source.progress_entries.exists() == (cited.status_code == 302)
    assert len(list(uploads.iterdir())) == int(cited.status_code == 302)


def test_two_files_do_not_pass_the_quota_together(uploads: Path) -> None:
    eva, odd = recorders.editor(), recorders.editor()
    almost = {"file": "x.pdf", "file_name": "x.pdf", "media_type": "a", "sha256": "a"}
    make.make_source(
        entered_by=eva, address="", size=500 * 1024 * 1024 - len(sample_files.PDF), **almost
    )
    sent = f"/en/arbeid/forpliktelser/{recorders.REF}/ny/"

    answers = at_once(
        *(
            post(
                client,
                sent,
                recorders.fields(
                    **{"source-address": None, "source-file": recorders.upload()}, **recorders.SAVED
                ),
            )
            for client in browsers(eva, odd)
        )
    )

    assert statuses(answers) == [302, 413]
    assert len([path for path in uploads.iterdir() if path.is_file()]) == 1
