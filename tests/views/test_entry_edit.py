"""Continuing a draft through the whole stack: one change one row; two texts, neither lost."""

import re

import pytest
from django.test import Client

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import recording, workflow
from commitments.sources.models import Source
from tests import desk, make
from tests.desk import REF, SAVED, SENT, edit_url, fields, page_text

pytestmark = pytest.mark.usefixtures("texts")


@pytest.fixture
def eva() -> Membership:
    return desk.editor()


@pytest.fixture
def kd(eva: Membership) -> Client:
    return desk.client_of(eva)


def test_an_edit_is_one_more_row_of_history(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva)
    [source] = entry.sources.all()
    typed = fields(narrative="Eksempel: nytt.", version=entry.version, sources=source.pk)

    kd.post(edit_url(entry), {**typed, "source-title": "", "source-address": "", **SAVED})

    entry.refresh_from_db()
    assert (entry.narrative, entry.version) == ("Eksempel: nytt.", 2)
    assert list(entry.sources.all()) == [source]
    assert entry.history.count() == 2


def test_a_source_that_is_not_ticked_is_dropped(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva)

    kd.post(edit_url(entry), fields(version=1, **{"source-title": "", "source-address": ""}))

    assert not entry.sources.exists()


def test_the_other_partys_source_cannot_be_cited(kd: Client) -> None:
    theirs = make.make_source(entered_by=desk.editor("KS"), title="Eksempel: KS har den")

    answer = kd.post(f"/arbeid/forpliktelser/{REF}/ny/", fields(sources=theirs.pk, **SAVED))

    assert not ProgressEntry.objects.exists()
    assert "KS har den" not in answer.content.decode()


def test_a_save_without_changes_writes_nothing(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva)
    typed = fields(version=1, sources=entry.sources.get().pk)
    before = desk.snapshot([entry])

    answer = kd.post(edit_url(entry), {**typed, "source-title": "", "source-address": "", **SAVED})

    assert answer.status_code == 302
    assert desk.snapshot([entry]) == before


def test_the_same_edit_sent_twice_is_no_conflict(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva, new_sources=[])
    typed = fields(version=1, narrative="Eksempel: nytt.", **SENT)

    answers = [kd.post(edit_url(entry), typed) for _ in range(2)]

    entry.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (entry.state, entry.version, entry.history.count()) == (State.SUBMITTED, 3, 3)
    assert Source.objects.count() == 1


def test_an_old_form_does_not_send_again_what_was_returned(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.RETURNED, by=eva)
    typed = fields(version=1, sources=entry.sources.get().pk)

    kd.post(edit_url(entry), {**typed, "source-title": "", "source-address": "", **SENT})

    entry.refresh_from_db()
    assert entry.state == State.RETURNED


def test_who_saves_last_sees_both_texts_and_loses_neither(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva)
    other = desk.client_of(desk.editor(name="Odd Kollega"))
    kept = {"version": 1, "sources": entry.sources.get().pk}
    other.post(edit_url(entry), fields(**kept, narrative="Eksempel: Odds.", **SAVED))

    answer = kd.post(edit_url(entry), fields(**kept, narrative="Eksempel: Evas.", **SAVED))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Eksempel: Odds." in page
    assert "Eksempel: Evas." in page
    assert "By Odd Kollega" in page_text(answer.content)
    assert 'name="version" value="2"' in page
    assert page.count('type="checkbox"') == page.count(" checked>") - 1  # and one status
    entry.refresh_from_db()
    assert entry.narrative == "Eksempel: Odds."


def test_the_conflict_can_be_settled_from_its_page(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva)
    recording.edit(entry, desk.content(narrative="Eksempel: Odds."), by=desk.editor(), version=1)
    conflict = kd.post(edit_url(entry), fields(version=1, narrative="Eksempel: Evas.", **SAVED))
    [version] = re.findall(r'name="version" value="(\d+)"', conflict.content.decode())

    answer = kd.post(
        edit_url(entry), fields(version=version, narrative="Eksempel: begge.", **SAVED)
    )

    entry.refresh_from_db()
    assert answer.status_code == 302
    assert entry.narrative == "Eksempel: begge."
    assert [row.narrative for row in entry.history.all()][1] == "Eksempel: Odds."


def test_what_was_typed_while_another_sent_the_entry_is_shown(kd: Client, eva: Membership) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva)
    workflow.submit(entry, by=eva, version=1)

    answer = kd.post(edit_url(entry), fields(version=1, narrative="Eksempel: sent.", **SAVED))

    page = page_text(answer.content)
    assert answer.status_code == 409
    assert "The entry can no longer be edited; its state is «awaiting approval»." in page
    assert "Eksempel: sent." in page


def test_what_was_typed_while_another_discarded_the_draft_becomes_a_new_one(
    kd: Client, eva: Membership
) -> None:
    entry = desk.taken_to(State.DRAFT, by=eva)
    workflow.discard(entry, by=eva, version=1)

    answer = kd.post(edit_url(entry), fields(version=1, narrative="Eksempel: mitt.", **SAVED))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A colleague has discarded the entry" in page
    assert "Eksempel: mitt." in page
    assert f'action="/en/arbeid/forpliktelser/{REF}/ny/"' in page


def test_the_other_party_cannot_see_or_write(eva: Membership) -> None:
    ks = desk.client_of(desk.editor("KS"))
    entry, published = desk.taken_to(State.DRAFT, by=eva), desk.taken_to(State.PUBLISHED, by=eva)
    before = desk.snapshot([entry, published])

    assert ks.get(edit_url(entry)).status_code == 404
    assert ks.post(edit_url(entry), fields(version=1, **SAVED)).status_code == 404
    assert ks.get(edit_url(published)).status_code == 403
    assert ks.post(edit_url(published), fields(version=3, **SAVED)).status_code == 403
    assert desk.snapshot([entry, published]) == before


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN])
def test_what_is_not_open_cannot_be_edited(state: State, kd: Client) -> None:
    entry = desk.taken_to(state)
    before = desk.snapshot([entry])

    assert kd.get(edit_url(entry))["Location"].endswith(f"/arbeid/oppforinger/{entry.pk}/")
    assert kd.post(edit_url(entry), fields(version=entry.version, **SAVED)).status_code == 403
    assert desk.snapshot([entry]) == before
