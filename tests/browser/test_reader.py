"""The reader's journey: from the front page to a promise, and away with the list in a file."""

import csv
import re

from playwright.sync_api import Page, expect


def test_a_reader_follows_a_promise_and_takes_the_list_away(page: Page) -> None:
    page.goto("/")
    page.locator("main a[href='/avtaler/2011-2013/']").first.click()
    expect(page.locator("main h1")).to_be_visible()

    page.locator("main a[href='/forpliktelser/2011-F7/']").first.click()
    expect(page.locator("main .kv-over")).to_contain_text("2011-F7")
    wording = page.locator("main blockquote").first
    expect(wording).not_to_be_empty()

    page.locator("header a[href$='#id_q']").click()
    search = page.locator("main form[role=search]")
    search.locator("[name=q]").fill("rekrutt")
    search.locator("[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/forpliktelser/\?q=rekrutt"))
    listed = page.locator("main table tbody th a").all_inner_texts()
    references = [text.split()[0] for text in listed]
    assert references
    expect(page.locator("main table tbody mark").first).to_have_text(
        re.compile("^rekrutt", re.IGNORECASE)
    )

    with page.expect_download() as download:
        page.locator("main a[href='/forpliktelser.csv?q=rekrutt']").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [cell for row in rows[1:] for cell in row if cell in references] == references
