"""All published progress: the last published first, filters, pages, and what cannot be taken."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.progress.models import ProgressEntry
from tests.support import recorders
from tests.support.published_entries import correct, publish_entry, withdraw

MOST_QUERIES = 8

pytestmark = pytest.mark.usefixtures("texts")


def page(client: Client, query: str = "", *, status: int = 200, language: str = "/en") -> str:
    response = client.get(f"{language}/framdrift/{query}")
    assert response.status_code == status
    return unescape(response.text)


def listed(client: Client, query: str = "") -> list[str]:
    """The texts of the list, each of which is one word."""
    return re.findall(r'<li class="kv-rad">\s*<p lang="n[bn]">(\w+)</p>', page(client, query))


def test_lists_the_last_published_first(client: Client) -> None:
    publish_entry("2008-01-01", narrative="Eldst", at="2026-03-01 12:00 +0000")
    publish_entry("2006-01-01", narrative="Nyest", at="2026-03-02 12:00 +0000")

    assert listed(client) == ["Nyest", "Eldst"]
    assert "<strong>2 entries</strong>" in page(client)


def test_lists_only_current_entries(client: Client) -> None:
    correct(publish_entry(narrative="Feil"), narrative="Rett")
    withdraw(publish_entry(narrative="Trukket"))
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        recorders.taken_to(state, by=recorders.editor(), narrative="Kanari")

    assert listed(client) == ["Rett"]
    assert "<strong>1 entry</strong>" in page(client)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?part=KS", ["Tre"]),
        ("?avtale=2011-2013", ["Tre", "To"]),
        ("?status=gjennomfort", ["To"]),
        ("?forpliktelse=2005-f2", ["En"]),
        ("?tema=laererutdanning", ["En"]),
        ("?omrade=barnehage&part=KD", ["To"]),
        ("?gruppe=felles_forpliktelse&loftetype=arbeide_for", ["To", "En"]),
        ("?per=2007-12-31", ["En"]),
        ("?kjent=2026-03-02", ["To", "En"]),
    ],
)
def test_filters_narrow_the_list(client: Client, query: str, found: list[str]) -> None:
    publish_entry("2007-01-01", ref="2005-F2", narrative="En", at="2026-03-01 12:00 +0000")
    publish_entry("2012-01-01", "done", ref="2011-F2", narrative="To", at="2026-03-02 12:00 +0000")
    publish_entry(
        "2012-01-01", ref="2011-M3", party="KS", narrative="Tre", at="2026-03-03 12:00 +0000"
    )

    assert listed(client, query) == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?part=KK", "«KK» is not a valid choice for «Party»."),
        ("?status=ingen_opplysninger", "«ingen_opplysninger» is not a valid choice for «Status»."),
        ("?forpliktelse=2005-F99", "There is no commitment «2005-F99»."),
        ("?forpliktelse=" + "x" * 50, "There is no commitment «" + "x" * 50 + "»."),
        ("?side=to", "«to» is not a page number."),
    ],
)
def test_what_cannot_be_taken_is_named(client: Client, query: str, sentence: str) -> None:
    publish_entry()
    text = page(client, query, status=400)

    assert sentence in text
    assert lists_nothing(text)


def lists_nothing(text: str) -> bool:
    return "kv-rad" not in text and "Nothing is listed." in text


def test_a_page_that_does_not_exist_has_a_way_back(client: Client) -> None:
    text = page(client, "?side=1000000000&part=KD", status=404)

    assert (
        'This page number does not exist in the list. <a class="ds-link" href="?part=KD">' in text
    )


def test_an_empty_list_says_which_filter_to_drop(client: Client) -> None:
    publish_entry()

    assert "1 entry without the filter «Party: KS»" in page(client, "?part=KS")


def test_before_anything_is_published_it_says_what_comes_here(client: Client) -> None:
    assert "No progress is published now." in page(client)


def test_long_lists_have_pages_that_keep_the_filters(client: Client) -> None:
    for day in range(51):
        publish_entry(narrative=f"N{day}", at=f"2026-03-01 12:{day:02} +0000")

    assert len(listed(client)) == 50
    assert listed(client, "?side=2&part=KD") == ["N0"]
    assert 'href="?part=KD&side=2"' in page(client, "?part=KD")


def test_files_carry_the_same_filters(client: Client) -> None:
    text = page(client, "?part=KD&side=1")

    for ending in ("csv", "xlsx", "json"):
        assert f'href="/en/framdrift.{ending}?part=KD"' in text


def test_says_that_nobody_outside_has_checked(client: Client) -> None:
    assert "This is the parties' own information. No one else has checked it." in page(client)


def test_no_person_is_named(client: Client) -> None:
    publish_entry()

    assert "Redaktør" not in page(client)
    assert "Godkjenner" not in page(client)


def test_the_cost_does_not_follow_the_number_of_entries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish_entry()
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        page(client)
    for _ in range(12):
        publish_entry()

    with django_assert_max_num_queries(len(few)):
        page(client, language="/nn")


def test_more_than_ten_thousand_are_not_counted(client: Client) -> None:
    entry = publish_entry()
    first = ProgressEntry.objects.filter(pk=entry.pk).values().get()
    shared = {name: value for name, value in first.items() if name not in ("id", "token")}
    ProgressEntry.objects.bulk_create(ProgressEntry(**shared) for _ in range(10_000))

    assert "<strong>more than 10,000 entries</strong>" in page(client)
    for language in ("", "/nn"):
        assert "<strong>over 10\xa0000 " in page(client, language=language)
    assert page(client, "?side=201").count('class="kv-rad"') == 1
    page(client, "?side=202", status=404)
