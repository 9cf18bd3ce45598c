"""Assessments in the admin: the same choices and refusals as on the page."""

import re
from typing import Any, Final

import pytest
from django.test import Client

from commitments.evaluations.assessing.models import Assessment
from commitments.register.reservation_models import Reservation
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

ADD: Final = "/en/admin/commitments/assessment/add/"


@pytest.fixture
def laid() -> evaluation_states.Table:
    return evaluation_states.laid()


@pytest.fixture
def client(laid: evaluation_states.Table) -> Client:
    """The browser of KD's editor."""
    return recorders.client_of(laid.editors["KD"])


def typed(laid: evaluation_states.Table, **changed: Any) -> dict[str, Any]:
    return {
        "evaluation": laid.evaluation.pk,
        "commitment": recorders.commitment(evaluation_states.REF).pk,
        "reservation": Reservation.objects.get(ref="2011-R2").pk,
        "narrative": "Eksempel: budsjettet ga ikke rom.",
        "language": "nb",
        "version": "0",
        **changed,
    }


def test_offers_a_used_reservation_as_a_verdict_and_not_as_a_reason(client: Client) -> None:
    page = client.get(ADD).text

    chosen = {
        name: re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)
        for name in ("verdict", "reason")
    }
    offered = {name: "reservation_used" in (found or [""])[0] for name, found in chosen.items()}
    assert offered == {"verdict": True, "reason": False}


def test_saves_a_used_reservation(laid: evaluation_states.Table, client: Client) -> None:
    client.post(ADD, typed(laid, verdict="reservation_used"))

    row = Assessment.objects.get()
    assert (row.verdict, row.reservation and row.reservation.ref) == ("reservation_used", "2011-R2")


def test_refuses_the_retired_reason(laid: evaluation_states.Table, client: Client) -> None:
    answer = client.post(ADD, typed(laid, verdict="not_fulfilled", reason="reservation_used"))

    assert answer.status_code == 200
    assert not Assessment.objects.exists()
