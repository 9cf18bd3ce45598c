"""What the secretariat sees of the evaluations."""

from typing import Final

import pytest

from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"


def test_the_secretariat_sees_who_has_handed_in_and_nothing_else() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")
    client = recorders.client_of(laid.secretariat)

    page_text = recorders.page_text(client.get("/en/arbeid/evalueringer/").content)

    assert "KD 20 November 2026" in page_text
    assert "KS: not handed in" in page_text
    assert client.get(PAGE).status_code == 403
