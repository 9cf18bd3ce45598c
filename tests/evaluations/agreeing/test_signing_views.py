"""Signing by the form: the hash that was shown, a fresh factor, and why a signature is void."""

from datetime import timedelta
from typing import Final

import pytest

from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_sign
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import Table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"


def signature(laid: Table, **changed: str) -> dict[str, str]:
    sha256 = to_sign(evaluation_states.fresh(laid.evaluation)).sha256
    return {"content_sha256": sha256, "on_behalf_of": "Eksempel: etter fullmakt", **changed}


def test_signing_names_the_hash_that_was_shown_and_publishes() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")
    client = recorders.client_of(laid.approvers["KS"])
    assert to_sign(laid.evaluation).sha256 in client.get(f"{PAGE}signer/").text

    page_text = recorders.page_text(
        client.post(f"{PAGE}signer/", signature(laid), follow=True).content
    )

    assert "KS has signed." in page_text
    assert Revision.objects.get().signoffs.count() == 2


def test_a_stale_hash_signs_nothing_and_says_what_has_changed() -> None:
    laid = evaluation_states.evaluation_in("conclusion_accepted")
    sent = signature(laid, shown_at="2026-11-20T12:00:00+00:00")
    laid.amend("KS", narrative="Eksempel: rettet etter visning.")

    answer = recorders.client_of(laid.approvers["KD"]).post(f"{PAGE}signer/", sent)

    page_text = recorders.page_text(answer.content)
    assert answer.status_code == 409
    assert "the evaluation has changed since it was shown to you" in page_text
    assert "KS amended 2011-F2" in page_text
    assert "Eksempel: etter fullmakt" in answer.text
    assert not SignOff.objects.exists()


def test_a_signature_made_void_is_shown_with_the_reason() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")
    laid.amend("KS")

    page_text = recorders.page_text(
        recorders.client_of(laid.approvers["KD"]).get(f"{PAGE}signer/").content
    )

    assert "an assessment was amended" in page_text


def test_an_old_factor_leads_to_its_renewal_and_signs_nothing() -> None:
    laid = evaluation_states.evaluation_in("conclusion_accepted")
    client = recorders.client_of(laid.approvers["KD"], factor_age=timedelta(minutes=6))

    answer = client.post(f"{PAGE}signer/", signature(laid))

    assert answer.status_code == 302
    assert "signer" in answer.headers["Location"]
    assert not SignOff.objects.exists()


def test_on_whose_behalf_is_required() -> None:
    laid = evaluation_states.evaluation_in("conclusion_accepted")

    answer = recorders.client_of(laid.approvers["KD"]).post(
        f"{PAGE}signer/", signature(laid, on_behalf_of=" ")
    )

    assert "Say on whose behalf you sign." in recorders.page_text(answer.content)
    assert not SignOff.objects.exists()


def test_a_signature_is_withdrawn_until_the_other_signs() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")

    page_text = (
        recorders.client_of(laid.approvers["KD"]).post(f"{PAGE}signer/trekk/", follow=True).content
    )

    assert "The signature is withdrawn." in recorders.page_text(page_text)
    assert not SignOff.objects.valid().exists()


def test_before_the_reveal_there_is_nothing_to_sign() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")

    answer = recorders.client_of(laid.approvers["KD"]).get(f"{PAGE}signer/")

    assert answer.headers["Location"] == PAGE
