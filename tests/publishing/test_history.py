"""The own history through the whole stack: every step for the party, nothing for others."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.publishing.stated_fields import NARRATIVE
from commitments.publishing.versions import Change
from commitments.sources.actions import NewSource
from kvalitet import templating
from tests import make
from tests.support import recorders
from tests.support.recorders import page_text

pytestmark = pytest.mark.usefixtures("texts")


def corrected(eva: Membership, arne: Membership) -> tuple[ProgressEntry, ProgressEntry]:
    """A published entry and the published correction that took its place."""
    old = recorders.taken_to(State.PUBLISHED, by=eva, decided_by=arne)
    new = workflow.correct(old, by=eva)
    content = recorders.content(
        status="done",
        narrative="Eksempel: fire møter.",
        correction_reason="Eksempel: ett ble glemt.",
        sources=list(old.sources.all()),
        new_sources=[NewSource("Eksempel: enda et referat", "https://www.example.no/to")],
    )
    new = edit_actions.edit(new, content, by=eva, version=1)
    new = workflow.submit(new, by=eva, version=2)
    return old, workflow.approve(new, by=arne, version=3)


def own(entry: ProgressEntry) -> str:
    return f"/en/arbeid/oppforinger/{entry.pk}/historikk/"


def test_the_party_reads_every_step_with_who_and_what(eva: Membership, arne: Membership) -> None:
    _old, new = corrected(eva, arne)

    page = page_text(recorders.client_of(eva).get(own(new)).content)

    for event in ("Published Arne Godkjenner", "Sent for approval Eva Redaktør", "Changed Eva"):
        assert event in page
    assert "Recorded Eva Redaktør" in page
    assert "Status Before in progress After done" in page
    assert "Sources Before Eksempel: referat After" in page
    assert "The content is the same." not in page
    assert page.index("Published Arne") < page.index("Recorded Eva")


def test_a_return_and_a_withdrawal_stand_with_their_words(
    eva: Membership, arne: Membership
) -> None:
    returned = recorders.taken_to(State.RETURNED, by=eva, decided_by=arne)
    withdrawn = recorders.taken_to(State.WITHDRAWN, by=eva, decided_by=arne)
    client = recorders.client_of(eva)

    assert "Eksempel: nevn kilden." in page_text(client.get(own(returned)).content)
    assert "Eksempel: feil år." in page_text(client.get(own(withdrawn)).content)


def test_a_proposal_to_withdraw_stands_with_its_reason_and_who_decided(
    eva: Membership, arne: Membership
) -> None:
    entry = recorders.proposed(recorders.taken_to(State.PUBLISHED, by=eva, decided_by=arne), by=eva)
    entry = workflow.decline_withdrawal(entry, by=arne, version=entry.version)
    entry = recorders.proposed(entry, by=arne)
    workflow.decline_withdrawal(entry, by=arne, version=entry.version)

    page = page_text(recorders.client_of(eva).get(own(entry)).content)

    assert "Withdrawal proposed Eva Redaktør" in page
    assert "Eksempel: feil år." in page
    assert "Proposal to withdraw declined Arne Godkjenner" in page
    assert "Proposal to withdraw taken back Arne Godkjenner" in page
    assert "Changed" not in page


def test_the_own_history_has_pages_without_a_gap_and_a_fixed_price(
    eva: Membership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entry = recorders.taken_to(State.DRAFT, by=eva, narrative="Eksempel: nr 0.", new_sources=[])
    for number in range(1, 22):
        text = recorders.content(narrative=f"Eksempel: nr {number}.", new_sources=[])
        entry = edit_actions.edit(entry, text, by=eva, version=number)
    client = recorders.client_of(eva)
    client.get(own(entry))

    with django_assert_max_num_queries(7):
        first = page_text(client.get(own(entry)).content)
    second = page_text(client.get(f"{own(entry)}?side=2").content)

    assert "Before Eksempel: nr 1. After Eksempel: nr 2." in first
    assert "Before Eksempel: nr 0. After Eksempel: nr 1." in second
    assert "Before Nothing After Eksempel: nr 0." in second


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_nobody_else_reads_the_own_history(state: State) -> None:
    entry = recorders.taken_to(state)

    assert recorders.client_of(recorders.approver("KS")).get(own(entry)).status_code == 404
    secretariat = make.make_membership(role="secretariat")
    assert recorders.client_of(secretariat).get(own(entry)).status_code == 403
    assert Client().get(own(entry)).status_code == 302


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (None, "Nothing")])
def test_a_number_0_is_something(value: int | None, shown: str) -> None:
    change = Change(replace(NARRATIVE, kind="number"), value, 1)
    macros: Any = templating.in_use().get_template("components/changes.html").module

    with translation.override("en"):
        page = macros.listed([change], "nb")

    assert page_text(page.encode()) == f"What was done Before {shown} After 1"
