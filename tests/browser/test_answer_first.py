"""On the first screen of the front page and a commitment: what both parties say became of it."""

from collections.abc import Callable, Iterable
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from agreements.pages import PREFIXES
from commitments.register.models import Commitment

DESK: Final[ViewportSize] = {"width": 1280, "height": 900}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
NARROW: Final[ViewportSize] = {"width": 360, "height": 740}
LOWEST_OF_FRONT: Final = 760  # at a desk
# The longest wordings, the longest texts in the example, a view below the verdict.
LONGEST: Final = ("2005-F1", "2005-F2", "2005-F3", "2005-KS2", "2011-F8", "2011-F10")
LOWEST: Final = """selector => Math.max(
    ...[...document.querySelectorAll(selector)].map(part => part.getBoundingClientRect().bottom))"""

PLACES: Final = """() => [...document.querySelectorAll("main :is(section, .kv-gruppe, h2)")]
    .map(part => part.getBoundingClientRect().top)"""


@pytest.fixture
def page(example_content: None, open_context: Callable[..., BrowserContext]) -> Page:
    """A page on the example database."""
    return open_context(java_script_enabled=False).new_page()


def below_the_fold(page: Page, refs: Iterable[str], languages: Iterable[str]) -> list[str]:
    """The addresses where an answer ends below the first screen, and where it ends."""
    found = []
    for path in (f"{prefix}/forpliktelser/{ref}/" for prefix in languages for ref in refs):
        page.set_viewport_size(DESK)
        page.goto(path)
        assert page.locator(".kv-eksempel").is_visible()
        for size, selector in ((DESK, ".kv-part"), (PHONE, ".kv-uenigstripe")):
            page.set_viewport_size(size)
            lowest = page.evaluate(LOWEST, selector)
            if not 0 < lowest <= size["height"]:
                found.append(f"{path} {selector} at {size['width']}: {lowest:.0f}")
    return found


def test_the_longest_answers_are_above_the_fold(page: Page) -> None:
    assert below_the_fold(page, LONGEST, PREFIXES.values()) == []


@pytest.mark.long
def test_every_answer_is_above_the_fold_in_every_language(page: Page) -> None:
    refs = [row.ref for row in Commitment.objects.in_text_order()]

    assert len(refs) == 35
    assert below_the_fold(page, refs, PREFIXES.values()) == []


def test_the_front_pages_sentences_and_strips_are_above_the_fold(page: Page) -> None:
    for prefix in PREFIXES.values():
        page.set_viewport_size(DESK)
        page.goto(f"{prefix}/")
        assert page.evaluate(LOWEST, ".kv-avtalerad > div > p, .kv-gruppe") <= LOWEST_OF_FRONT
        page.set_viewport_size(NARROW)
        assert page.evaluate(LOWEST, "#avtale-2005-2009 + p") <= NARROW["height"]


def test_pointing_at_a_promise_says_what_it_is_about_and_nothing_moves(page: Page) -> None:
    page.set_viewport_size(DESK)
    page.goto("/")
    square = page.locator(".kv-rute[href$='/2011-F7/']")
    title, hint = square.locator(".kv-tittel"), page.locator(".kv-hint").last
    before = page.evaluate(PLACES)
    assert width_of(title) == 1

    square.hover()

    expect(hint).to_be_hidden()
    expect(title).to_contain_text("KD innfridd, KS delvis innfridd. Partene er uenige.")
    assert width_of(title) > 100
    assert page.evaluate(PLACES) == before
    page.mouse.move(0, 0)
    square.focus()
    expect(hint).to_be_hidden()


def width_of(part: Locator) -> float:
    """How wide the part is drawn, in pixels."""
    box = part.bounding_box()
    assert box
    return box["width"]
