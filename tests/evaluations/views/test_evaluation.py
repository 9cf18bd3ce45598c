"""The public page of a yearly evaluation: steps before it is signed, the revision afterwards."""

from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions import models as revision_models
from commitments.evaluations.revisions.document import EvaluationDocument, Seal
from commitments.evaluations.revisions.document_json import parse
from commitments.evaluations.revisions.models import Revision
from commitments.trust import redaction
from tests import make
from tests.support import evaluation_states, recorders, visitors
from tests.support.signed_evaluations import finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

URL: Final = "/en/avtaler/2011-2013/evalueringer/2012/"
MOST_QUERIES: Final = 11
HIDDEN: Final = ("tre møter i året", "to møter i året", "vi er enige", "fulfilled")
BEFORE: Final = [state for state in evaluation_states.STATES if state != "signed"]


def page(client: Client, url: str = URL) -> str:
    """What the page says."""
    return recorders.page_text(client.get(url).content)


def test_a_year_nobody_has_opened_says_so_and_that_none_is_known(client: Client) -> None:
    page_text = page(client, "/en/avtaler/2005-2009/evalueringer/2007/")

    assert "Evaluation of 2007" in page_text
    assert "The portal holds no evaluation for the year" in page_text
    assert (
        "No evaluation made at the time is known."
        " That no evaluation is known does not mean that none was made."
    ) in page_text


def test_a_doubtful_year_keeps_its_page_with_its_words(client: Client) -> None:
    page_text = page(client, "/en/avtaler/2005-2009/evalueringer/2005/")

    assert "Evaluation of 2005" in page_text
    assert "2005: doubtful year . It is doubtful whether the agreement applied in 2005" in page_text
    assert "No evaluation made at the time is known." not in page_text


def test_a_doubtful_year_that_is_opened_loses_the_mark_and_shows_the_document(
    client: Client,
) -> None:
    evaluation_states.evaluation_in("signed", year=2005, slug="2005-2009", ref="2005-F2")

    page_text = page(client, "/en/avtaler/2005-2009/evalueringer/2005/")

    assert "doubtful" not in page_text
    assert "Document showing that the agreement applied Eksempel: vedtak" in page_text
    assert "No evaluation made at the time is known." in page_text


@pytest.mark.parametrize("year", [2006, 2007])
def test_only_part_of_a_year_is_marked(client: Client, year: int) -> None:
    page_text = page(client, f"/en/avtaler/2005-2009/evalueringer/{year}/")

    mark = "2006: part of the year . It is not known when the agreement began to apply."
    assert (mark in page_text) is (year == 2006)


@pytest.mark.parametrize(
    "path", ["2010/", "2005/", "2012/revisjoner/1/", "2012.json", "2012.csv", "2012.xlsx"]
)
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/en/avtaler/2011-2013/evalueringer/{path}").status_code == 404


def test_a_year_beyond_all_numbers_is_not_found(client: Client) -> None:
    assert client.get(f"/en/avtaler/2011-2013/evalueringer/{10**30}/").status_code == 404


@pytest.mark.parametrize("state", BEFORE)
def test_before_it_is_signed_only_the_steps_show(client: Client, state: str) -> None:
    evaluation_states.evaluation_in(state)

    body = client.get(URL).text

    main = body[body.index("<main") : body.index("</main")]
    assert not any(word in main for word in HIDDEN)
    assert client.get(URL[:-1] + ".json").status_code == 404
    assert client.get(URL[:-1] + ".csv").status_code == 404


def test_each_step_has_its_day_and_who_has_not_handed_in(client: Client) -> None:
    evaluation_states.evaluation_in("handed_in_by_one")

    page_text = page(client)

    assert "Opened 20 November 2026" in page_text
    assert "KD submitted 20 November 2026" in page_text
    assert "KS: not submitted yet" in page_text
    assert "Deadline 15 January 2040" in page_text
    assert "meeting not stated" in page_text


def test_after_the_deadline_it_says_who_missed_it(client: Client) -> None:
    evaluation_states.evaluation_in("handed_in_by_one")

    with time_machine.travel("2040-01-15 23:30 +0100", tick=False):
        assert "KS: not submitted yet" in page(client)
    with time_machine.travel("2040-01-16 00:30 +0100", tick=False):
        assert "KS: not submitted by 15 January 2040" in page(client)


def test_a_signed_year_shows_conclusion_columns_and_signatures(client: Client) -> None:
    evaluation_states.evaluation_in("signed")

    page_text = page(client)

    assert "Eksempel: vi er enige. Proposed by KD 20 November 2026, accepted" in page_text
    assert "In disagreement: KD fulfilled, KS partly fulfilled" in page_text
    assert "KD fulfilled Eksempel: tre møter i året. Source: Eksempel: referat" in page_text
    assert "1 of 16 assessed: 1 fulfilled, 15 not assessed." in page_text
    assert "Written in retrospect (2026)" in page_text
    assert "not responsible for this one" in page_text
    assert "meeting not stated" in page_text
    assert "No evaluation made at the time is known." in page_text
    assert "These are the parties' own assessments. No one else has checked them." in page_text
    assert "Arne Godkjenner approver. Eksempel: for statsråden, etter fullmakt" in page_text
    assert "it is not a qualified electronic signature" in page_text
    assert Revision.objects.get().content_sha256 in page_text


