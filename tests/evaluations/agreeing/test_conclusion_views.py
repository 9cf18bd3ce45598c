"""Answering a proposal by the form, also one that was overtaken meanwhile."""

from typing import Final

import pytest
import time_machine

from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.people.models import Membership
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"


def page(by: Membership) -> str:
    return recorders.page_text(recorders.client_of(by).get(f"{PAGE}konklusjon/").content)


def test_a_proposal_is_answered_with_another_and_accepted() -> None:
    laid = evaluation_states.evaluation_in("conclusion_proposed")
    typed = {"text": "Eksempel: vi er uenige.", "language": "nn", "answers": "1"}

    recorders.client_of(laid.approvers["KS"]).post(f"{PAGE}konklusjon/", typed)
    recorders.client_of(laid.approvers["KD"]).post(f"{PAGE}konklusjon/2/godta/")

    states = Conclusion.objects.order_by("number").values_list("state", "party__code")
    assert list(states) == [("countered", "KD"), ("accepted", "KS")]


def test_a_proposal_that_was_overtaken_is_a_conflict_with_what_was_typed() -> None:
    laid = evaluation_states.evaluation_in("conclusion_proposed")
    typed = {"text": "Eksempel: min tekst.", "language": "nb"}

    answer = recorders.client_of(laid.approvers["KD"]).post(f"{PAGE}konklusjon/", typed)

    assert answer.status_code == 409
    assert "Eksempel: min tekst." in answer.text
    assert Conclusion.objects.count() == 1


def test_an_approver_accepts_and_either_answers_with_another_text() -> None:
    laid = evaluation_states.evaluation_in("conclusion_proposed")

    approver, editor = page(laid.approvers["KS"]), page(laid.editors["KS"])

    colleague = (
        "An approver in your party can accept it, or you can answer with another proposal below."
    )
    assert "Eksempel: vi er enige. Accept the proposal" in approver
    assert f"Eksempel: vi er enige. {colleague}" in editor
    for page_text in (approver, editor):
        assert "Answer with another proposal The joint conclusion" in page_text
        assert page_text.count("Send the counter-proposal") == 1


def test_a_proposal_that_was_withdrawn_says_when() -> None:
    laid = evaluation_states.evaluation_in("conclusion_proposed")
    with time_machine.travel(evaluation_states.NOW, tick=False):
        conclusion_actions.withdraw_proposal(Conclusion.objects.get(), by=laid.approvers["KD"])

    page_text = page(laid.editors["KD"])

    assert "Withdrawn 20 November 2026" in page_text
    assert "Propose a conclusion The joint conclusion" in page_text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("open", "Proposals appear here when both parties have submitted."),
        ("revealed", "Nothing has been proposed yet. Either party can propose below."),
    ],
)
def test_a_page_without_proposals_says_when_they_come(state: str, said: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    assert said in page(laid.editors["KS"])


def test_a_text_that_was_refused_is_marked_as_not_saved() -> None:
    laid = evaluation_states.evaluation_in("revealed")
    client = recorders.client_of(laid.editors["KD"])

    answer = client.post(f"{PAGE}konklusjon/", {"text": " ", "language": "nb"})

    assert "Nothing was sent:" in answer.text
    assert "data-warn-unsaved data-unsaved>" in answer.text
