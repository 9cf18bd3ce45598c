"""Every page type in a browser: light and dark, in each language, on a narrow phone."""

from typing import Any, Final

import pytest
from django.urls import resolve
from playwright.sync_api import Page, ViewportSize

from agreements.pages import PREFIXES
from commitments.operating import load_agreements
from tests.access.access_rows import PUBLIC
from tests.browser.conftest import Axe
from tests.support import evaluation_states
from tests.support.changed_texts import ACCEPTED, FACTS, WORDS, changed
from tests.support.published_entries import correct, publish_entry, withdraw

NOWHERE: Final = "/finnes-ikke/"
PAGES: Final = {
    "front": "/",
    "agreements": "/avtaler/",
    "agreement 2005": "/avtaler/2005-2009/",
    "agreement 2011": "/avtaler/2011-2013/",
    "matrix": "/avtaler/2005-2009/matrise/",
    "all years": "/avtaler/2005-2009/alle-ar/",
    "evaluations": "/avtaler/2005-2009/evalueringer/",
    "text": "/avtaler/2011-2013/tekst/",
    "register": "/forpliktelser/",
    "register, filtered": "/forpliktelser/?avtale=2011-2013&part=KS&q=rekrutt",
    "register by status": "/forpliktelser/?status=i_gang",
    "register, empty": "/forpliktelser/?q=finnesikke",
    "register, invalid": "/forpliktelser/?avtale=1999",
    "commitment": "/forpliktelser/2011-F7/",
    "commitment with progress": "/forpliktelser/2005-F2/",
    "commitment as of a day": "/forpliktelser/2005-F2/?per=2012-01-01",
    "commitment with reservations": "/forpliktelser/2011-M3/",
    "commitment, history": "/forpliktelser/2005-F2/historikk/",
    "progress": "/framdrift/",
    "parties": "/parter/",
    "party": "/parter/KD/",
    "counties": "/fylker/",
    "counties, invalid": "/fylker/?ar=1999",
    "county": "/fylker/12-hordaland/",
    "goals": "/mal/",
    "goal": "/mal/2011-G2/",
    "goal in running text": "/mal/2011-A1/",
    "method": "/metode/",
    "promises": "/metode/lofter/",
    "glossary": "/ordforklaringer/",
    "assessments": "/vurderinger/",
    "verification": "/metode/etterproving/",
    "accessibility": "/tilgjengelighet/",
    "privacy": "/personvern/",
    "not found": NOWHERE,
}
WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}
NARROW: Final[ViewportSize] = {"width": 320, "height": 640}
PAPER: Final[ViewportSize] = {"width": 672, "height": 1000}  # A4 between its margins
WIDTH: Final = "document.documentElement.scrollWidth"
OF_WORDS: Final = (  # what axe says of languages and names
    *("html-has-lang", "html-lang-valid", "valid-lang", "document-title", "empty-heading"),
    *("button-name", "image-alt", "label", "link-name"),
)
TOO_WIDE: Final = """() => [...document.querySelectorAll("body *")]
    .filter(part => part.getBoundingClientRect().right > window.innerWidth)
    .map(part => part.outerHTML.slice(0, 120)).slice(0, 5)"""
LOST_ON_PAPER: Final = """() => {
    const cut = part => part.scrollWidth > part.clientWidth + 1;
    const clips = part => getComputedStyle(part).overflowX !== "visible" && part.clientWidth > 1;
    const folded = part => [...part.children].some(child => !child.checkVisibility());
    const parts = [...document.querySelectorAll("body *")].filter(part => part.checkVisibility());
    const lost = parts.filter(part => !part.matches("input, select, textarea") && (
        clips(part) && cut(part)
        || part.matches("details") && folded(part)
        || part.matches("table:has(> thead)") && !part.tHead.checkVisibility()));
    const outside = part => part.getBoundingClientRect().right > window.innerWidth + 1;
    const html = document.documentElement;
    if (cut(html)) lost.push(html, ...parts.filter(outside));
    const isError = document.querySelector("meta[name=robots]");
    if (!isError && !parts.some(part => part.matches(".kv-papir"))) lost.push(document.body);
    return lost.map(part => part.outerHTML.slice(0, 120)).slice(0, 5);
}"""


