"""The list of an agreement's evaluations: was the work evaluated in a year, and by whom?"""

from typing import Final

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.foundation.choices import State
from tests.publishing.test_workflow import past
from tests.support import evaluation_states, recorders
from tests.support.page_claims import text_of, tree
from tests.support.signed_evaluations import three_years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE: Final = "/en/avtaler/2011-2013/evalueringer/"
AFTER_GRACE: Final = "2040-04-01 12:00 +0000"


def row(client: Client, year: int, page: str = PAGE) -> str:
    """What the page says of a year."""
    [found] = tree(client, page).xpath(f"//tr[@id='ar-{year}']")
    return " ".join(map(text_of, found))


def ingress(client: Client, page: str = PAGE) -> str:
    [found] = tree(client, page).xpath("//p[@class='kv-ingress']")
    return text_of(found)


def test_says_of_each_year_what_is_known_and_what_is_here(client: Client) -> None:
    three_years()

    assert row(client, 2012).startswith(
        "2012 No evaluation made at the time is known. Signed by both parties. KD 20 November 2026"
    )
    assert "Both have submitted. They are working on a joint conclusion." in row(client, 2013)
    assert ingress(client) == (
        "The agreement says that the parties are to evaluate the work every year. No evaluation"
        " made at the time is known. That no evaluation is known does not mean that none was made."
        " Both parties have signed an evaluation here for 2 of 3 years."
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("open", "The evaluation is open. Neither party has submitted. The deadline is"),
        ("handed_in_by_one", "KD has submitted. KS has not submitted. The deadline is"),
        ("revealed", "Both have submitted. They are working on a joint conclusion."),
        ("conclusion_proposed", "Both have submitted. KD has proposed a joint conclusion."),
        ("conclusion_accepted", "Neither has signed yet."),
        ("signed_by_one", "KD has signed. KS has not signed yet."),
    ],
)
def test_says_how_far_an_evaluation_has_come(client: Client, state: str, words: str) -> None:
    evaluation_states.evaluation_in(state, year=2012)

    assert words in row(client, 2012)
    assert "No evaluation here is signed by both parties." in ingress(client)


def test_names_who_signed_and_leads_to_verification_and_pdf(client: Client) -> None:
    evaluation_states.evaluation_in("signed", year=2012)
    evaluation = "/en/avtaler/2011-2013/evalueringer/2012"

    [found] = tree(client, PAGE).xpath("//tr[@id='ar-2012']")

    assert [link.get("href") for link in found.xpath(".//ul//a")] == [
        f"{evaluation}/",
        f"{evaluation}/revisjoner/1/verifiser/",
        f"{evaluation}.pdf",
    ]
    for link in found.xpath(".//ul//a"):
        assert client.get(link.get("href")).status_code == 200
    assert "approver" in text_of(found)


def test_says_that_one_party_published_alone(client: Client) -> None:
    late = evaluation_states.late_in(2012)
    with time_machine.travel(AFTER_GRACE):
        publish_alone(late.evaluation, by=late.approvers["KD"], factor_at=timezone.now())

    assert (
        "KD has published its assessments alone. KD has submitted. KS has not submitted. The"
        " deadline was 15 January 2026."
    ) in row(client, 2012)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SUBMITTED, State.WITHDRAWN])
def test_names_evaluations_of_the_time_once_published(client: Client, state: State) -> None:
    past(state, by=recorders.editor("KD"), decided_by=recorders.approver("KD"))
    is_known = state == State.PUBLISHED

    assert ("Eksempel: referat Made 1 December 2012." in row(client, 2012)) is is_known
    assert ("is known for 1 of 3 years" in ingress(client)) is is_known


def test_a_doubtful_year_is_in_words_and_in_no_count(client: Client) -> None:
    page = "/en/avtaler/2005-2009/evalueringer/"

    assert row(client, 2005, page).startswith("2005 doubtful year")
    assert "No evaluation made at the time is known" not in row(client, 2005, page)
    assert "No evaluation made at the time is known" in row(client, 2006, page)


def test_the_number_of_queries_is_fixed(client: Client) -> None:
    with CaptureQueriesContext(connection) as before:
        client.get(PAGE)
    three_years()
    with CaptureQueriesContext(connection) as after:
        client.get(PAGE)

    assert len(after) <= len(before) + 5  # facts, and who signed


def test_an_unknown_agreement_is_not_found(client: Client) -> None:
    assert client.get("/avtaler/finnes-ikke/evalueringer/").status_code == 404


def test_the_page_of_a_year_leads_back_to_the_list(client: Client) -> None:
    breadcrumbs = tree(client, f"{PAGE}2012/").xpath("//nav[contains(@class,'kv-sti')]/ol//a/@href")

    assert breadcrumbs[-2:] == [PAGE, f"{PAGE}2012/"]
