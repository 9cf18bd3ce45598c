"""Withdrawing through the whole stack: proposed with a reason, hidden until an approver agrees."""

from typing import Any

import pytest
from django.test import Client

from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import workflow
from tests.support import recorders
from tests.support.recorders import page_text

pytestmark = pytest.mark.usefixtures("texts")

REASON = "Eksempel: feil år."


@pytest.fixture
def proposed(eva: Membership) -> ProgressEntry:
    """A published entry that Eva has proposed to withdraw."""
    return recorders.proposed(recorders.taken_to(State.PUBLISHED), by=eva)


def post(by: Membership, entry: ProgressEntry, step: str, **typed: Any) -> Any:
    url = f"/en/arbeid/oppforinger/{entry.pk}/{step}/"
    return recorders.client_of(by).post(url, {"version": entry.version, **typed})


def page_of(by: Membership, entry: ProgressEntry) -> str:
    return page_text(recorders.client_of(by).get(f"/en/arbeid/oppforinger/{entry.pk}/").content)


def test_asks_for_the_reason_and_says_what_happens_next(eva: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED)

    url = f"/en/arbeid/oppforinger/{entry.pk}/foresla-trekking/"
    page = page_text(recorders.client_of(eva).get(url).content)

    assert "An approver who did not propose it withdraws it or declines." in page
    assert "Everyone can read the reason once it is withdrawn." in page
    entry.refresh_from_db()
    assert not entry.withdrawal_is_proposed


def test_a_proposal_waits_for_another_and_is_sent_once(eva: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    version, _changed = ContentVersion.current()

    answers = [post(eva, entry, "foresla-trekking", reason=REASON) for _ in range(2)]

    entry.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (entry.state, entry.withdrawal_proposed_by) == (State.PUBLISHED, eva)
    assert ContentVersion.current()[0] == version
    page = page_of(eva, entry)
    assert "Eva Redaktør proposed to withdraw it" in page
    assert "An approver other than you withdraws it or declines." in page
    assert "Take the proposal back" in page
    public = page_text(Client().get(f"/en/forpliktelser/{recorders.REF}/historikk/").content)
    assert REASON not in public


def test_the_page_offers_each_person_the_steps_that_are_theirs(
    proposed: ProgressEntry, arne: Membership
) -> None:
    approver, editor = page_of(arne, proposed), page_of(recorders.editor(), proposed)

    assert "When you withdraw it, everyone reads at once" in approver
    assert "Decline the proposal" in approver
    assert "Correct" not in approver.split("Status of the entry")[0].split("The entry")[-1]
    assert "An approver in your party who did not propose it" in editor
    assert "Decline the proposal" not in editor
    assert REASON in approver
    assert REASON in editor


def test_another_approver_leaves_a_tombstone_for_everyone(
    proposed: ProgressEntry, arne: Membership
) -> None:
    version, _changed = ContentVersion.current()

    answers = [post(arne, proposed, "trekk") for _ in range(2)]

    proposed.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (proposed.state, proposed.withdrawn_by) == (State.WITHDRAWN, arne)
    assert ContentVersion.current()[0] == version + 1
    page = page_text(Client().get(f"/en/forpliktelser/{recorders.REF}/historikk/").content)
    assert "Withdrawn by KD" in page
    assert REASON in page
    assert recorders.TEXT in page
    assert arne.user.name not in page


def test_a_declined_proposal_leaves_nothing_on_the_page(
    proposed: ProgressEntry, arne: Membership
) -> None:
    answers = [post(arne, proposed, "avsla-trekking") for _ in range(2)]

    proposed.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (proposed.state, proposed.withdrawal_reason) == (State.PUBLISHED, "")
    page = page_of(arne, proposed)
    assert REASON not in page
    assert "Propose to withdraw" in page


def test_the_proposer_takes_it_back(proposed: ProgressEntry, eva: Membership) -> None:
    assert post(eva, proposed, "avsla-trekking").status_code == 302

    proposed.refresh_from_db()
    assert not proposed.withdrawal_is_proposed


@pytest.mark.parametrize("step", ["trekk", "avsla-trekking"])
def test_nothing_is_decided_by_a_get_or_on_another_version(
    step: str, proposed: ProgressEntry, arne: Membership
) -> None:
    got = recorders.client_of(arne).get(f"/arbeid/oppforinger/{proposed.pk}/{step}/")
    stale = post(arne, proposed, step, version=proposed.version - 1)

    assert (got.status_code, stale.status_code) == (405, 409)
    proposed.refresh_from_db()
    assert proposed.withdrawal_is_proposed


def test_an_approver_who_proposed_it_is_told_that_another_decides(arne: Membership) -> None:
    entry = recorders.proposed(recorders.taken_to(State.PUBLISHED), by=arne)

    answer = post(arne, entry, "trekk")

    assert answer.status_code == 403
    assert "Another approver decides on it." in answer.text


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "Say why."),
        ("a\ufffd", "a character that cannot be read"),
        ("a" * 1_001, "It can have at most 1000"),
    ],
)
def test_a_reason_that_cannot_be_taken_is_kept_and_named(
    reason: str, message: str, eva: Membership
) -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    before = recorders.snapshot([entry])

    answer = post(eva, entry, "foresla-trekking", reason=reason)

    page = answer.text
    assert message in page
    assert 'href="#id_reason"' in page
    assert reason in page
    assert recorders.snapshot([entry]) == before


