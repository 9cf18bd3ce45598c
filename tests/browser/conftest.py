"""A real browser before a real server: Debian's Chromium, as a reader in Norway uses it."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from commitments.operating import example

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--no-sandbox",  # as root it does not start with one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE: Final = settings.BASE_DIR / "assets" / "node_modules" / "axe-core" / "axe.min.js"
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

Open = Callable[..., Page]
Axe = Callable[..., list[str]]


def first_of(values: Iterable[Any]) -> list[Any]:
    """Values for a parameter: the first in every run, the others in that of the long tests."""
    first, *others = values
    return [first, *(pytest.param(other, marks=pytest.mark.long) for other in others)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed.")
        pytest.skip("Chromium is not installed.")
    # Playwright keeps an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def example_content(texts: None) -> None:
    """The content of the example database, whose banner is above all else."""
    with override_settings(LOCAL=True):
        example.load("Eksempel-passord-12")


@pytest.fixture
def open_context(
    browser: Browser, live_server: LiveServer, texts: None
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a fresh profile, by default as people have it; options are Playwright's."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> BrowserContext:
        defaults: dict[str, Any] = {
            "base_url": live_server.url,
            "locale": "nb-NO",
            "timezone_id": "Europe/Oslo",
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**{**defaults, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(
    open_context: Callable[..., BrowserContext], live_server: LiveServer
) -> Iterator[Open]:
    """Opens a page that must neither complain nor speak to any other site."""
    complaints: list[str] = []

    def opened(**options: Any) -> Page:
        page = open_context(**options).new_page()
        _listen(page, live_server.url, complaints)
        return page

    yield opened
    assert complaints == []


def _listen(page: Page, site: str, complaints: list[str]) -> None:
    """Write down what the page asks of other sites and what its console complains of."""

    def note_request(sent: Request) -> None:
        if not sent.url.startswith((site, "data:", "blob:", "about:")):
            complaints.append(sent.url)

    def keep_message(message: ConsoleMessage) -> None:
        # Two things look like errors and are meant: the page itself is a 404 or a 400,
        # and a request was overtaken by a newer one.
        is_status = message.text.startswith("Failed to load resource")
        is_page_itself = is_status and message.location["url"] == page.url
        is_overtaken = message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
        if message.type in {"error", "warning"} and not is_page_itself and not is_overtaken:
            complaints.append(message.text)

    page.on("request", note_request)
    page.on("console", keep_message)
    page.on("pageerror", lambda error: complaints.append(str(error)))


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page as most readers have it."""
    return open_page()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Violations that axe finds on a page, each with its place; ``rules`` asks for these alone."""
    source = AXE.read_text("utf-8")

    def violations(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)  # as a script element it would be stopped by a strict policy
        found = page.evaluate(
            "runOnly => axe.run(document, {runOnly, resultTypes: ['violations']})",
            list(rules or TAGS),
        )
        return [
            f"{violation['id']}: {violation['help']}: {node['target']} {node['html'][:200]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return violations
