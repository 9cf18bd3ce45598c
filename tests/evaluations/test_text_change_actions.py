"""What a changed text may do to evaluations: the acceptance is read, what is signed holds."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Agreement
from commitments.evaluations import text_change_actions
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from tests.support import evaluation_states
from tests.support.changed_texts import ACCEPTED, SLUG
from tests.support.evaluation_states import REF

pytestmark = pytest.mark.usefixtures("texts")


def test_an_acceptance_is_read_into_one_form() -> None:
    typed = replace(ACCEPTED, reason=" Eksempel:\u200b rettet\r\nslik \n", document_address="")

    read = text_change_actions.readable(typed)

    assert read == replace(ACCEPTED, reason="Eksempel: rettet\nslik", document_address="")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("reason", " \n"), ("document", ""), ("document_address", "ftp://example.no/x")],
)
def test_an_acceptance_is_refused_on_the_field(field: str, typed: str) -> None:
    changed: dict[str, Any] = {field: typed}

    with pytest.raises(ValidationError) as refused:
        text_change_actions.readable(replace(ACCEPTED, **changed))

    assert list(refused.value.message_dict) == [field]


def test_a_fact_under_a_signed_verdict_is_held_by_reference_and_year() -> None:
    laid = evaluation_states.evaluation_in("signed")

    text_change_actions.refuse_signed([])
    with pytest.raises(ValidationError) as refused:
        text_change_actions.refuse_signed([REF])

    assert refused.value.code == "signed_facts"
    assert refused.value.params == {"rows": f"{REF} {laid.evaluation.year}"}


def test_signatures_of_an_unfinished_round_alone_become_void() -> None:
    evaluation_states.evaluation_in("signed")
    agreement = Agreement.objects.get(slug=SLUG)
    assert text_change_actions.void_given_signatures(agreement) == []

    evaluation_states.evaluation_in("signed_by_one", year=2011)

    [voided] = text_change_actions.void_given_signatures(agreement)
    assert voided.evaluation.year == 2011
    assert not SignOff.objects.valid().filter(pk=voided.pk).exists()


def test_a_reservation_that_an_assessment_uses_goes_on_limiting_its_commitment() -> None:
    laid, agreement = evaluation_states.laid(), Agreement.objects.get(slug=SLUG)
    reservation = Reservation.objects.get(ref="2011-R2")
    laid.assess("KD", verdict="reservation_used", reservation=reservation)
    text_change_actions.refuse_impossible(agreement)

    reservation.qualifies.remove(Commitment.objects.get(ref=REF))

    with pytest.raises(ValidationError) as refused:
        text_change_actions.refuse_impossible(agreement)
    assert refused.value.params == {
        "rows": f"{REF} Lokalt utviklingsarbeid i barnehagen, {laid.evaluation.year} KD"
    }
