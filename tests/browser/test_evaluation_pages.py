"""The pages of an evaluation in the workspace: axe in light and dark, and 320 pixels."""

from collections.abc import Callable
from typing import Final, Literal

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from commitments.people.models import Membership
from tests.browser.conftest import Axe
from tests.browser.test_pages import lost_on_paper
from tests.support import evaluation_states, recorders

PAGE: Final = "arbeid/evalueringer/2011-2013/2012/"
OPENED: Final = "arbeid/evalueringer/2011-2013/2013/"
PARTY: Final = (
    f"{PAGE}#F2",
    f"{PAGE}konklusjon/",
    f"{PAGE}signer/",
    f"{PAGE}utkast/",
    "arbeid/evalueringer/fra-den-gang/ny/",
)
ALONE: Final = "arbeid/evalueringer/2011-2013/2011/alene/"
REOPENING: Final = "arbeid/evalueringer/2005-2009/2008/gjenapning/"
SECRETARIAT: Final = ("arbeid/evalueringer/", "arbeid/evalueringer/apne/", "arbeid/moter/nytt/")


def violations_on(page: Page, axe: Axe, addresses: tuple[str, ...], prefix: str) -> list[str]:
    """What axe finds on these pages, those that scroll sideways, and what paper loses.

    Rows are open.
    """
    found = []
    for address in addresses:
        page.goto(f"/{prefix}{address}")
        if address.endswith("#F2"):
            page.locator("#F2 summary", has_text="2011-F2").last.click()
            page.locator("#F2 [name=verdict][value=not_fulfilled]").check()
        found += axe(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address} scrolls sideways")
        found += lost_on_paper(page)
    return found


@pytest.mark.parametrize(
    "look",
    [
        (320, "light", ""),
        pytest.param((1280, "dark", "nn/"), marks=pytest.mark.long),
        pytest.param((320, "dark", "en/"), marks=pytest.mark.long),
    ],
)
def test_pages_are_free_of_violations(
    open_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    axe: Axe,
    look: tuple[int, Literal["light", "dark"], str],
) -> None:
    width, scheme, prefix = look
    laid = evaluation_states.evaluation_in("conclusion_accepted")
    evaluation_states.evaluation_in("open", year=2013)
    late = evaluation_states.late_in(2011)
    signed = evaluation_states.evaluation_in("signed", slug="2005-2009", year=2008)

    def visit(membership: Membership) -> Page:
        context = open_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        name = settings.SESSION_COOKIE_NAME
        value = recorders.client_of(membership).cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return context.new_page()

    approver = visit(laid.approvers["KD"])
    found = violations_on(approver, axe, (*PARTY, f"{OPENED}lever/", OPENED), prefix)
    found += violations_on(visit(late.approvers["KD"]), axe, (ALONE,), prefix)
    found += violations_on(visit(signed.approvers["KD"]), axe, (REOPENING,), prefix)
    found += violations_on(visit(laid.secretariat), axe, SECRETARIAT, prefix)

    assert found == []
