"""A party's page: what it promised alone is seen at once, and the page prints whole."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.support import evaluation_states

ALONE = "section#lovet h3#alene-2005-2009 + ul > li"
SCREENS: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}


@pytest.mark.parametrize("screen", SCREENS)
def test_what_ks_promised_alone_is_one_press_from_its_page(page: Page, screen: str) -> None:
    evaluation_states.evaluation_in("signed", year=2006, slug="2005-2009", ref="2005-F2")
    page.set_viewport_size(SCREENS[screen])
    page.goto("/parter/")
    page.locator("main a[href='/parter/KS/#alene-2005-2009']").click()

    rows = page.locator(ALONE)
    expect(rows).to_have_count(6)
    for row in rows.all():
        expect(row).to_be_in_viewport(ratio=1)
        expect(row).to_contain_text("ikke vurdert 2006")


def test_prints_what_is_folded_and_no_links_within_the_page(page: Page) -> None:
    page.goto("/parter/KD/")
    rows = page.locator("section#taus tbody tr")
    expect(rows).to_have_count(28)
    expect(rows.last).to_be_hidden()

    page.emulate_media(media="print")

    expect(rows.last).to_be_visible()
    expect(page.locator("main nav.kv-hopp")).to_be_hidden()
    assert rows.last.evaluate("row => row.getBoundingClientRect().height") > 0
