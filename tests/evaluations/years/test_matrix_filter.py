"""What is chosen in the matrix: links, title, rows, and the same selection in the files."""

import csv
from io import StringIO
from typing import Any, Final

import pytest
from django.test import Client

from tests.evaluations.years.test_views import MATRIX
from tests.support import evaluation_states
from tests.support.page_claims import text_of, tree
from tests.support.signed_evaluations import three_years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

FILE: Final = MATRIX.removeprefix("/en").rstrip("/") + ".csv"
DISPUTED: Final = [evaluation_states.ONLY_KS, evaluation_states.REF]


def refs(page: Any) -> list[str]:
    """The references of the rows, in order."""
    return [text_of(code) for code in page.xpath("//tbody//th/span")]


def in_file(client: Client, query: str) -> list[str]:
    """The references in the file, each once, in order."""
    body = b"".join(client.get(FILE + query)).decode("utf-8-sig")
    return list(dict.fromkeys(row["referanse"] for row in csv.DictReader(StringIO(body))))


def test_every_choice_is_a_link_with_the_number_of_its_rows(client: Client) -> None:
    three_years()

    links = tree(client, MATRIX).xpath("//nav[@aria-label='Show']//a")
    found = {text_of(link): len(refs(tree(client, MATRIX + link.get("href")))) for link in links}

    assert found == {"Only in disagreement (2)": 2, "Only where something is missing (17)": 17}


@pytest.mark.parametrize(
    ("query", "words", "rows"),
    [
        ("?samlet=uenige", "in disagreement", DISPUTED),
        ("?samlet=uenige&ar=2011", "in disagreement, 2011", []),
        ("?samlet=enige&ar=2011", "in agreement, 2011", [evaluation_states.REF]),
        ("?samlet=uenige&sorter=2012", "in disagreement, by the assessments for 2012", None),
        ("?ar=2011", "", None),
    ],
)
def test_the_title_says_what_is_chosen(
    client: Client, query: str, words: str, rows: list[str] | None
) -> None:
    three_years()

    page = tree(client, MATRIX + query)
    title = "The promises of 2011–2013, year by year" + (f": {words}" if words else "")

    assert text_of(page.xpath("//h1")[0]) == title
    assert text_of(page.xpath("//title")[0]).startswith(title)
    assert rows is None or refs(page) == rows


@pytest.mark.parametrize(
    "query", ["?samlet=uenige", "?mangler=ja", "?sorter=2012", "?samlet=enige&ar=2011&sorter=2011"]
)
def test_the_files_have_the_same_rows_in_the_same_order(client: Client, query: str) -> None:
    three_years()

    page = tree(client, MATRIX + query)

    assert refs(page)
    assert in_file(client, query) == refs(page)
    [link] = page.xpath("//a[text()='CSV']/@href")
    assert link == FILE.replace("/avtaler", "/en/avtaler") + query or link == FILE + query


def test_sorted_rows_are_in_one_table(client: Client) -> None:
    three_years()

    page = tree(client, f"{MATRIX}?sorter=2012")

    assert [text_of(heading) for heading in page.xpath("//main//h2")] == ["All promises"]
    assert refs(page)[:2] == [evaluation_states.REF, evaluation_states.ONLY_KS]
    assert len(refs(page)) == 17


@pytest.mark.parametrize("query", ["?samlet=tull", "?mangler=nei", "?ar=1999", "?sorter=2010"])
def test_an_invalid_choice_is_refused_in_words(client: Client, query: str) -> None:
    page, file = client.get(MATRIX + query), client.get(FILE + query)

    assert (page.status_code, file.status_code) == (400, 400)
    assert "is not a valid choice" in page.text


def test_every_number_is_the_length_of_its_list(client: Client) -> None:
    three_years()

    for link in tree(client, MATRIX).xpath("//p[@class='kv-ingress']//a[contains(@href,'samlet')]"):
        page = tree(client, link.get("href"))
        assert len(refs(page)) == int(link.get("data-antall"))
        assert text_of(page.xpath("//*[@id='treff']")[0]).split()[0] == link.get("data-antall")
