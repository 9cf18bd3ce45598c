"""The steps of evaluations that wait for a party, on the first page of its workspace."""

import pytest

from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


@pytest.mark.parametrize(
    ("state", "party", "step"),
    [
        ("open", "KD", "Assess and submit 2012"),
        ("handed_in_by_one", "KS", "Assess and submit 2012"),
        ("revealed", "KD", "Propose a conclusion for 2012"),
        ("conclusion_proposed", "KS", "Answer the proposal for 2012"),
        ("conclusion_accepted", "KD", "Sign 2012"),
        ("signed_by_one", "KS", "Sign 2012"),
    ],
)
def test_the_workspace_shows_the_step_that_waits(state: str, party: str, step: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    page_text = recorders.page_text(
        recorders.client_of(laid.approvers[party]).get("/en/arbeid/").content
    )

    assert step in page_text


@pytest.mark.parametrize(
    ("state", "party"),
    [("handed_in_by_one", "KD"), ("conclusion_proposed", "KD"), ("signed", "KS")],
)
def test_a_step_that_waits_for_the_other_is_not_shown(state: str, party: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    page_text = recorders.page_text(
        recorders.client_of(laid.approvers[party]).get("/en/arbeid/").content
    )

    assert "Steps in evaluations that are waiting for your party appear here." in page_text


@pytest.mark.parametrize(
    ("role", "step"), [("approvers", "Assess and submit 2012"), ("editors", "Assess 2012")]
)
def test_a_deadline_that_has_passed_is_said_and_handing_in_is_still_possible(
    role: str, step: str
) -> None:
    laid = evaluation_states.late_in(2012)
    client = recorders.client_of(getattr(laid, role)["KS"])

    page_text = recorders.page_text(client.get("/en/arbeid/").content)

    passed = "The deadline was 15 January 2026. You can still submit."
    assert f"{step} (the 2011–2013 agreement) {passed}" in page_text
