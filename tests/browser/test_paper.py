"""Pages on paper: every column, folded text, and the address that the paper is from."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.templatetags.texts import day
from tests.browser.test_pages import PAGES, lost_on_paper


@pytest.mark.parametrize("name", ["register", "counties", "county", "matrix", "verification"])
def test_prints_every_column_and_folded_text(name: str, page: Page) -> None:
    page.goto(PAGES[name])

    assert lost_on_paper(page) == []


def test_paper_alone_shows_the_address_and_the_day(page: Page) -> None:
    page.goto("/nn/forpliktelser/?part=KS&finnes=ikke")
    line = page.locator(".kv-papir")

    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    expect(line).to_contain_text(f"{settings.ORIGIN}/nn/forpliktelser/?part=KS,")
    expect(line).to_contain_text(day(timezone.localdate()))
