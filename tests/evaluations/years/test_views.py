"""The matrix of an agreement, and all its years together."""

from typing import Any, Final

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import html

from agreements.pages import PREFIXES
from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from tests import make
from tests.support import evaluation_states, recorders
from tests.support.page_claims import text_of, tree
from tests.support.signed_evaluations import signed, three_years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

MATRIX: Final = "/en/avtaler/2011-2013/matrise/"
ALL_YEARS: Final = "/en/avtaler/2011-2013/alle-ar/"
AFTER_GRACE: Final = "2040-04-01 12:00 +0000"


def row(client: Client, ref: str = evaluation_states.REF, url: str = MATRIX) -> str:
    """What a page says in the row of a commitment."""
    [found] = tree(client, url).xpath(f"//*[@id='{ref.partition('-')[2]}']")
    return recorders.page_text(html.tostring(found, encoding="utf-8"))


def test_every_cell_has_words_for_each_party(client: Client) -> None:
    three_years()

    assert row(client).endswith(
        "KD fulfilled, KS fulfilled. KD fulfilled, KS partly fulfilled. The parties disagree."
        " in disagreement KD not published, KS not published."
    )


def test_the_head_of_a_year_says_that_it_is_part_of_the_year(client: Client) -> None:
    [head, *_others] = tree(client, MATRIX).xpath("//thead")

    assert recorders.page_text(html.tostring(head)) == (
        "Promise 2011 part of the year not published 2012 not published 2013 not published"
    )


def test_a_party_that_is_not_responsible_has_no_words_and_a_view_is_marked(client: Client) -> None:
    three_years()

    page_text = row(client, evaluation_states.ONLY_KS)

    assert "KS not assessed." in page_text
    assert (
        "KD fulfilled (the other party's view), KS not fulfilled. The parties disagree."
        " in disagreement KD *"
    ) in page_text


def test_a_view_is_shown_with_the_mark_of_its_verdict(client: Client) -> None:
    three_years()

    [view] = tree(client, MATRIX).xpath("//tr[@id='M3']//*[@class='kv-celleord'][contains(.,'*')]")

    assert view.xpath(".//@data-merke") == ["verdict-fulfilled"]


def test_the_head_of_a_year_says_that_one_party_published_alone(client: Client) -> None:
    late = evaluation_states.late_in(2012)
    with time_machine.travel(AFTER_GRACE):
        publish_alone(late.evaluation, by=late.approvers["KD"], factor_at=timezone.now())

    [head, *_others] = tree(client, MATRIX).xpath("//thead")
    assert "2012 published by one party alone" in recorders.page_text(html.tostring(head))


def test_the_matrix_is_grouped_as_the_text(client: Client) -> None:
    page = tree(client, "/en/avtaler/2005-2009/matrise/")

    assert [text_of(heading) for heading in page.xpath("//main//h2")] == [
        "Promises in the running text",
        "The parties jointly",
        "KS alone",
        "The State",
    ]


def test_the_matrix_counts_what_the_parties_say_together(client: Client) -> None:
    three_years()

    [ingress] = tree(client, MATRIX).xpath("//p[@class='kv-ingress']")
    assert text_of(ingress) == (
        "17 promises and 3 years. For 2011, 2 of 33 assessments have been given. The parties agree"
        " on 1 of 16 promises that both are responsible for. Neither has assessed 15 promises."
        " For 2012, 3 of 33 assessments have been given. They disagree on 2 promises. Neither has"
        " assessed 15 promises."
    )


def test_the_matrix_of_an_agreement_without_evaluations_says_so(client: Client) -> None:
    [ingress] = tree(client, MATRIX).xpath("//p[@class='kv-ingress']")

    assert text_of(ingress) == "17 promises and 3 years. No evaluation has been signed yet."


