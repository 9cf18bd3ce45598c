"""The register with what each party last said: columns, the filter on status, the order."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.register.models import Commitment
from tests import desk
from tests.telling import publish_entry, withdraw

MOST_QUERIES = 8

pytestmark = pytest.mark.usefixtures("texts")


def page(client: Client, query: str = "", *, status: int = 200, language: str = "/en") -> str:
    response = client.get(f"{language}/forpliktelser/{query}")
    assert response.status_code == status
    return unescape(response.content.decode())


def references(text: str) -> list[str]:
    return re.findall(r'role="rowheader"><a class="ds-link" href="[^"]+">([^<]+)<', text)


def row(text: str, ref: str) -> str:
    [found] = [part for part in text.split('<tr role="row">') if f">{ref}</a>" in part]
    return desk.page_text(found.encode())


def test_each_party_has_a_column_with_status_and_day(client: Client) -> None:
    publish_entry("2007-06-12", "done", party="KS")
    text = page(client)

    assert "KD says" in text
    assert "KS says" in text
    assert "KD and KS not assessed no information not assessed done 12 Jun 2007 1 Mar 2026" in row(
        text, desk.REF
    )


def test_who_does_not_answer_is_no_gap(client: Client) -> None:
    assert "KS does not answer not assessed no information never" in row(page(client), desk.ONLY_KS)


def test_says_that_nobody_outside_has_checked(client: Client) -> None:
    text = page(client)

    assert "These are the parties' own verdicts. Nobody outside has checked them." in text
    assert "The same goes for what they say was done." in text
    assert text.count("Nobody outside has checked") == 1


def test_status_filters_by_any_partys_last_statement(client: Client) -> None:
    publish_entry("2007-01-01", "in_progress", ref="2005-F2")
    publish_entry("2008-01-01", "done", ref="2005-F2")
    publish_entry("2007-01-01", "in_progress", ref="2005-F3", party="KS")

    assert references(page(client, "?status=i_gang")) == ["2005-F3"]
    assert references(page(client, "?status=gjennomfort")) == ["2005-F2"]


def test_status_with_a_party_filters_by_its_last_statement(client: Client) -> None:
    publish_entry("2007-01-01", "in_progress", ref="2005-F2")
    publish_entry("2007-01-01", "done", ref="2005-F2", party="KS")

    assert references(page(client, "?status=i_gang&part=KD")) == ["2005-F2"]
    assert references(page(client, "?status=i_gang&part=KS")) == []


@pytest.mark.parametrize(
    ("status", "slug"),
    [
        ("not_started", "ikke_startet"),
        ("in_difficulty", "i_gang__med_vansker"),
        ("stopped", "stanset"),
    ],
)
def test_the_values_are_the_bokmal_labels(client: Client, status: str, slug: str) -> None:
    publish_entry("2007-01-01", status)

    assert references(page(client, f"?status={slug}")) == [desk.REF]


def test_no_information_is_a_status_of_its_own(client: Client) -> None:
    publish_entry(ref="2005-F2")
    withdraw(publish_entry(ref="2005-F3"))
    desk.taken_to(State.SUBMITTED, by=desk.editor(), ref="2005-F4")
    found = references(page(client, "?status=ingen_opplysninger"))

    assert len(found) == 34
    assert "2005-F2" not in found


def test_no_information_of_a_party_leaves_out_what_it_does_not_answer_for(client: Client) -> None:
    publish_entry(ref="2005-F2", party="KS")
    found = references(page(client, "?status=ingen_opplysninger&part=KD&avtale=2005-2009"))

    assert len(found) == 12
    assert "2005-F2" in found
    assert desk.ONLY_KS not in found


def test_status_and_time_are_asked_together(client: Client) -> None:
    publish_entry("2007-01-01", "in_progress")
    publish_entry("2008-01-01", "done")

    assert references(page(client, "?status=i_gang&per=2007-12-31")) == [desk.REF]
    assert references(page(client, "?status=i_gang")) == []


def test_an_unknown_status_is_named(client: Client) -> None:
    assert "«ferdig» is no value of «Last status»." in page(client, "?status=ferdig", status=400)


def test_the_filter_to_drop_from_an_empty_list_names_the_status(client: Client) -> None:
    publish_entry("2007-01-01", "done")

    text = page(client, "?status=stanset&tema=laererutdanning&q=2005-F2")

    assert "1 commitment without the filter «Last status: stopped»" in text


def test_the_last_published_come_first_when_asked_for(client: Client) -> None:
    publish_entry(ref="2005-F4", at="2026-03-01 12:00 +0000")
    publish_entry(ref="2005-F2", at="2026-03-03 12:00 +0000")
    publish_entry(ref="2005-F3", at="2026-03-02 12:00 +0000")

    newest = references(page(client, "?sorter=-publisert"))
    oldest = references(page(client, "?sorter=publisert"))

    assert newest[:3] == ["2005-F2", "2005-F3", "2005-F4"]
    assert oldest[-3:] == ["2005-F4", "2005-F3", "2005-F2"]
    assert newest == oldest[::-1]


def test_a_press_on_the_head_asks_for_the_newest_first(client: Client) -> None:
    assert 'id="sorter-publisert" name="sorter" value="-publisert"' in page(client)
    assert 'aria-sort="descending"><button type="submit" id="sorter-publisert"' in page(
        client, "?sorter=-publisert"
    )


def test_a_page_in_another_order_stays_free_of_what_is_not_published(client: Client) -> None:
    desk.taken_to(State.SUBMITTED, by=desk.editor(), ref="2005-F4")
    before = page(client, "?sorter=-publisert")
    desk.taken_to(State.DRAFT, by=desk.editor(), ref="2005-F5")

    assert page(client, "?sorter=-publisert") == before


@pytest.mark.parametrize(
    "query", ["", "?status=i_gang", "?status=ingen_opplysninger&part=KS", "?sorter=-publisert"]
)
def test_the_cost_does_not_follow_the_number_of_entries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, query: str
) -> None:
    publish_entry(ref="2005-F2")
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        page(client, query)
    for commitment in Commitment.objects.of_agreement("2011-2013").answered_for_by("KS"):
        publish_entry("2012-03-15", ref=commitment.ref, party="KS")

    with django_assert_max_num_queries(len(few)):
        page(client, query, language="/nn")


def test_the_agreements_margin_shows_last_statements(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish_entry("2007-06-12", "done", party="KS")

    with django_assert_max_num_queries(MOST_QUERIES):
        text = desk.page_text(client.get("/en/avtaler/2005-2009/").content)

    assert "KD no information KS done as of 12 June 2007" in text