def test_what_the_agreement_says_is_bokmal_in_every_language(client: Client) -> None:
    evaluation_states.evaluation_in("signed")

    text = client.get("/nn/avtaler/2011-2013/evalueringer/2012/").text

    assert '<span lang="nb">Arbeide for å øke kvaliteten i barnehage' in text


def test_a_view_is_marked_and_counts_for_nobody(client: Client) -> None:
    laid = evaluation_states.laid()
    laid.assess("KD", evaluation_states.ONLY_KS, verdict="fulfilled")
    laid.assess("KS", evaluation_states.ONLY_KS, verdict="not_fulfilled", reason="outside_control")
    finish(laid)

    page_text = page(client)

    assert "KD fulfilled the other party&#39;s view; not responsible for this one" in page_text
    assert "Reason: outside the party&#39;s control" in page_text
    assert "In disagreement: KD fulfilled, KS not fulfilled" in page_text
    assert "0 of 16 assessed: 16 not assessed." in page_text


def test_what_was_amended_stands_beside_what_was_handed_in(client: Client) -> None:
    laid = evaluation_states.evaluation_in("revealed")
    laid.amend("KS", verdict="fulfilled")
    finish(laid)

    page_text = page(client)

    assert "KS fulfilled Eksempel: endret av KS." in page_text
    assert "Amended after the reveal" in page_text
    assert "Show what was submitted partly fulfilled Eksempel: to møter i året." in page_text
    assert "In agreement: fulfilled" in page_text


def test_the_same_verdict_for_different_reasons_is_said_so(client: Client) -> None:
    laid = evaluation_states.laid()
    laid.assess("KD", verdict="not_fulfilled", reason="not_prioritised")
    laid.assess("KS", verdict="not_fulfilled", reason="policy_changed")
    finish(laid)

    assert "In agreement, different reasons" in page(client)


def test_a_revision_stands_at_its_own_address(client: Client) -> None:
    evaluation_states.evaluation_in("signed")

    page_text = page(client, f"{URL}revisjoner/1/")

    assert "This is revision 1, as it was published on 20 November 2026." in page_text
    assert "How it came about" not in page_text


def test_a_year_that_one_party_has_published_alone_is_signed_by_none(client: Client) -> None:
    late = evaluation_states.late_in(2012)
    publish_alone(late.evaluation, by=late.approvers["KD"], factor_at=timezone.now())

    page_text = page(client)

    assert "One party published this revision alone. No one has signed it." in page_text
    assert "KD 20 November 2026, after the deadline" in page_text
    assert "There is no joint conclusion." in page_text


def test_what_was_removed_is_told_above_what_is_left(client: Client) -> None:
    evaluation_states.evaluation_in("signed")
    redaction.redact("vi er enige", reason="Eksempel: uten grunnlag.", names=["Ola", "Kari"])

    page_text = page(client)

    assert "Redacted." in page_text
    assert "What was removed, and why" in page_text


def test_the_opening_the_meeting_and_the_evaluation_of_the_time_have_their_sources(
    client: Client,
) -> None:
    laid = evaluation_states.laid(year=2005, slug="2005-2009")
    year = laid.evaluation.evaluation_year
    meeting = make.make_meeting(year=2005, number=4)
    meeting.papers.add(make.make_source(title="Eksempel: innkalling", party=None))
    Evaluation.objects.update(meeting=meeting)
    laid.evaluation = evaluation_states.fresh(laid.evaluation)
    make.make_past_evaluation(year=year)
    url = "/en/avtaler/2005-2009/evalueringer/2005/"

    steps = page(client, url)
    finish(laid)
    signed = page(client, url)

    assert "consultation meeting 4, 5 November 2005" in steps
    assert "consultation meeting 4, 5 November 2005 Source: Eksempel: innkalling" in signed
    assert "Document showing that the agreement applied Eksempel: vedtak" in signed
    for page_text in (steps, signed):
        assert "1 is known" in page_text
        assert "Made 1 December 2005. Attached by KD, published" in page_text
        assert "Eksempel: referat fra møtet." in page_text


@pytest.mark.parametrize("state", ["open", "revealed", "signed"])
def test_few_queries_however_many_commitments(
    client: Client, django_assert_max_num_queries: Any, state: str
) -> None:
    agreement = recorders.commitment(evaluation_states.REF).agreement
    for number in range(170):
        make.make_commitment(agreement=agreement, position=10_000 + number)
    evaluation_states.evaluation_in(state)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(URL)


@pytest.mark.parametrize("ending", ["/", ".csv", ".xlsx", ".pdf"])
def test_reads_the_document_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    evaluation_states.evaluation_in("signed")
    read: list[type] = []

    def noted(kind: type, text: str) -> Any:
        read.append(kind)
        return parse(kind, text)

    monkeypatch.setattr(revision_models, "parse", noted)

    answer = visitors.drained(client.get(URL.rstrip("/") + ending))

    assert answer.status_code == 200
    assert read.count(EvaluationDocument) == 1
    assert read.count(Seal) <= 1
