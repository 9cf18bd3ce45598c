"""What the parties do together: hand in, conclude, sign; and the secretariat's part."""

from datetime import timedelta
from typing import Final

import pytest
from django.test import Client

from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import to_sign
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import Table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/arbeid/evalueringer/2011-2013/2012/"
GAPS: Final = ["2011-M1", "2011-M2", *(f"2011-F{number}" for number in range(1, 15))]


def approver(laid: Table, party: str) -> Client:
    return recorders.client_of(laid.approvers[party])


def signature(laid: Table, **changed: str) -> dict[str, str]:
    sha256 = to_sign(evaluation_states.fresh(laid.evaluation)).sha256
    return {"content_sha256": sha256, "on_behalf_of": "Eksempel: etter fullmakt", **changed}


def test_gaps_are_listed_and_confirmed_once() -> None:
    laid = evaluation_states.evaluation_in("open")
    client = approver(laid, "KD")

    first = recorders.page_text(client.post(f"{PAGE}lever/").content)
    assert "Confirm that these commitments shall stand as «not assessed»." in first
    assert "2011-F3 Arbeide for å øke kvaliteten" in first
    gaps = [ref for ref in GAPS if ref != evaluation_states.REF]
    answer = client.post(f"{PAGE}lever/", {"confirmed": "1", "gap": gaps})

    assert answer.headers["Location"] == PAGE
    assert Submission.objects.get().confirmed_gaps == gaps


def test_incomplete_rows_stop_the_hand_in_and_are_led_to() -> None:
    laid = evaluation_states.laid()
    laid.assess("KD", new_sources=[])

    answer = approver(laid, "KD").post(f"{PAGE}lever/", {"confirmed": "1", "gap": GAPS})

    assert f'href="{PAGE}#F2"' in answer.text
    assert "Something is missing in: 2011-F2." in recorders.page_text(answer.content)
    assert not Submission.objects.exists()


def test_a_hand_in_is_taken_back_until_the_other_has_handed_in() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")
    client = approver(laid, "KD")

    client.post(f"{PAGE}ta-tilbake/")
    assert not Submission.objects.current().exists()
    laid.submit("KD")
    laid.submit("KS")
    page_text = recorders.page_text(client.post(f"{PAGE}ta-tilbake/", follow=True).content)

    assert "Both parties have handed in" in page_text
    assert Submission.objects.current().count() == 2


def test_a_proposal_is_answered_with_another_and_accepted() -> None:
    laid = evaluation_states.evaluation_in("conclusion_proposed")
    typed = {"text": "Eksempel: vi er uenige.", "language": "nn", "answers": "1"}

    approver(laid, "KS").post(f"{PAGE}konklusjon/", typed)
    approver(laid, "KD").post(f"{PAGE}konklusjon/2/godta/")

    states = Conclusion.objects.order_by("number").values_list("state", "party__code")
    assert list(states) == [("countered", "KD"), ("accepted", "KS")]


def test_a_proposal_that_was_overtaken_is_a_conflict_with_what_was_typed() -> None:
    laid = evaluation_states.evaluation_in("conclusion_proposed")
    typed = {"text": "Eksempel: min tekst.", "language": "nb"}

    answer = approver(laid, "KD").post(f"{PAGE}konklusjon/", typed)

    assert answer.status_code == 409
    assert "Eksempel: min tekst." in answer.text
    assert Conclusion.objects.count() == 1


def test_signing_names_the_hash_that_was_shown_and_publishes() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")
    client = approver(laid, "KS")
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

    answer = approver(laid, "KD").post(f"{PAGE}signer/", sent)

    page_text = recorders.page_text(answer.content)
    assert answer.status_code == 409
    assert "the evaluation has changed since it was shown to you" in page_text
    assert "KS amended 2011-F2" in page_text
    assert "Eksempel: etter fullmakt" in answer.text
    assert not SignOff.objects.exists()


