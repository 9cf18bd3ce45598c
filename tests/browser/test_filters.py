"""The register's filters give the same list with htmx and without any script."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

FORM: Final = "main form[role=search]"
ASKED: Final = [
    {"part": "KS"},
    {"avtale": "2011-2013", "loftetype": "arbeide_for"},
    {"q": "rekruttering"},
    {"tema": "styring", "q": "finnesikke"},
]


def listed(page: Page) -> list[str]:
    """The references in the list, in order."""
    return page.locator("main table tbody th a").all_inner_texts()


def ask(page: Page, fields: dict[str, str]) -> None:
    """Fill in the form and send it."""
    page.goto("/forpliktelser/")
    form = page.locator(FORM)
    form.locator("summary").click()
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("part => part.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button").click()
    for name, value in fields.items():
        expect(page).to_have_url(re.compile(rf"[?&]{name}={value}"))
    page.wait_for_load_state("networkidle")


def test_the_same_list_with_and_without_scripts(open_page: Callable[..., Page]) -> None:
    with_scripts, without = open_page(), open_page(java_script_enabled=False)

    for fields in ASKED:
        ask(with_scripts, fields)
        ask(without, fields)

        heading = without.locator("main h1").inner_text()
        assert listed(with_scripts) == listed(without), fields
        assert ("finnesikke" in fields.values()) == (listed(without) == []), fields
        expect(with_scripts.locator("main h1")).to_have_text(heading)


def test_a_choice_is_told_at_once(page: Page) -> None:
    page.goto("/en/forpliktelser/")
    more = page.locator(FORM).locator("details")
    more.locator("summary").click()

    more.locator("[name=tema]").select_option("styring")

    expect(more.locator("summary")).to_have_text("More filters (1 chosen)")
    expect(more).to_have_attribute("open", "")
    expect(page).to_have_title(re.compile("^Commitments: Governance"))


@pytest.mark.long
def test_a_shared_address_opens_the_same_list(page: Page, open_page: Callable[..., Page]) -> None:
    ask(page, {"part": "KS", "q": "kvalitet"})
    other = open_page()

    other.goto(page.url)

    assert listed(other) == listed(page) != []
    expect(other.locator(FORM).locator("[name=part]")).to_have_value("KS")


def test_back_leads_to_the_list_as_it_was(page: Page) -> None:
    page.goto("/forpliktelser/")
    before = listed(page)
    page.locator(FORM).locator("[name=q]").fill("rekrutt")
    page.locator(FORM).locator("button").click()
    expect(page).to_have_url(re.compile("q=rekrutt"))

    page.go_back()

    expect(page).to_have_url(re.compile(r"/forpliktelser/$"))
    expect(page.locator("main table tbody tr")).to_have_count(len(before))
    assert listed(page) == before
