"""Text beside another button: nothing typed is lost, with scripts and without."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from commitments.evaluations.assessing.models import Assessment
from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.regional.models import RegionalStatus
from tests.browser.conftest import Axe, first_of
from tests.support import evaluation_states, recorders, regional_states

NOTE = "Eksempel: nevn kilden."
GRID = f"/en/arbeid/fylker/{regional_states.REF}/{regional_states.YEAR}/"
YEAR = "/en/arbeid/evalueringer/2011-2013/2012/"

Visit = Callable[..., Page]


@pytest.fixture
def visit(open_context: Callable[..., BrowserContext], live_server: LiveServer) -> Visit:
    """A page in which the person is signed in."""

    def opened(membership: Membership, *, scripts: bool) -> Page:
        context = open_context(java_script_enabled=scripts)
        name = settings.SESSION_COOKIE_NAME
        value = recorders.client_of(membership).cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return context.new_page()

    return opened


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", first_of([True, False]))
def test_a_note_survives_the_button_that_publishes(visit: Visit, scripts: bool) -> None:
    entry = recorders.taken_to(State.SUBMITTED)
    page = visit(recorders.approver(), scripts=scripts)
    page.goto(f"/en/arbeid/oppforinger/{entry.pk}/")
    page.locator("[name=note]").fill(NOTE)

    press(page, "Publish")

    expect(page.get_by_role("alert")).to_contain_text("You pressed «Publish»")
    expect(page.locator("[name=note]")).to_have_value(NOTE)
    press(page, "Return with the note")
    expect(page.get_by_role("main")).to_contain_text(NOTE)
    assert ProgressEntry.objects.get().state == State.RETURNED


@pytest.mark.long
def test_the_question_is_accessible(visit: Visit, axe: Axe) -> None:
    entry = recorders.taken_to(State.SUBMITTED)
    page = visit(recorders.approver(), scripts=True)
    page.goto(f"/en/arbeid/oppforinger/{entry.pk}/")
    page.locator("[name=note]").fill(NOTE)

    press(page, "Publish")

    expect(page.get_by_role("alert")).to_be_focused()
    assert axe(page) == []


@pytest.mark.long
@pytest.mark.parametrize("scripts", [True, False])
def test_publishes_at_once_without_a_note(visit: Visit, scripts: bool) -> None:
    entry = recorders.taken_to(State.SUBMITTED)
    page = visit(recorders.approver(), scripts=scripts)
    page.goto(f"/en/arbeid/oppforinger/{entry.pk}/")

    press(page, "Publish")

    expect(page.get_by_role("main")).to_contain_text("published")
    assert ProgressEntry.objects.get().state == State.PUBLISHED


def refuse(dialog: Dialog) -> None:
    assert dialog.message.startswith("You have typed something that is not saved")
    dialog.dismiss()


def grid_of(visit: Visit, *, scripts: bool) -> Page:
    """A grid with a draft to send, and a row that is typed in and not saved."""
    editor = recorders.editor("KS")
    regional_states.taken_to(State.DRAFT, by=editor)
    page = visit(editor, scripts=scripts)
    page.goto(GRID)
    page.locator("#id_14_narrative").fill(NOTE)
    return page


@pytest.mark.long
def test_a_step_for_all_rows_asks_while_one_is_not_saved(visit: Visit) -> None:
    page = grid_of(visit, scripts=True)
    page.once("dialog", refuse)

    press(page, "Send 1 draft for approval")

    expect(page.locator("#id_14_narrative")).to_have_value(NOTE)
    assert RegionalStatus.objects.get().state == State.DRAFT
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "Send 1 draft for approval")
    expect(page.locator("[data-copy]")).to_be_visible()
    expect(page.locator("#id_14_narrative")).to_have_value(NOTE)
    assert RegionalStatus.objects.get().state == State.SUBMITTED


@pytest.mark.long
def test_a_step_for_all_rows_waits_for_a_tick_without_scripts(visit: Visit) -> None:
    page = grid_of(visit, scripts=False)

    press(page, "Send 1 draft for approval")

    expect(page.locator("#id_14_narrative")).to_have_value(NOTE)
    assert RegionalStatus.objects.get().state == State.DRAFT
    page.get_by_label("The rows I have typed in are saved").check()
    press(page, "Send 1 draft for approval")
    expect(page.locator("#id_14_narrative")).to_have_value("")
    assert RegionalStatus.objects.get().state == State.SUBMITTED


def sheet_of(visit: Visit, *, scripts: bool) -> Page:
    """Assessments of a year, with a row that is saved and one that is typed in and not saved."""
    laid = evaluation_states.laid()
    laid.assess("KD", "2011-F2")
    page = visit(laid.approvers["KD"], scripts=scripts)
    page.goto(YEAR)
    row = page.locator("#F3")
    row.locator("summary", has_text="2011-").last.click()
    row.locator("[name=narrative]").fill(NOTE)
    page.locator("#F2 summary", has_text="2011-").last.click()
    return page


STEPS = [
    "Start from last year",
    "Clear 2011-F2 Local development in kindergartens",
    "Put the text on the marked rows",
]


@pytest.mark.parametrize("step", first_of(STEPS))
def test_a_step_beside_a_row_of_the_year_asks_first(visit: Visit, step: str) -> None:
    page = sheet_of(visit, scripts=True)
    page.locator("#flere [name=narrative]").fill("Eksempel: til flere.")
    page.once("dialog", refuse)

    press(page, step)

    expect(page.locator("#F3 [name=narrative]")).to_have_value(NOTE)
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("step", first_of(STEPS))
def test_a_step_beside_a_row_waits_for_a_tick_without_scripts(visit: Visit, step: str) -> None:
    page = sheet_of(visit, scripts=False)
    page.locator("#flere [name=narrative]").fill("Eksempel: til flere.")

    press(page, step)

    expect(page.locator("#F3 [name=narrative]")).to_have_value(NOTE)
    assert Assessment.objects.count() == 1
