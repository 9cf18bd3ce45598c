"""An agreement year by year: commitments by year and party, and all years together."""

from typing import Any, Final

import pytest
from django.test import Client

from agreements.pages import PREFIXES
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.signed_evaluations import signed, three_years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

MATRIX: Final = "/en/avtaler/2011-2013/matrise/"
ALL_YEARS: Final = "/en/avtaler/2011-2013/alle-ar/"


def row(client: Client, ref: str = evaluation_states.REF, url: str = MATRIX) -> str:
    """What a page says in the row of a commitment."""
    body = client.get(url).text
    _before, mark, rest = body.partition(f'id="{ref.partition("-")[2]}"')
    assert mark
    return recorders.page_text(
        rest.partition('" id="' if url == ALL_YEARS else "</tr>")[0].encode()
    )


def test_every_cell_has_a_mark_and_a_word_for_each_party(client: Client) -> None:
    three_years()

    assert row(client).endswith(
        "KD fulfilled KS fulfilled KD fulfilled KS partly fulfilled in disagreement"
        " KD not published KS not published"
    )


def test_the_head_of_a_year_says_that_it_is_part_of_the_year(client: Client) -> None:
    head = client.get(MATRIX).text.partition("<thead>")[2].partition("</thead>")[0]

    assert recorders.page_text(head.encode()) == (
        "Reference 2011 part of the year not published 2012 not published 2013 not published"
    )


def test_who_does_not_answer_is_no_gap_and_a_view_is_marked(client: Client) -> None:
    three_years()

    page_text = row(client, evaluation_states.ONLY_KS)

    assert "KD – not responsible for this one KS not assessed" in page_text
    assert (
        "KD fulfilled, the other party&#39;s view * KS not fulfilled in disagreement" in page_text
    )


def test_the_all_years_page_has_every_year_in_a_row_and_no_verdict_for_all(client: Client) -> None:
    three_years()

    page_text = recorders.page_text(client.get(ALL_YEARS).content)

    assert "Each year is assessed separately" in page_text
    assert "2011 in agreement KD fulfilled KS fulfilled 2012 in disagreement" in page_text
    assert (
        "KD is responsible for 16 commitments. Each row shows the assessments for one year."
        in page_text
    )
    assert "2011 1 0 0 0 0 0 15 2012 1 0 0 0 0 0 15 2013 not published" in page_text
    assert "KS is responsible for 17 commitments." in page_text
    assert "2011 1 0 0 0 0 0 16 2012 0 1 1 0 0 0 15 2013 not published" in page_text
    assert "%" not in page_text


def test_an_agreement_without_published_evaluations_says_so_for_each_year(client: Client) -> None:
    page_text = recorders.page_text(client.get("/en/avtaler/2005-2009/alle-ar/").content)

    assert "2006 not published 2007 not published" in page_text
    assert "fulfilled KS fulfilled" not in page_text


@pytest.mark.parametrize(("url", "most"), [(MATRIX, 8), (ALL_YEARS, 9)])
def test_few_queries_however_many_commitments(
    client: Client, django_assert_max_num_queries: Any, url: str, most: int
) -> None:
    agreement = recorders.commitment(evaluation_states.REF).agreement
    for number in range(170):
        make.make_commitment(agreement=agreement, position=10_000 + number)
    signed(2012, KD={evaluation_states.REF: "fulfilled"})

    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


def test_long_agreements_have_pages(client: Client) -> None:
    agreement = recorders.commitment(evaluation_states.REF).agreement
    for number in range(100):
        make.make_commitment(agreement=agreement, position=10_000 + number)

    assert client.get(f"{MATRIX}?side=2").status_code == 200
    assert client.get(f"{MATRIX}?side=3").status_code == 404


@pytest.mark.parametrize("path", ["matrise/", "alle-ar/", "sluttstatus/"])
def test_an_unknown_agreement_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/avtaler/finnes-ikke/{path}").status_code == 404


@pytest.mark.parametrize("language", PREFIXES.values())
@pytest.mark.parametrize("query", ["", "?side=2"])
def test_the_old_address_redirects_permanently(client: Client, language: str, query: str) -> None:
    response = client.get(f"{language}/avtaler/2011-2013/sluttstatus/{query}")

    assert response.status_code == 301
    assert response["Location"] == f"{language}/avtaler/2011-2013/alle-ar/{query}"