def test_a_signature_made_void_is_shown_with_the_reason() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")
    laid.amend("KS")

    page_text = recorders.page_text(approver(laid, "KD").get(f"{PAGE}signer/").content)

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

    answer = approver(laid, "KD").post(f"{PAGE}signer/", signature(laid, on_behalf_of=" "))

    assert "Say on whose behalf you sign." in recorders.page_text(answer.content)
    assert not SignOff.objects.exists()


def test_a_signature_is_withdrawn_until_the_other_signs() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")

    page_text = approver(laid, "KD").post(f"{PAGE}signer/trekk/", follow=True).content

    assert "The signature is withdrawn." in recorders.page_text(page_text)
    assert not SignOff.objects.valid().exists()


def test_before_the_reveal_there_is_nothing_to_sign() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")

    answer = approver(laid, "KD").get(f"{PAGE}signer/")

    assert answer.headers["Location"] == PAGE


def test_the_secretariat_opens_a_year_and_2005_with_a_document_alone() -> None:
    client = recorders.client_of(evaluation_states.laid(year=2013).secretariat)
    page = client.get("/en/arbeid/evalueringer/apne/").text
    key = page.split(">2005 (2005")[0].rsplit('value="', 1)[1].split('"')[0]
    typed = {
        "evaluation_year": key,
        "deadline_on": "2040-01-15",
        "grace_until_on": "2040-03-15",
        "meeting": "",
    }

    refused = recorders.page_text(client.post("/en/arbeid/evalueringer/apne/", typed).content)
    assert "Attach a document that shows it." in refused
    paper = {"source-title": "Eksempel: vedtak", "source-address": "https://www.example.no/vedtak"}
    client.post("/en/arbeid/evalueringer/apne/", {**typed, **paper})

    evaluation = Evaluation.objects.get(evaluation_year__year=2005)
    assert evaluation.opening_source is not None


def test_the_secretariat_records_a_meeting_and_keeps_its_papers() -> None:
    laid = evaluation_states.laid()
    client = recorders.client_of(laid.secretariat)
    typed = {
        "year": "2012",
        "number": "2",
        "held_on": "2012-11-05",
        "source-title": "Eksempel: innkalling",
        "source-address": "https://www.example.no/innkalling",
    }

    client.post("/en/arbeid/moter/nytt/", typed)
    meeting = Meeting.objects.get()
    address = f"/en/arbeid/moter/{meeting.pk}/"
    stale = client.post(address, {**typed, "version": "9"})
    client.post(address, {"year": "2012", "number": "", "held_on": "2012-11-06", "version": "1"})

    assert stale.status_code == 409
    meeting.refresh_from_db()
    assert meeting.is_bilateral
    assert not meeting.papers.exists()


def test_the_secretariat_sees_who_has_handed_in_and_nothing_else() -> None:
    laid = evaluation_states.evaluation_in("handed_in_by_one")
    client = recorders.client_of(laid.secretariat)

    page_text = recorders.page_text(client.get("/en/arbeid/evalueringer/").content)

    assert "KD 20 November 2026" in page_text
    assert "KS: not handed in" in page_text
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("state", "party", "step"),
    [
        ("open", "KD", "Assess and hand in 2012"),
        ("handed_in_by_one", "KS", "Assess and hand in 2012"),
        ("revealed", "KD", "Propose a conclusion for 2012"),
        ("conclusion_proposed", "KS", "Answer the proposal for 2012"),
        ("conclusion_accepted", "KD", "Sign 2012"),
        ("signed_by_one", "KS", "Sign 2012"),
    ],
)
def test_the_workspace_shows_the_step_that_waits(state: str, party: str, step: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    page_text = recorders.page_text(approver(laid, party).get("/en/arbeid/").content)

    assert step in page_text


@pytest.mark.parametrize(
    ("state", "party"),
    [("handed_in_by_one", "KD"), ("conclusion_proposed", "KD"), ("signed", "KS")],
)
def test_a_step_that_waits_for_the_other_is_not_shown(state: str, party: str) -> None:
    laid = evaluation_states.evaluation_in(state)

    page_text = recorders.page_text(approver(laid, party).get("/en/arbeid/").content)

    assert "Steps of evaluations that wait for your party come here." in page_text
