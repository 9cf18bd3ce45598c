"""The public history of a commitment through the whole stack: every version, and nothing else."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.publishing import edit_actions, workflow
from commitments.sources.actions import NewSource
from tests import make
from tests.support import recorders
from tests.support.published_entries import correct, publish_entry
from tests.support.recorders import page_text

pytestmark = pytest.mark.usefixtures("texts")

PUBLIC = f"/en/forpliktelser/{recorders.REF}/historikk/"


def test_the_public_reads_each_version_with_its_differences() -> None:
    correct(
        publish_entry(at="2026-03-01 12:00 +0000"),
        at="2026-03-02 12:00 +0000",
        status="done",
        narrative="Eksempel: fire møter.",
        correction_reason="Eksempel: ett ble glemt.",
        new_sources=[NewSource("Eksempel: enda et referat", "https://www.example.no/to")],
    )

    page = page_text(Client().get(PUBLIC).content)

    assert "published . Everyone can read the entry" in page
    assert "corrected . A newer version applies" in page
    assert "Why the entry is corrected Eksempel: ett ble glemt." in page
    assert "Status Before in progress After done" in page
    assert f"What was done Before {recorders.TEXT} After Eksempel: fire møter." in page
    assert "Sources Before Eksempel: referat After" in page
    assert "Date described" not in page
    assert page.index("Eksempel: fire møter.") < page.index("Replaced by a newer version")


def test_the_public_reads_nothing_of_what_came_before() -> None:
    eva, arne = recorders.editor(), recorders.approver()
    canary = "Eksempel: kanarifugl"
    entry = recorders.taken_to(State.DRAFT, by=eva, narrative=canary)
    recorders.taken_to(State.SUBMITTED, narrative=canary)
    recorders.taken_to(State.RETURNED, narrative=canary)
    entry = edit_actions.edit(entry, recorders.content(), by=eva, version=1)
    entry = workflow.submit(entry, by=eva, version=2)
    entry = workflow.send_back(entry, by=arne, version=3, note=canary)
    entry = workflow.submit(entry, by=eva, version=4)
    workflow.approve(entry, by=arne, version=5)

    page = Client().get(PUBLIC)

    assert recorders.TEXT in page.text
    assert "kanarifugl" not in page.text
    for person in (eva, arne):
        assert person.user.name not in page.text
        assert person.user.email not in page.text
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")


def test_an_empty_history_says_what_comes() -> None:
    page = page_text(Client().get(PUBLIC).content)

    assert "No party has published progress on this commitment." in page


def test_the_public_history_has_pages_and_a_fixed_price(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    author, approver = recorders.editor(), recorders.approver()
    for number in range(21):
        make.make_entry(
            commitment=recorders.commitment(),
            author=author,
            approver=approver,
            narrative=f"Eksempel: nummer {number:02}.",
        )

    with django_assert_max_num_queries(8):
        first = page_text(Client().get(PUBLIC).content)
    second = page_text(Client().get(f"{PUBLIC}?side=2").content)

    assert first.count("Eksempel: nummer") == 20
    assert second.count("Eksempel: nummer") == 1
    for side in ("3", "0", "x", "1000000000"):
        assert Client().get(f"{PUBLIC}?side={side}").status_code == 404


def test_an_unknown_commitment_has_no_history() -> None:
    assert Client().get("/forpliktelser/2005-F99/historikk/").status_code == 404