def test_all_years_are_by_themselves_without_a_verdict_for_the_period(client: Client) -> None:
    three_years()

    page = tree(client, ALL_YEARS)
    page_text = text_of(page.xpath("//main")[0])

    assert "Each year is assessed separately" in page_text
    assert [text_of(heading) for heading in page.xpath("//section[@class='kv-avtalerad']//h2")] == [
        "2011 part of the year",
        "2012",
        "2013",
    ]
    assert "KD: 1 fulfilled, 15 not assessed" in page_text
    assert "KS: 1 partly fulfilled, 1 not fulfilled, 15 not assessed" in page_text
    assert "Both have submitted. They are working on a joint conclusion." in page_text
    assert len(page.xpath("//*[@class='kv-stripe']")) == 2
    assert "%" not in page_text


def test_all_years_begin_with_how_much_is_published(client: Client) -> None:
    three_years()

    [ingress] = tree(client, ALL_YEARS).xpath("//p[@class='kv-ingress']")
    assert text_of(ingress) == (
        "Both parties have signed the evaluation of 2 of 3 years. 5 of 99 assessments are"
        " published. 15 of 17 promises have no published assessment from a party responsible for"
        " them."
    )


def test_all_years_keep_the_counts_as_a_table_and_every_line(client: Client) -> None:
    three_years()

    page_text = recorders.page_text(client.get(ALL_YEARS).content)

    assert (
        "KD is responsible for 16 commitments. Each row shows the assessments for one year."
        in page_text
    )
    assert "2011 1 0 0 0 0 0 15 2012 1 0 0 0 0 0 15 2013 not published" in page_text
    assert "KS is responsible for 17 commitments." in page_text
    assert "2011 1 0 0 0 0 0 16 2012 0 1 1 0 0 0 15 2013 not published" in page_text
    assert "2011 in agreement KD fulfilled KS fulfilled 2012 in disagreement" in page_text


def test_all_years_quote_the_conclusion_and_both_sides_of_a_disagreement(client: Client) -> None:
    three_years()

    page = tree(client, ALL_YEARS)

    found = page.xpath("//*[starts-with(@id,'konklusjon-')]")
    assert [[text_of(part) for part in section] for section in found] == [
        ["The joint conclusion for 2011", "Eksempel: vi er enige."],
        ["The joint conclusion for 2012", "Eksempel: vi er enige."],
    ]
    assert len(page.xpath("//section[@id='uenige']//article")) == 2


def test_an_agreement_without_published_evaluations_says_so_for_each_year(client: Client) -> None:
    page_text = recorders.page_text(client.get("/en/avtaler/2005-2009/alle-ar/").content)

    assert page_text.count("No evaluation has been opened here.") == 3
    assert "2006 not published 2007 not published" in page_text
    assert "fulfilled KS fulfilled" not in page_text


@pytest.mark.parametrize(("url", "most"), [(MATRIX, 8), (ALL_YEARS, 22)])
def test_few_queries_however_many_commitments(
    client: Client, django_assert_max_num_queries: Any, url: str, most: int
) -> None:
    agreement = recorders.commitment(evaluation_states.REF).agreement
    for number in range(170):
        make.make_commitment(agreement=agreement, position=10_000 + number)
    signed(2012, KD={evaluation_states.REF: "fulfilled"})

    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [MATRIX, ALL_YEARS])
def test_long_agreements_have_pages(client: Client, url: str) -> None:
    agreement = recorders.commitment(evaluation_states.REF).agreement
    for number in range(100):
        make.make_commitment(agreement=agreement, position=10_000 + number)

    assert client.get(f"{url}?side=2").status_code == 200
    assert client.get(f"{url}?side=3").status_code == 404


@pytest.mark.parametrize("path", ["matrise/", "alle-ar/", "sluttstatus/"])
def test_an_unknown_agreement_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/avtaler/finnes-ikke/{path}").status_code == 404


@pytest.mark.parametrize("language", PREFIXES.values())
@pytest.mark.parametrize("query", ["", "?side=2"])
def test_the_old_address_redirects_permanently(client: Client, language: str, query: str) -> None:
    response = client.get(f"{language}/avtaler/2011-2013/sluttstatus/{query}")

    assert response.status_code == 301
    assert response["Location"] == f"{language}/avtaler/2011-2013/alle-ar/{query}"
