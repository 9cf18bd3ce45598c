"""A published verdict counts by the responsibility that it was given on."""

from html import unescape
from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from commitments.actions import conclusions, reopening, texts
from commitments.verifying import histories, relations, revisions
from commitments.verifying import texts as verified_texts
from tests import desk, finished, table
from tests.text_files import ACCEPTED, FACTS, SLUG, changed
from tests.views.test_matrix import CLOSING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

MOVED: Final = "2011-F7"  # both parties answer for it, and KS alone when it has changed
REVISION: Final = f"/en/avtaler/{SLUG}/evalueringer/2012/revisjoner/1/"


@pytest.fixture
def moved() -> table.Table:
    """KD no longer answers for what it assessed; the evaluation is reopened, not signed anew."""
    laid = table.laid(year=2012)
    laid.assess("KD", MOVED)
    laid.assess("KS", MOVED, verdict="partly_fulfilled")
    finished.finish(laid)
    reopen(laid)
    load(facts=FACTS)
    return laid


@pytest.fixture
def signed_anew(moved: table.Table) -> table.Table:
    """The same, signed once more: KS alone answers in revision 2, and KD has a view."""
    with time_machine.travel(table.NOW, tick=True):
        conclusions.accept(moved.propose("KD"), by=moved.approvers["KS"])
        moved.sign("KD")
        moved.sign("KS")
    return moved


def load(words: dict[str, str] | None = None, **changes: Any) -> None:
    """Accept these changes of the second agreement's text."""
    texts.load(changed(words, **changes), acceptance=ACCEPTED)


def reopen(laid: table.Table) -> None:
    """Both parties agree to work on a signed evaluation once more."""
    with time_machine.travel(table.NOW, tick=True):
        asked = reopening.ask(
            laid.evaluation, by=laid.approvers["KS"], reason="Eksempel: feil part.", language="nb"
        )
        reopening.agree(asked, by=laid.approvers["KD"])


def text_of(client: Client, path: str) -> str:
    return unescape(desk.page_text(client.get(path).content))


def faults() -> list[str]:
    parts = (verified_texts, revisions, histories, relations)
    return [str(error) for part in parts for error in part.errors()]


@pytest.mark.usefixtures("moved")
def test_counts_are_those_of_the_signed_evaluation(client: Client) -> None:
    closing = text_of(client, CLOSING)

    assert "1 of 16 assessed: 1 fulfilled" in text_of(client, REVISION)
    assert "2012: 1 of 16 assessed: 1 fulfilled, 15 not assessed." in text_of(client, "/en/")
    assert "KD answers for 15 commitments." in closing
    assert "2011 0 0 0 0 0 15 2012 answered for 16 then 1 0 0 0 0 15 2013 0 0 0 0 0 15" in closing


@pytest.mark.usefixtures("signed_anew")
def test_both_revisions_have_pages_with_their_own_responsibility(client: Client) -> None:
    first, second = (text_of(client, REVISION.replace("/1/", f"/{n}/")) for n in (1, 2))

    assert "1 of 16 assessed" in first
    assert "0 of 15 assessed" in second
    for number in (1, 2):
        path = reverse("commitments:revision_verify", args=[SLUG, 2012, number])
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("state", ["moved", "signed_anew"])
def test_verification_names_nothing(request: pytest.FixtureRequest, state: str) -> None:
    request.getfixturevalue(state)

    assert faults() == []
