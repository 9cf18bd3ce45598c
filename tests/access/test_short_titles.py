"""No page, of any role, shows people a reference without its short title."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

import pytest
from pytest_django import Settings

from agreements.models import Agreement, Segment
from commitments.context.models import OutsideFact
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from tests.access.access_rows import COUNTIES, EVALUATIONS, PUBLIC, WORKSPACE
from tests.support.visitors import Visitor, built, client_of

PAGES: Final = [
    row
    for row in (*PUBLIC, *EVALUATIONS, *WORKSPACE, *COUNTIES)
    if "ending" not in row.parts and row.get.get("KD approver") == 200
]
NEAR: Final = 200  # characters of a page's text
REFERENCE: Final = re.compile(r"(?<![\w/-])(?:2005|2011)-[A-Z]{1,2}\d+(?![\w/])")
# Elements whose text is not the portal's own: quotations, and what a person typed.
QUOTED: Final = re.compile(r"<(pre|code|textarea|script|style)\b.*?</\1>", re.DOTALL)
TAG: Final = re.compile(r"<[^>]+>")


def _text(page: str) -> str:
    """What people read of a page, its title included."""
    return " ".join(unescape(TAG.sub(" ", QUOTED.sub(" ", page))).split())


def _titles() -> dict[str, set[str]]:
    """The short titles of each reference, in every language."""
    rows = Segment.objects.exclude(short_title={}).values_list("ref", "short_title")
    return {ref: set(titles.values()) for ref, titles in rows}


def _notes() -> list[str]:
    """The portal's notes and outside facts, which refer to other commitments."""
    rows = [
        *Agreement.objects.values_list("note", flat=True),
        *Segment.objects.values_list("note", flat=True),
        *Reservation.objects.values_list("reason", flat=True),
        *(
            reason["text"]
            for reasons in Commitment.objects.values_list("reasons", flat=True)
            for reason in reasons.values()
        ),
    ]
    facts = OutsideFact.objects.values_list("nb", "nn", "en")
    told = [text for note in rows for name, text in note.items() if name != "doubt"]
    return [*told, *(text for fact in facts for text in fact)]


def bare(page: str, titles: dict[str, set[str]], notes: list[str]) -> Iterator[str]:
    """Each reference of a page without its short title near it, with what is around it."""
    text = _text(page)
    for note in notes:
        text = text.replace(note, " ")
    for found in REFERENCE.finditer(text):
        around = text[max(0, found.start() - NEAR) : found.end() + NEAR]
        if not any(title in around for title in titles.get(found[0], ())):
            yield text[max(0, found.start() - 60) : found.end() + 60]


@pytest.mark.long
@pytest.mark.parametrize("visitor", ["anonymous", "KD approver", "KS editor", "secretariat"])
def test_no_page_shows_a_bare_reference(visitor: Visitor, texts: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    house, client = built(), client_of(visitor)
    titles, notes = _titles(), _notes()

    found: dict[str, list[str]] = {}
    for place, row in enumerate(PAGES):
        address = row.address(("nb", "nn", "en")[place % 3], house.places)
        answer: Any = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[address] = list(bare(answer.text, titles, notes))

    assert len(found) > 15
    assert {address: hits for address, hits in found.items() if hits} == {}


def test_a_bare_reference_is_found() -> None:
    titles = {"2011-F7": {"Rekruttering"}}

    assert list(bare("<p>KD har vurdert 2011-F7.</p>", titles, [])) == ["KD har vurdert 2011-F7."]
    assert list(bare('<a href="/2011-F7/">2011-F7 Rekruttering</a>', titles, [])) == []