def test_a_reason_typed_when_the_session_ended_comes_back(eva: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    url = f"/en/arbeid/oppforinger/{entry.pk}/foresla-trekking/"
    client = recorders.client_of(eva)
    shown = client.get(url).text
    who = shown.split('name="who" value="')[1].split('"')[0]
    client.logout()

    client.post(url, {"who": who, "version": entry.version, "reason": REASON})
    recorders.sign_in(client, eva.user)

    assert REASON in client.get(url).text


def test_what_is_being_corrected_is_not_proposed(eva: Membership) -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    workflow.correct(entry, by=eva)

    answer = post(eva, entry, "foresla-trekking", reason="a")

    assert "Publish or discard the correction first." in answer.text
    entry.refresh_from_db()
    assert not entry.withdrawal_is_proposed


def test_what_is_proposed_for_withdrawal_is_not_corrected(
    proposed: ProgressEntry, eva: Membership
) -> None:
    answer = post(eva, proposed, "rett")

    assert answer.status_code == 409
    assert "Decide on it before you correct the entry." in answer.text
    assert not proposed.corrections.exists()


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.WITHDRAWN])
def test_what_is_not_published_leads_back(state: State, arne: Membership) -> None:
    entry = recorders.taken_to(state)
    client = recorders.client_of(arne)

    page = client.get(f"/arbeid/oppforinger/{entry.pk}/foresla-trekking/")
    answer = post(arne, entry, "foresla-trekking", reason="a")

    assert page["Location"] == f"/arbeid/oppforinger/{entry.pk}/"
    assert "It is not published." in answer.text


def test_both_lists_of_the_workspace_show_the_proposal(
    proposed: ProgressEntry, eva: Membership, arne: Membership
) -> None:
    waiting, sent = "/en/arbeid/lister/til-godkjenning/", "/en/arbeid/lister/sendt/"
    place = "withdrawal proposed proposed by Eva Redaktør"

    assert place in page_text(recorders.client_of(arne).get(waiting).content)
    assert place in page_text(recorders.client_of(eva).get(sent).content)
    assert place not in page_text(recorders.client_of(recorders.approver()).get(sent).content)
    workflow.decline_withdrawal(proposed, by=arne, version=proposed.version)
    assert place not in page_text(recorders.client_of(arne).get(waiting).content)


def test_the_own_proposal_does_not_wait_for_its_proposer(arne: Membership) -> None:
    recorders.proposed(recorders.taken_to(State.PUBLISHED), by=arne)

    page = page_text(recorders.client_of(arne).get("/en/arbeid/lister/til-godkjenning/").content)

    assert "withdrawal proposed" not in page
