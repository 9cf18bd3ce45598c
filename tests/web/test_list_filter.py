"""Filters as forms and in words: those that are folded, and what the page's title says."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from lxml import html

from agreements.models import Agreement
from commitments.evaluations.counting.cell_list import CellFilter
from commitments.pages.register_filter import CommitmentFilter
from commitments.progress.filter import ProgressFilter
from commitments.web.list_filter import ListFilter

FILTERS = (CommitmentFilter, ProgressFilter, CellFilter)
PREFIXES = ("", "/en")
MORE = "//form[@role='search']//details"


def tree(client: Client, address: str) -> Any:
    """The page as a tree, also if a value is refused."""
    return html.fromstring(client.get(address).text)


@pytest.mark.parametrize("kind", FILTERS)
def test_shows_four_fields_and_folds_the_rest(texts: None, kind: Any) -> None:
    list_filter: ListFilter = kind(QueryDict(), agreements=Agreement.objects.with_parties())
    fields = [*list_filter.first_fields, *list_filter.folded_fields]

    assert len(list_filter.first_fields) == 4
    assert sorted(field.name for field in fields) == sorted(
        field.name for field in list_filter.form.visible_fields()
    )


@pytest.mark.parametrize(
    ("query", "opened", "summary"),
    [
        ("", False, "More filters"),
        ("part=KS&q=nettverk", False, "More filters"),
        ("tema=styring&kjent=2026-01-01", True, "More filters (2 chosen)"),
        ("tema=finnesikke", True, "More filters (1 chosen)"),
    ],
)
def test_opens_the_folded_filters_if_one_is_in_use(
    texts: None, client: Client, query: str, opened: bool, summary: str
) -> None:
    [more] = tree(client, f"/en/forpliktelser/?{query}").xpath(MORE)

    assert ("open" in more.attrib, more.find("summary").text_content().strip()) == (opened, summary)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/en/forpliktelser/", "Commitments"),
        (
            "/en/forpliktelser/?part=KS&vurdering=delvis_innfridd",
            "Commitments: KS, partly fulfilled",
        ),
        ("/en/forpliktelser/?q=nettverk&sorter=ansvarlig", "Commitments: «nettverk»"),
        ("/en/forpliktelser/?part=KS&tema=finnesikke", "Commitments: KS"),
        (
            "/en/forpliktelser/?per=2012-03-15",
            "Commitments: situation as at 15 March 2012",
        ),
        ("/en/framdrift/?avtale=2005-2009&part=KD", "Progress: 2005–2009, KD"),
        ("/en/vurderinger/?ar=2011&part=KD", "Assessments: KD, 2011"),
    ],
)
def test_the_title_says_what_is_chosen(texts: None, client: Client, path: str, title: str) -> None:
    assert tree(client, path).findtext(".//title") == f"{title} · Kvalitetsavtalen"


def test_the_title_of_a_language_link_says_the_same(texts: None, client: Client) -> None:
    page = tree(client, "/en/forpliktelser/?part=KS&vurdering=delvis_innfridd")
    [address] = page.xpath("//nav[@id='sprak']//a[@lang='nb']/@href")

    title = tree(client, address).findtext(".//title")

    assert title.startswith("Forpliktelser: KS, delvis innfridd")


@pytest.mark.parametrize("path", ["forpliktelser", "framdrift", "vurderinger", "fylker"])
def test_options_are_in_the_language_of_the_page(texts: None, client: Client, path: str) -> None:
    pages = [tree(client, f"{prefix}/{path}/").xpath("//option[not(@lang)]") for prefix in PREFIXES]
    in_both = [one.text for one, other in zip(*pages, strict=True) if one.text == other.text]

    assert len(pages[0]) > len(in_both)
    assert [text for text in in_both if any(map(str.islower, text))] == []
