"""The list of cells: filters, pages, files, and the numbers that lead to it."""

import csv
from io import StringIO
from typing import Any, Final

import pytest
from django.test import Client

from tests import make
from tests.support import evaluation_states, recorders
from tests.support.page_claims import listed
from tests.support.signed_evaluations import three_years

pytestmark = pytest.mark.usefixtures("texts")

LIST: Final = "/en/vurderinger/"
REF: Final = evaluation_states.REF


def records(client: Client, query: str) -> list[dict[str, str]]:
    answer: Any = client.get(f"/vurderinger.csv{query}")
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body)))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 25 * 3 + 33 * 3),
        ("?avtale=2011-2013", 33 * 3),
        ("?avtale=2011-2013&part=KD", 16 * 3),
        ("?ar=2012", 33),
        ("?vurdering=gitt", 5),
        ("?vurdering=gitt&ar=2011", 2),
        ("?vurdering=innfridd&part=KS", 1),
        ("?vurdering=ikke_vurdert", 61),
        ("?vurdering=ikke_publisert&avtale=2011-2013", 33),
        ("?vurdering=innfridd&ar=2013", 0),
    ],
)
def test_lists_the_cells_asked_for(client: Client, query: str, number: int) -> None:
    three_years()

    assert listed(client, f"{LIST}{query}") == number


def test_a_view_is_no_cell(client: Client) -> None:
    three_years()

    rows = [
        row for row in records(client, "?ar=2012") if row["referanse"] == evaluation_states.ONLY_KS
    ]

    assert [(row["part"], row["vurdering"]) for row in rows] == [("KS", "ikke_innfridd")]


def test_a_row_has_the_commitment_the_year_the_party_and_the_assessment(client: Client) -> None:
    three_years()

    page = recorders.page_text(client.get(f"{LIST}?ar=2012&part=KS&vurdering=gitt").content)

    assert f"{REF} Local development in kindergartens Arbeide for å øke kvaliteten" in page
    assert "2012 KS partly fulfilled" in page
    assert "That nothing has been published does not mean that nothing was done." in page


def test_names_the_filter_without_which_something_is_found(client: Client) -> None:
    page = recorders.page_text(client.get(f"{LIST}?ar=2012&vurdering=gitt").content)

    assert "33 assessments without the filter «Assessment: given»" in page


@pytest.mark.parametrize("query", ["?ar=1999", "?vurdering=brutt", "?side=x", "?avtale=x"])
def test_refuses_a_value_that_does_not_exist(client: Client, query: str) -> None:
    assert client.get(f"{LIST}{query}").status_code == 400


@pytest.mark.parametrize("query", ["?per=2012-01-01", "?kjent=2012-01-01"])
def test_refuses_the_questions_about_time(client: Client, query: str) -> None:
    assert client.get(f"{LIST}{query}").status_code == 400


def test_has_pages(client: Client) -> None:
    assert "Page</span> 4" in client.get(LIST).text
    assert client.get(f"{LIST}?side=9").status_code == 404


def test_the_file_is_the_same_in_every_language(client: Client) -> None:
    three_years()
    answers: list[Any] = [client.get(f"{start}/vurderinger.csv") for start in ("", "/nn", "/en")]

    assert len({b"".join(answer.streaming_content) for answer in answers}) == 1


def test_few_queries_however_many_cells(client: Client, django_assert_max_num_queries: Any) -> None:
    agreement = recorders.commitment(REF).agreement
    for number in range(30):
        make.make_commitment(agreement=agreement, position=10_000 + number)
    three_years()

    with django_assert_max_num_queries(8):
        assert client.get(f"{LIST}?avtale=2011-2013").status_code == 200
