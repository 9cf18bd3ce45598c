"""The page of a party that wants to publish alone, while it cannot."""

from typing import Final

import pytest

from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/alene/"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("open", "Your party must submit first."),
        ("handed_in_by_one", "The other party has until the end of 15 March 2040."),
        ("revealed", "There is nothing to publish alone: either both parties have submitted"),
    ],
)
def test_says_why_there_is_no_button(state: str, said: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    answer = recorders.client_of(laid.approvers["KD"]).get(PAGE)

    page_text = recorders.page_text(answer.content)
    assert said in page_text
    assert "It cannot be taken back." not in page_text
