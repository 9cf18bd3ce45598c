"""From opening to the public page: the secretariat, KD and KS, by forms only."""

from collections.abc import Callable
from typing import Final

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from commitments.people.models import Membership, Role
from tests import make
from tests.support import recorders

WITHOUT_SCRIPTS: Final = pytest.param(False, marks=pytest.mark.long)
YEAR = "/en/arbeid/evalueringer/2011-2013/2012/"
NARRATIVE = "Eksempel: alle kommuner fikk tilbud i 2012."
SEEN = "Eksempel: bare noen kommuner fikk tilbud."
FIXED = "Eksempel: de fleste kommuner fikk tilbud."
AGREED = "Eksempel: partene er uenige om 2011-F2."

Visit = Callable[..., Page]


@pytest.fixture
def visit(open_context: Callable[..., BrowserContext], live_server: LiveServer) -> Visit:
    """A page in which the person is signed in, with a second factor given just now."""

    def opened(membership: Membership | None, *, scripts: bool) -> Page:
        context = open_context(java_script_enabled=scripts)
        if membership:
            name = settings.SESSION_COOKIE_NAME
            value = recorders.client_of(membership).cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return context.new_page()

    return opened


def button(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def assess(page: Page, anchor: str, verdict: str, text: str) -> None:
    """Fill in a row of the page and save that row alone."""
    row = page.locator(f"#{anchor}")
    row.locator("summary", has_text="2011-").last.click()
    row.locator(f"[name=verdict][value={verdict}]").check()
    row.locator("[name=narrative]").fill(text)
    if verdict == "not_fulfilled":
        row.locator("[name=reason]").select_option("not_prioritised")
        expect(row.locator("[name=reservation]")).to_be_hidden()
    elif verdict == "reservation_used":
        row.locator("[name=reservation]").select_option(index=1)
        expect(row.locator("[name=reason]")).to_be_hidden()
    else:
        row.locator("summary", has_text="Add a source").click()
        row.locator("[name=source-title]").fill("Eksempel: referat")
        row.locator("[name=source-address]").fill("https://www.example.no/referat")
    row.get_by_role("button", name=f"Save 2011-{anchor} ").click()
    expect(page.locator(f"#{anchor}")).to_contain_text(text)


def hand_in(page: Page, party: str) -> None:
    """Confirm what is left out, and hand in."""
    page.goto(f"{YEAR}lever/")
    button(page, f"Submit for {party}")
    expect(page.locator(".ds-error-summary")).to_contain_text("not assessed")
    page.locator("[name=confirmed]").check()
    button(page, f"Submit for {party}")
    expect(page.get_by_role("main")).to_contain_text(f"{party} has submitted.")


def sign(page: Page, party: str) -> None:
    """Sign what is shown."""
    page.goto(f"{YEAR}signer/")
    expect(page.get_by_role("main")).to_contain_text(FIXED)
    page.locator("[name=on_behalf_of]").fill("Eksempel: etter fullmakt")
    button(page, f"Sign for {party}")
    expect(page.get_by_role("main")).to_contain_text(f"{party} has signed.")


@pytest.mark.parametrize("scripts", [True, WITHOUT_SCRIPTS])
def test_opens_assesses_reveals_concludes_signs_and_publishes(visit: Visit, scripts: bool) -> None:
    secretary = visit(make.make_membership(role=Role.SECRETARIAT), scripts=scripts)
    secretary.goto("/en/arbeid/evalueringer/apne/")
    secretary.locator("[name=evaluation_year]").select_option(label="2012 (2011–2013)")
    secretary.locator("[name=deadline_on]").fill("2040-01-15")
    secretary.locator("[name=grace_until_on]").fill("2040-03-15")
    button(secretary, "Open the evaluation")
    expect(secretary.get_by_role("main")).to_contain_text("The evaluation is open.")

    kd = visit(recorders.approver("KD"), scripts=scripts)
    kd.goto(YEAR)
    expect(kd.locator("#teller")).to_contain_text("0 of 16 assessed")
    assess(kd, "F2", "fulfilled", NARRATIVE)
    expect(kd.locator("#teller")).to_contain_text("1 of 16 assessed")
    assess(kd, "F3", "not_fulfilled", "Eksempel: ikke prioritert.")
    expect(kd.locator("#teller")).to_contain_text("2 of 16 assessed")
    assess(kd, "F4", "reservation_used", "Eksempel: budsjettet ga ikke rom.")
    expect(kd.locator("#F4")).to_contain_text("Reservation: 2011-R2")
    hand_in(kd, "KD")

    ks = visit(recorders.approver("KS"), scripts=scripts)
    ks.goto(YEAR)
    expect(ks.get_by_role("main")).not_to_contain_text(NARRATIVE)
    assess(ks, "F2", "partly_fulfilled", SEEN)
    hand_in(ks, "KS")
    expect(ks.locator("#F2")).to_contain_text(NARRATIVE)

    kd.goto(YEAR)
    expect(kd.locator("#F2")).to_contain_text(SEEN)
    expect(kd.locator("#F2")).to_contain_text("In disagreement: KD fulfilled, KS partly fulfilled")
    row = kd.locator("#F2")
    row.locator("summary", has_text="Amend 2011-F2").click()
    row.locator("[name=narrative]").fill(FIXED)
    row.get_by_role("button", name="Save 2011-F2 ").click()
    expect(kd.locator("#F2")).to_contain_text("Amended after the reveal")

    kd.goto(f"{YEAR}konklusjon/")
    kd.locator("[name=text]").fill("Eksempel: partene er enige.")
    button(kd, "Send the proposal")
    expect(kd.get_by_role("main")).to_contain_text("The proposal has been sent to the other party.")
    ks.goto(f"{YEAR}konklusjon/")
    ks.locator("[name=text]").fill(AGREED)
    button(ks, "Send the counter-proposal")
    expect(ks.get_by_role("main")).to_contain_text("The proposal has been sent to the other party.")
    kd.goto(f"{YEAR}konklusjon/")
    button(kd, "Accept the proposal")
    expect(kd.get_by_role("main")).to_contain_text("Both parties can sign now.")

    sign(kd, "KD")
    sign(ks, "KS")

    reader = visit(None, scripts=scripts)
    reader.goto("/en/avtaler/2011-2013/evalueringer/2012/")
    for text in (AGREED, FIXED, SEEN, "Arne Godkjenner"):
        expect(reader.get_by_role("main")).to_contain_text(text)
