"""Withdrawing through the whole stack: the reason is asked for, a tombstone remains."""

import pytest
from django.test import Client

from commitments.actions import progress
from commitments.models import ContentVersion, Membership, State
from tests import desk
from tests.desk import told

pytestmark = pytest.mark.usefixtures("texts")


@pytest.fixture
def arne() -> Membership:
    return desk.approver()


def test_asks_for_the_reason_and_says_what_remains(arne: Membership) -> None:
    entry = desk.taken_to(State.PUBLISHED)

    page = told(desk.client_of(arne).get(f"/en/arbeid/oppforinger/{entry.pk}/trekk/").content)

    assert "Everyone can read the reason." in page
    assert "remains in the public history" in page
    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED


def test_leaves_a_tombstone_for_everyone(arne: Membership) -> None:
    entry = desk.taken_to(State.PUBLISHED)
    version, _changed = ContentVersion.current()
    client = desk.client_of(arne)
    typed = {"version": entry.version, "reason": "Eksempel: feil år."}

    answers = [client.post(f"/en/arbeid/oppforinger/{entry.pk}/trekk/", typed) for _ in range(2)]

    entry.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (entry.state, entry.withdrawn_by) == (State.WITHDRAWN, arne)
    assert ContentVersion.current()[0] == version + 1
    page = told(Client().get(f"/en/forpliktelser/{desk.REF}/historikk/").content)
    assert "Withdrawn by KD" in page
    assert "Eksempel: feil år." in page
    assert desk.TEXT in page
    assert arne.user.name not in page


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "Say why."),
        ("a\x07", "characters that cannot be read"),
        ("a" * 1_001, "there is room for 1000"),
    ],
)
def test_a_reason_that_cannot_be_taken_is_kept_and_named(
    reason: str, message: str, arne: Membership
) -> None:
    entry = desk.taken_to(State.PUBLISHED)
    before = desk.snapshot([entry])

    answer = desk.client_of(arne).post(
        f"/en/arbeid/oppforinger/{entry.pk}/trekk/", {"version": entry.version, "reason": reason}
    )

    page = answer.content.decode()
    assert message in page
    assert 'href="#id_reason"' in page
    assert reason.strip("\x07") in page
    assert desk.snapshot([entry]) == before


def test_what_is_being_corrected_cannot_be_withdrawn(arne: Membership) -> None:
    entry = desk.taken_to(State.PUBLISHED)
    progress.correct(entry, by=desk.editor())

    answer = desk.client_of(arne).post(
        f"/en/arbeid/oppforinger/{entry.pk}/trekk/", {"version": entry.version, "reason": "a"}
    )

    assert "Publish or discard the correction first." in answer.content.decode()
    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.WITHDRAWN])
def test_what_is_not_published_leads_back(state: State, arne: Membership) -> None:
    entry = desk.taken_to(state)
    client = desk.client_of(arne)

    page = client.get(f"/arbeid/oppforinger/{entry.pk}/trekk/")
    answer = client.post(
        f"/en/arbeid/oppforinger/{entry.pk}/trekk/", {"version": entry.version, "reason": "a"}
    )

    assert page["Location"] == f"/arbeid/oppforinger/{entry.pk}/"
    assert "The entry is not published." in answer.content.decode()


def test_an_editor_is_told_who_can(arne: Membership) -> None:
    entry = desk.taken_to(State.PUBLISHED)

    answer = desk.client_of(desk.editor()).get(f"/en/arbeid/oppforinger/{entry.pk}/trekk/")

    assert answer.status_code == 403
    assert "Only an approver of KD can do this." in answer.content.decode()
