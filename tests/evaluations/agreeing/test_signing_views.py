"""Signing by the form: the hash that was shown, a fresh factor, and why a signature is void."""

from datetime import date, timedelta
from typing import Final

import pytest
import time_machine
from django.utils import timezone

from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_sign
from commitments.people.models import Membership
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import Table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"


def signature(laid: Table, **changed: str) -> dict[str, str]:
    sha256 = to_sign(evaluation_states.fresh(laid.evaluation)).sha256
    return {"content_sha256": sha256, "on_behalf_of": "Eksempel: etter fullmakt", **changed}


def page(by: Membership) -> str:
    return recorders.page_text(recorders.client_of(by).get(f"{PAGE}signer/").content)


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

    assert "The signature has been withdrawn." in recorders.page_text(page_text)
    assert not SignOff.objects.valid().exists()


def test_before_the_reveal_there_is_nothing_to_sign() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")

    answer = recorders.client_of(laid.approvers["KD"]).get(f"{PAGE}signer/")

    assert answer.headers["Location"] == PAGE


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("revealed", "The parties must agree on a conclusion before anyone can sign."),
        (
            "conclusion_proposed",
            (
                "A proposal for the conclusion is waiting for an answer. "
                "No one can sign until it has been answered."
            ),
        ),
        ("conclusion_accepted", "An approver in your party must sign."),
    ],
)
def test_who_cannot_sign_now_reads_why(state: str, said: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    page_text = page(laid.editors["KS"])

    assert said in page_text
    assert "Sign for KS" not in page_text


def test_a_party_that_has_signed_may_withdraw_the_signature() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")

    assert "Withdraw the signature" in page(laid.approvers["KD"])
    assert "Withdraw the signature" not in page(laid.editors["KD"])


def test_what_was_typed_stays_when_nobody_can_sign_any_more() -> None:
    laid = evaluation_states.evaluation_in("conclusion_accepted")
    sent = signature(laid)
    laid.propose("KS", text="Eksempel: likevel ikke.")

    answer = recorders.client_of(laid.approvers["KD"]).post(f"{PAGE}signer/", sent)

    page_text = recorders.page_text(answer.content)
    assert "Nothing was signed:" in page_text
    assert "What you typed Eksempel: etter fullmakt" in page_text


def test_a_stale_hash_may_come_from_what_the_page_cannot_name() -> None:
    laid = evaluation_states.evaluation_in("conclusion_accepted")
    sent = signature(laid, content_sha256="0" * 64, shown_at="2026-11-20T12:05:00+00:00")

    answer = recorders.client_of(laid.approvers["KD"]).post(f"{PAGE}signer/", sent)

    page_text = recorders.page_text(answer.content)
    assert "The meeting, one of its papers or an entry referred to has changed." in page_text


def test_the_margin_names_the_document_the_meeting_and_who_was_late() -> None:
    address = "/en/arbeid/evalueringer/2005-2009/2005/signer/"
    laid = evaluation_states.laid(year=2005, slug="2005-2009")
    meeting = make.make_meeting(year=2005, number=None)
    meeting.papers.add(make.make_source(title="Eksempel: innkalling", party=None))
    overdue = {"deadline_on": date(2026, 1, 15), "grace_until_on": date(2026, 3, 15)}
    Evaluation.objects.update(meeting=meeting, **overdue)
    with time_machine.travel(evaluation_states.NOW, tick=True):
        laid.submit("KD")
        publish_alone(laid.evaluation, by=laid.approvers["KD"], factor_at=timezone.now())
        laid.submit("KS")

    page_text = recorders.page_text(recorders.client_of(laid.editors["KD"]).get(address).content)

    margin = page_text[page_text.index("Submitted KD") :]
    late = "20 November 2026, 13:00, after the deadline"
    assert f"KD {late} KS {late}, submitted after the reveal Meeting" in margin
    assert "Meeting bilateral meeting, 5 November 2005 Source: Eksempel: innkalling" in margin
    assert "Document showing that the agreement applied Eksempel: vedtak" in margin
