"""The front page: what happened last, and how much nobody has said anything about."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.publishing import workflow
from tests.support import evaluation_states, recorders
from tests.support.published_entries import publish_entry, withdraw

MOST_QUERIES = 15

pytestmark = pytest.mark.usefixtures("texts")


def page(client: Client, language: str = "/en") -> str:
    return client.get(f"{language}/").text


def test_the_five_published_last_stand_there(client: Client) -> None:
    for day in range(1, 7):
        publish_entry(narrative=f"Eksempel {day}.", at=f"2026-03-{day:02} 12:00 +0000")
    text = page(client)

    assert re.findall(r"Eksempel (\d)", text) == ["6", "5", "4", "3", "2"]
    assert f"/en/forpliktelser/{recorders.REF}/#oppforing-" in text
    assert 'href="/en/framdrift/">All published progress' in text


def test_an_entry_says_who_published_what_and_when(client: Client) -> None:
    publish_entry("2007-03-15", "in_difficulty", party="KS", narrative="Eksempel: vanskelig.")

    assert (
        "1 Mar 2026 KS published progress on Networks with teacher education 2005-F2"
        " Eksempel: vanskelig." in recorders.page_text(page(client).encode())
    )


def test_what_is_withdrawn_or_not_published_is_not_there(client: Client) -> None:
    recorders.taken_to(State.SUBMITTED, by=recorders.editor(), narrative="Kanari to.")
    assert "Nothing has been published yet." in page(client)

    withdraw(publish_entry(narrative="Kanari én."))
    text = page(client)

    assert "Kanari" not in text
    assert "KD withdrew progress on" in text
    assert "published progress on" not in text


def test_an_evaluation_made_at_the_time_is_an_event(client: Client) -> None:
    by, other = recorders.editor(), recorders.approver()
    attached = evaluation_states.attached(by)
    sent = workflow.submit(attached, by=by, version=attached.version)
    workflow.approve(sent, by=other, version=sent.version)

    text = recorders.page_text(page(client).encode())
    assert "KD published an evaluation of 2012 made at the time" in text


def test_no_information_is_counted_openly_and_leads_to_the_same_number(client: Client) -> None:
    publish_entry(ref="2005-F2")
    publish_entry(ref="2005-F2", party="KS")
    publish_entry(ref="2011-F1")
    text = page(client)

    assert "No progress has been published on 33 of 35 commitments." in recorders.page_text(
        text.encode()
    )
    assert 'href="/en/forpliktelser/?status=ingen_opplysninger#treff"' in text
    listed = client.get("/en/forpliktelser/?status=ingen_opplysninger").text
    assert "<strong>33 commitments</strong>" in listed


def test_says_that_nobody_outside_has_checked(client: Client) -> None:
    page_text = recorders.page_text(page(client).encode())

    assert "These are the parties' own assessments. No one else has checked them." in page_text
    assert "The same goes for what they say was done." in page_text
    assert page_text.count("No one else has checked") == 1


def test_last_changed_is_when_something_was_last_published(client: Client) -> None:
    publish_entry(at="2031-03-01 12:00 +0000")

    assert 'Last changed</span><br><time datetime="2031-03-01' in page(client)


def test_the_cost_does_not_follow_the_number_of_entries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(1, 8):
        publish_entry(ref=f"2011-F{day}", at=f"2026-03-{day:02} 12:00 +0000")

    with django_assert_max_num_queries(MOST_QUERIES):
        page(client)