def violations_of(page: Page, axe: Axe, language: str = "nb") -> dict[str, list[str]]:
    """What is wrong with the page as it stands: in light, in dark, on a narrow phone, on paper.

    In another language than bokmål nothing but the words is another.
    """
    if language == "nb":
        page.emulate_media(color_scheme="light")
        found = {"light": axe(page)}
        page.emulate_media(color_scheme="dark")  # nothing but the colours is another
        found["dark"] = axe(page, rules=["color-contrast"])
    else:
        found = {"words": axe(page, rules=OF_WORDS)}
    page.set_viewport_size(NARROW)
    if page.evaluate(WIDTH) > NARROW["width"]:
        found["narrow"] = page.evaluate(TOO_WIDE)
    found["paper"] = lost_on_paper(page)
    return {how: violations for how, violations in found.items() if violations}


def lost_on_paper(page: Page) -> list[str]:
    """Parts that a printed page cuts off or leaves folded; the body if it lacks its address.

    An error repeats no address: one that is hidden looks like one that does not exist.
    """
    screen = page.viewport_size
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    lost: list[str] = page.evaluate(LOST_ON_PAPER)
    page.emulate_media(media="screen")
    page.set_viewport_size(screen or WIDE)
    return lost


def test_every_page_type_is_looked_at() -> None:
    """Addresses that end with a slash are pages; the others are files and probes."""
    paths = [path.partition("?")[0] for path in PAGES.values() if path != NOWHERE]
    pages = {row.name for row in PUBLIC if next(row.addresses()).endswith("/")}

    assert pages == {resolve(path).view_name for path in paths}


@pytest.mark.long
@pytest.mark.parametrize("language", PREFIXES)
def test_pages_are_for_everyone(language: str, page: Page, axe: Axe) -> None:
    correct(publish_entry("2006-05-12"), narrative="Eksempel: rettet.")
    withdraw(publish_entry("2007-05-12"))
    publish_entry("2012-05-12", "done", party="KS")

    assert violations_on(PAGES, language, page, axe) == {}


@pytest.mark.long
@pytest.mark.parametrize("language", PREFIXES)
def test_evaluations_are_for_everyone(language: str, page: Page, axe: Axe) -> None:
    evaluation_states.evaluation_in("open", year=2012)
    signed = evaluation_states.evaluation_in("signed", year=2011).evaluation
    paths = {
        "open": "/avtaler/2011-2013/evalueringer/2012/",
        "not opened": "/avtaler/2011-2013/evalueringer/2013/",
        "signed": signed.get_absolute_url(),
        "matrix with verdicts": "/avtaler/2011-2013/matrise/",
        "evaluations, one signed": "/avtaler/2011-2013/evalueringer/",
        "all years with verdicts": "/avtaler/2011-2013/alle-ar/",
        "front with verdicts": "/",
        "party with verdicts": "/parter/KS/",
        "agreement with verdicts": "/avtaler/2011-2013/",
        "commitment with verdicts": f"/forpliktelser/{evaluation_states.REF}/",
        "goal with verdicts": "/mal/2011-B1/",
        "register by verdict": "/forpliktelser/?vurdering=innfridd",
    }

    assert violations_on(paths, language, page, axe) == {}


@pytest.mark.long
@pytest.mark.parametrize("language", PREFIXES)
def test_changed_texts_are_for_everyone(language: str, page: Page, axe: Axe) -> None:
    load_agreements.load(changed(WORDS, FACTS), acceptance=ACCEPTED)
    older = "?per=2012-05-31"
    paths = {
        "agreement": "/avtaler/2011-2013/",
        "agreement as of a day": f"/avtaler/2011-2013/{older}",
        "changed words": "/forpliktelser/2011-F3/",
        "changed words as of a day": f"/forpliktelser/2011-F3/{older}",
        "changed facts": "/forpliktelser/2011-F7/",
        "history": "/forpliktelser/2011-F3/historikk/",
        "register as of a day": f"/forpliktelser/{older}",
        "no answer for a day": f"/metode/{older}",
        "agreement, day to come": "/avtaler/2011-2013/?per=2999-01-01",
    }

    assert violations_on(paths, language, page, axe) == {}


def violations_on(paths: dict[str, str], language: str, page: Page, axe: Axe) -> dict[str, Any]:
    """What is wrong with these pages in a language, by the name of the page."""
    violations = {}
    for name, path in paths.items():
        page.set_viewport_size(WIDE)
        page.goto(f"{PREFIXES[language]}{path}")
        violations[name] = violations_of(page, axe, language)
    return {name: found for name, found in violations.items() if found}
