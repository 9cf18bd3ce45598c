"""The list of agreements: facts of each, what the text does not say, and the ways in."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
import time_machine
from django.test import Client

from agreements.pages import PREFIXES
from tests.make import make_agreement

Queries = Callable[[int], Any]
MOST_QUERIES: Final = 8


def page(client: Client, path: str = "/en/avtaler/") -> str:
    """The page with its white space folded."""
    return " ".join(client.get(path).text.split())


@pytest.mark.usefixtures("texts")
def test_says_what_each_text_says_and_what_it_does_not(client: Client) -> None:
    text = page(client)

    assert text.count("<dd>not stated in the text</dd>") == 2
    assert "<dt>Last day</dt><dd>31 December 2008</dd>" in text
    assert "<dt>Signed</dt><dd>24 August 2011</dd>" in text
    assert "<dt>First day</dt><dd>24 August 2011, counted from the signing</dd>" in text
    assert text.count("<dt>Parties</dt><dd>KD and KS</dd>") == 2
    assert text.count("· expired") == 2


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("now", "expired"),
    [(datetime(2013, 12, 31, tzinfo=UTC), 1), (datetime(2014, 1, 1, tzinfo=UTC), 2)],
)
def test_an_agreement_has_expired_the_day_after_its_last(
    client: Client, now: datetime, expired: int
) -> None:
    with time_machine.travel(now, tick=False):
        assert page(client).count("· expired") == expired


@pytest.mark.usefixtures("texts")
def test_counts_follow_from_the_texts(client: Client) -> None:
    text = page(client)

    for first, second in (
        ("<dt>Commitments</dt><dd>18</dd>", "<dt>Commitments</dt><dd>17</dd>"),
        ("<dt>Goals</dt><dd>1</dd>", "<dt>Goals</dt><dd>8</dd>"),
        ("<dt>Reservations</dt><dd>2</dd>", "<dt>Reservations</dt><dd>2</dd>"),
    ):
        assert text.index(first) < text.rindex(second)


@pytest.mark.usefixtures("texts")
def test_leads_to_the_annotated_page_the_text_and_the_register(client: Client) -> None:
    text = page(client)

    for slug in ("2005-2009", "2011-2013"):
        assert f'href="/en/avtaler/{slug}/"' in text
        assert f'href="/en/avtaler/{slug}/tekst/"' in text
        assert f'href="/en/forpliktelser/?avtale={slug}"' in text


@pytest.mark.usefixtures("texts")
def test_the_texts_own_words_are_marked_as_bokmal(client: Client) -> None:
    assert 'lang="nb">Avtale mellom Kunnskapsdepartementet og KS' in page(client)


@pytest.mark.usefixtures("empty")
def test_says_what_will_come_where_nothing_is_loaded(client: Client) -> None:
    assert "No agreement is loaded yet." in page(client)


@pytest.mark.usefixtures("texts")
def test_ten_times_the_agreements_cost_no_more_queries(
    client: Client, django_assert_max_num_queries: Queries
) -> None:
    for number in range(20):
        make_agreement(slug=f"{2100 + number}-{2110 + number}")

    for path in ("/avtaler/", "/avtaler.json"):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(path)


@pytest.mark.usefixtures("texts")
def test_the_file_is_the_same_in_every_language(client: Client) -> None:
    files = {client.get(f"{prefix}/avtaler.json").content for prefix in PREFIXES.values()}

    assert len(files) == 1
    first, second = json.loads(files.pop())["avtaler"]
    assert (first["kortnavn"], first["underskrevet"], first["forste_dag"], first["siste_dag"]) == (
        "2005-2009",
        None,
        None,
        "2008-12-31",
    )
    assert (second["parter"], second["evalueringsar"]) == (["KD", "KS"], [2011, 2012, 2013])
    assert first["evalueringsar"] == [2006, 2007, 2008]
    doubtful, part = first["ar_med_merke"]
    assert (doubtful["ar"], doubtful["merke"], doubtful["telles_med"]) == (
        2005,
        "tvilsomt_ar",
        False,
    )
    assert (part["ar"], part["merke"], part["telles_med"]) == (2006, "del_av_aret", True)
    assert doubtful["nb"].startswith("Det er tvilsomt om avtalen gjaldt i 2005")


def test_a_first_day_that_is_not_that_of_the_signing_stands_alone(
    client: Client, empty: None
) -> None:
    make_agreement(signed_on=date(2029, 1, 1), starts_on=date(2029, 2, 1))

    assert "<dt>First day</dt><dd>1 February 2029</dd>" in page(client)
