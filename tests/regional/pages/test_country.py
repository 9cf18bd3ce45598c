"""The counties: one commitment across the country, as table, map and files."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from tests import make
from tests.support import recorders, regional_states
from tests.support.regional_states import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGE = "/en/fylker/?forpliktelse=2011-F9&ar=2012&part=KS"
MOST_QUERIES = 9  # one of them reads each agreement once, for all of its commitments


def body(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def row_of(page: str, code: str) -> str:
    found = re.search(rf'<tr role="row" id="f{code}">.*?</tr>', page, re.DOTALL)
    assert found
    return recorders.page_text(found[0].encode())


def silent_in(page: str) -> str:
    """The counties that the page names in one line as not reported."""
    text = recorders.page_text(page.encode())
    assert "Nothing is reported for" in text
    return text.partition("Not reported in any of the years 2011, 2012 and 2013:")[2].partition(
        "The same as a map"
    )[0]


def test_shows_every_county_in_table_and_map(client: Client) -> None:
    publish()

    page = body(client, PAGE).decode()

    assert page.count('<tr role="row" id="f') == 1
    assert page.count("data-fylke=") == 19
    assert "1 of 19 counties have been reported on." in recorders.page_text(page.encode())
    told = row_of(page, "12")
    assert told == "12 Hordaland in progress 1 of 33 municipalities"
    assert silent_in(page).count(",") == 17
    assert "Rogaland" in silent_in(page)
    assert "Hordaland" not in silent_in(page)


def test_map_and_table_say_the_same(client: Client) -> None:
    for code, status in (("12", "done"), ("11", "in_difficulty"), ("03", "stopped")):
        publish(code, status=status)

    page = body(client, PAGE).decode()

    for code in ("12", "11", "03", "20"):
        tile = re.search(rf'data-fylke="{code}".*?</li>', page, re.DOTALL)
        assert tile
        words = recorders.page_text(tile[0].encode()).rpartition(": ")[2]
        assert words in (row_of(page, code) if code != "20" else "not reported")
    assert "Finnmark" in silent_in(page)


def test_shows_the_years_beside_each_other(client: Client) -> None:
    publish(year=2011, status="not_started")
    publish(year=2012, status="done")

    page = body(client, PAGE).decode()

    assert row_of(page, "12") == (
        "12 Hordaland not started 1 of 33 municipalities done 1 of 33 municipalities"
    )


def test_without_a_question_the_last_reported_is_shown(client: Client) -> None:
    publish(year=2011)

    page = recorders.page_text(body(client, "/en/fylker/"))

    assert "Status in the counties in 2011, as reported by KS." in page


def test_before_anything_is_reported_the_last_agreement_is_shown(client: Client) -> None:
    page = recorders.page_text(body(client, "/en/fylker/"))

    assert "0 of 19 counties have been reported on." in page
    assert "2013" in page


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("forpliktelse=2011-F9&ar=2006", "2006 is not an evaluation year of the agreement."),
        (
            "forpliktelse=2011-M3&part=KD&ar=2012",
            "KD is not responsible for 2011-M3 Co-operation with the county governor.",
        ),
    ],
)
def test_shows_a_notice_for_filters_that_do_not_fit(
    client: Client, query: str, notice: str
) -> None:
    assert notice in recorders.page_text(body(client, f"/en/fylker/?{query}"))


@pytest.mark.parametrize("query", ["forpliktelse=2005-F4", "ar=1999", "part=XX", "ar=%00"])
@pytest.mark.parametrize("ending", ["/", ".csv", ".json", ".xlsx"])
def test_a_value_that_cannot_be_taken_is_named(client: Client, query: str, ending: str) -> None:
    answer = client.get(f"/en/fylker{ending}?{query}")

    assert answer.status_code == 400
    assert "is not a valid choice for" in answer.text
    assert "Hordaland" not in answer.text


def test_an_empty_database_says_what_will_come(empty: None, client: Client) -> None:
    page = body(client, "/en/fylker/").decode()

    assert "No agreement is loaded yet. Its commitments will appear here." in page


def test_nothing_on_its_way_is_shown(client: Client) -> None:
    for code, state in (("11", State.DRAFT), ("12", State.SUBMITTED), ("14", State.RETURNED)):
        regional_states.taken_to(state, subject=regional_states.subject_of(code), municipalities=1)

    assert "0 of 19 counties" in recorders.page_text(body(client, PAGE))


def test_costs_the_same_with_much_and_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    author, approver = recorders.editor("KS"), recorders.approver("KS")
    commitment = recorders.commitment(regional_states.REF)
    for code in range(1, 21):
        for year in (2011, 2012, 2013):
            if code != 13:
                make.make_status(
                    county=regional_states.county(f"{code:02}"),
                    commitment=commitment,
                    year=year,
                    author=author,
                    approver=approver,
                )

    with django_assert_max_num_queries(MOST_QUERIES):
        body(client, PAGE)


def test_the_menu_leads_here(client: Client) -> None:
    assert 'href="/fylker/" aria-current="true"' in body(client, "/fylker/").decode()
