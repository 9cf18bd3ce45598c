"""The refusals that people meet most, in a browser: the text stands in the form, and goes on."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from commitments.people.models import Membership
from commitments.people.unsaved_models import UnsavedText
from commitments.progress import actions as progress
from commitments.progress.models import ProgressEntry
from tests.browser.conftest import Axe
from tests.support import evaluation_states, recorders

FORM = "/en/arbeid/forpliktelser/2005-F2/ny/"
ROW = ".kv-vurdering:has(form.kv-vurder)"
TEXT = "Eksempel: tre møter våren 2006.\nEtt til om høsten."


def sign_in(context: BrowserContext, by: Membership, live_server: LiveServer) -> None:
    """Sign the person in anew, as in another tab of the same browser."""
    client = recorders.client_of(by)
    client.get("/arbeid/hjelp/")
    for name, cookie in client.cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])


@pytest.fixture
def page(open_context: Any) -> Page:
    context: BrowserContext = open_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def fill_in(page: Page) -> None:
    page.goto(FORM)
    page.locator("main [name=narrative]").fill(TEXT)


def save(page: Page) -> None:
    page.locator("main [name=save]").click()


def test_signing_in_anew_in_another_tab(page: Page, live_server: LiveServer) -> None:
    eva = recorders.editor()
    sign_in(page.context, eva, live_server)
    fill_in(page)
    page.context.clear_cookies()
    sign_in(page.context, eva, live_server)

    save(page)

    expect(page.get_by_role("alert")).to_contain_text("You have signed in or out since")
    expect(page.locator("main [name=narrative]")).to_have_value(TEXT)
    save(page)
    expect(page.get_by_text("The draft has been saved.")).to_be_visible()
    assert ProgressEntry.objects.get().narrative == TEXT
    assert not UnsavedText.objects.exists()


@pytest.mark.long
def test_a_database_that_takes_no_writes(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page.context, recorders.editor(), live_server)
    fill_in(page)

    def refuse(*_args: object, **_facts: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(progress, "draft", refuse)
        save(page)
        expect(page.get_by_role("alert")).to_contain_text("does not reach its database")
    expect(page.locator("main [name=narrative]")).to_have_value(TEXT)
    save(page)

    expect(page.get_by_text("The draft has been saved.")).to_be_visible()
    assert ProgressEntry.objects.get().narrative == TEXT


@pytest.mark.long
def test_two_rows_of_a_sheet_after_the_session_has_ended(
    page: Page, live_server: LiveServer
) -> None:
    laid = evaluation_states.evaluation_in("open")
    by = laid.editors["KD"]
    sign_in(page.context, by, live_server)
    sheet = f"/en/arbeid/evalueringer/{laid.evaluation.agreement.slug}/{laid.evaluation.year}/"
    tabs = [page, page.context.new_page()]
    for number, tab in enumerate(tabs, 1):
        tab.on("dialog", lambda dialog: dialog.accept())
        tab.goto(sheet)
        row = tab.locator(ROW).nth(number)
        row.locator("details:has(> form.kv-vurder) > summary").click()
        row.locator("[name=narrative]").fill(f"Eksempel: rad {number}.")
    Session.objects.all().delete()

    for number, tab in enumerate(tabs, 1):
        tab.locator(ROW).nth(number).locator(".kv-knapper button").click()
        tab.wait_for_url("**/konto/inn/**")
    sign_in(page.context, by, live_server)
    page.goto("/en/arbeid/")
    expect(page.locator("#ulagret ~ ul > li")).to_have_count(2)
    page.goto(sheet)

    for number in (1, 2):
        text = page.locator(ROW).nth(number).locator("[name=narrative]")
        expect(text).to_have_value(f"Eksempel: rad {number}.")
        expect(text).to_be_visible()


@pytest.mark.long
def test_a_refused_row_of_a_sheet_says_so_in_its_place(
    page: Page, axe: Axe, live_server: LiveServer
) -> None:
    laid = evaluation_states.evaluation_in("open")
    by = laid.editors["KD"]
    sign_in(page.context, by, live_server)
    page.goto(f"/en/arbeid/evalueringer/{laid.evaluation.agreement.slug}/{laid.evaluation.year}/")
    row = page.locator(ROW).nth(1)
    row.locator("details:has(> form.kv-vurder) > summary").click()
    refuse_row(page, row, by, live_server)
    assert axe(page) == []


def test_a_refused_county_says_so_in_its_place(
    page: Page, axe: Axe, texts: None, live_server: LiveServer
) -> None:
    by = recorders.editor()
    sign_in(page.context, by, live_server)
    page.goto("/en/arbeid/fylker/2005-F1/2007/")
    row = page.locator("tr:has(form)").nth(15)
    refuse_row(page, row, by, live_server)
    assert axe(page) == []


def refuse_row(page: Page, row: Locator, by: Membership, live_server: LiveServer) -> None:
    """Save a row with a token from before another sign-in."""
    row.locator("[name=narrative]").fill(TEXT)
    page.context.clear_cookies()
    sign_in(page.context, by, live_server)

    row.get_by_role("button", name="Save").click()

    notice = row.get_by_role("alert")
    expect(notice).to_contain_text("You have signed in or out since")
    expect(notice).to_be_focused()
    expect(notice).to_be_in_viewport()
    expect(row.locator("[name=narrative]")).to_have_value(TEXT)
