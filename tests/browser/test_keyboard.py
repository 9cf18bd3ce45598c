"""With Tab and Enter alone: every control is reached, seen to have the focus, and works."""

import re
from typing import Final

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_STOPS: Final = 60
UNSETTLED: Final = ".htmx-request, .htmx-swapping, .htmx-settling"
UNSEEN: Final = """() => {
    const part = document.activeElement;
    const field = part.closest(".ds-field");  // around a choice, the whole field is marked
    const {top, bottom} = part.getBoundingClientRect();
    const looks = [part, ...(field ? [field] : [])].map(each => getComputedStyle(each));
    const marked = looks.some(look => look.outlineStyle !== "none" || look.boxShadow !== "none")
        || part.matches(".ds-skip-link")  // shows by coming into view
        || part.matches("[type=date]");  // the browser marks the part of the date
    return marked && bottom > 0 && top < innerHeight ? "" : part.outerHTML.slice(0, 200);
}"""


def settle(page: Page) -> None:
    """Wait until the list that was asked for stands there and the focus is where it was."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(UNSETTLED)).to_have_count(0)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the control has the focus; each stop on the way must be visible."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) == ""
        if wanted.evaluate("part => part === document.activeElement"):
            return
    pytest.fail(f"{wanted} is not reached in {MOST_STOPS} stops")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page: Page) -> None:
    page.goto("/")
    skip = page.locator("a[href='#innhold']")

    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_menu_leads_to_the_register(page: Page) -> None:
    page.goto("/")

    tab_to(page, page.locator("header nav a[href='/forpliktelser/']"))
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/forpliktelser/$"))


def test_the_filters_and_a_result(page: Page) -> None:
    page.goto("/forpliktelser/")
    form = page.locator("main form[role=search]")

    tab_to(page, form.locator("[name=q]"))
    page.keyboard.type("rekrutt")
    tab_to(page, form.locator("[name=avtale]"))
    page.keyboard.type("2005")
    settle(page)
    tab_to(page, form.locator("button"))
    page.keyboard.press("Enter")
    settle(page)
    expect(page).to_have_url(re.compile(r"avtale=2005-2009"))

    result = page.locator("main table tbody a[href^='2005-']").first
    tab_to(page, result)
    address = result.get_attribute("href")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(rf"/forpliktelser/{address}$"))
