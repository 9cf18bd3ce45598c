"""Every page type in a browser: light and dark, in each language, on a narrow phone."""

from collections.abc import Callable
from typing import Final

import pytest
from django.urls import resolve
from playwright.sync_api import Page, ViewportSize

from tests.views.access_rows import PUBLIC

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

NOWHERE: Final = "/finnes-ikke/"
PAGES: Final = {
    "front": "/",
    "agreements": "/avtaler/",
    "agreement 2005": "/avtaler/2005-2009/",
    "agreement 2011": "/avtaler/2011-2013/",
    "text": "/avtaler/2011-2013/tekst/",
    "register": "/forpliktelser/",
    "register, filtered": "/forpliktelser/?avtale=2011-2013&part=KS&q=rekrutt",
    "register, empty": "/forpliktelser/?q=finnesikke",
    "register, invalid": "/forpliktelser/?avtale=1999",
    "commitment": "/forpliktelser/2011-F7/",
    "commitment with reservations": "/forpliktelser/2011-M3/",
    "commitment, history": "/forpliktelser/2011-F7/historikk/",
    "progress": "/framdrift/",
    "counties": "/fylker/",
    "counties, invalid": "/fylker/?ar=1999",
    "county": "/fylker/12-hordaland/",
    "method": "/metode/",
    "promises": "/metode/lofter/",
    "accessibility": "/tilgjengelighet/",
    "privacy": "/personvern/",
    "not found": NOWHERE,
}
LANGUAGES: Final = {"nb": "", "nn": "/nn", "en": "/en"}
WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}
NARROW: Final[ViewportSize] = {"width": 320, "height": 640}
WIDTH: Final = "document.documentElement.scrollWidth"
TOO_WIDE: Final = """() => [...document.querySelectorAll("body *")]
    .filter(part => part.getBoundingClientRect().right > window.innerWidth)
    .map(part => part.outerHTML.slice(0, 120)).slice(0, 5)"""


def test_every_page_type_is_looked_at() -> None:
    """Addresses that end with a slash are pages; the others are files and probes."""
    paths = [path.partition("?")[0] for path in PAGES.values() if path != NOWHERE]
    pages = {row.name for row in PUBLIC if next(row.addresses()).endswith("/")}

    assert pages == {resolve(path).view_name for path in paths}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everyone(name: str, page: Page, axe: Callable[..., list[str]]) -> None:
    faults = {}
    for language, prefix in LANGUAGES.items():
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(f"{prefix}{PAGES[name]}")
        faults[language, "light"] = axe(page)
        page.emulate_media(color_scheme="dark")  # nothing but the colours is another
        faults[language, "dark"] = axe(page, rules=["color-contrast"])
        page.set_viewport_size(NARROW)
        if page.evaluate(WIDTH) > NARROW["width"]:
            faults[language, "narrow"] = page.evaluate(TOO_WIDE)

    assert {place: found for place, found in faults.items() if found} == {}
