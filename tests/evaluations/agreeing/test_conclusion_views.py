"""Answering a proposal by the form, also one that was overtaken meanwhile."""

from typing import Final

import pytest

from commitments.evaluations.agreeing.conclusion_models import Conclusion
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"


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
