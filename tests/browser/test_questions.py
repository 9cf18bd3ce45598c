"""Ten questions of readers: from the front page, the answer is in view after at most two presses.

A press is a click, a tap or Enter; typing and scrolling on the way are free, scrolling on the page
with the answer is not.
"""

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

SCREENS: Final[dict[str, dict[str, Any]]] = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
MOST: Final = 2  # presses


class Reader:
    """Someone on the front page, whose presses are counted."""

    def __init__(self, page: Page, *, touches: bool) -> None:
        """Take a page, and whether its screen is touched."""
        self.page = page
        self.presses = 0
        self.touches = touches
        page.goto("/")

    def press(self, part: str | Locator) -> None:
        """Press a link with this text, or this part of the page."""
        found = part if isinstance(part, Locator) else self.page.get_by_role("link", name=part)
        target = found.locator("visible=true").first
        self.presses += 1
        if self.touches:
            target.tap()
        else:
            target.click()

    def sees(self, *words: str | re.Pattern[str], within: str = "main") -> None:
        """The words are on the first screen of this page, without scrolling."""
        assert self.presses <= MOST
        for said in words:
            part = self.page.locator(within).get_by_text(said).locator("visible=true").first
            expect(part).to_be_in_viewport()


@pytest.fixture(params=SCREENS)
def reader(
    request: pytest.FixtureRequest,
    example_content: None,
    open_context: Callable[..., BrowserContext],
) -> Reader:
    """A reader of the example database, at a desk and with a phone."""
    screen = SCREENS[request.param]
    return Reader(open_context(**screen).new_page(), touches="has_touch" in screen)


@pytest.mark.long
def test_what_became_of_a_promise_and_who_says_so(reader: Reader) -> None:
    square = reader.page.locator("a.kv-rute[href='/forpliktelser/2011-F7/']")
    reader.press(square)
    if reader.touches:  # the first tap says what the promise is about
        expect(square.locator(".kv-tittel")).to_be_in_viewport()
        reader.press(square)

    reader.sees("Partene er uenige for 2011.", "KD sier innfridd, KS sier delvis innfridd.")


@pytest.mark.long
def test_what_the_parties_disagree_about_for_a_year(reader: Reader) -> None:
    reader.press("De er uenige om 2.")

    reader.sees("2 forpliktelser", re.compile("2011-F7 Rekruttering"))


@pytest.mark.long
def test_what_a_party_promised_alone_and_says_became_of_it(reader: Reader) -> None:
    reader.press("Parter")
    reader.press(reader.page.locator("main a[href='/parter/KS/#alene-2005-2009']"))

    answer = (re.compile("2005-KS1"), re.compile("2005-KS5"), "delvis innfridd")
    reader.sees(*answer, within="#alene-2005-2009 + *")


@pytest.mark.long
def test_whether_the_work_of_a_year_was_evaluated(reader: Reader) -> None:
    reader.press(reader.page.locator("main a[href='/avtaler/2011-2013/evalueringer/2012/']"))

    reader.sees("Evaluering av 2012", re.compile("Ingen evaluering fra den gang er kjent"))
    reader.sees(re.compile("Begge har levert"))


@pytest.mark.long
def test_where_the_agreements_mention_a_word(reader: Reader) -> None:
    reader.page.get_by_role("searchbox").fill("fylkesmannen")
    reader.presses += 1
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/forpliktelser/?q=*")

    reader.sees(re.compile("2005-M3"))


@pytest.mark.long
def test_what_is_reported_from_a_county(reader: Reader) -> None:
    reader.press("Fylker")
    reader.press(reader.page.locator("main a[href='/fylker/11-rogaland/']"))

    reader.sees(re.compile("2011-M3"), "gjennomført")


@pytest.mark.long
def test_which_promises_go_with_a_goal_and_whether_the_text_says_so(reader: Reader) -> None:
    reader.press("Mål")
    reader.press(reader.page.locator("main a[href^='/mal/2011-G2/#']"))

    reader.sees("Ordlyden sier selv at forpliktelsen gjelder målene.", re.compile("2011-M2"))
    reader.sees(re.compile("Portalens forslag"), re.compile("2011-F1"))


@pytest.mark.long
def test_about_which_promises_no_verdict_is_published(reader: Reader) -> None:
    reader.press(reader.page.locator("main a[href*='vurdering=ikke_vurdert']"))

    reader.sees("0 forpliktelser", re.compile("Ingen forpliktelse"))


@pytest.mark.long
def test_where_everything_is_as_files(reader: Reader) -> None:
    reader.press("Alt som filer")

    reader.sees("Forpliktelser: CSV", "Vurderinger: Excel", "Framdrift: JSON")


@pytest.mark.long
def test_who_signed_an_evaluation_when_and_whether_it_is_unchanged(reader: Reader) -> None:
    reader.press(reader.page.locator("#hendelser a[href$='/evalueringer/2011/']"))

    reader.sees(
        re.compile("KD signerte .* 2026"),
        re.compile("KS signerte .* 2026"),
        re.compile("Uendret siden"),
    )
