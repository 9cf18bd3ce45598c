"""Every page of the account and behind the sign-in, in a browser."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Final

import pytest
from django.urls import resolve
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.pages import PREFIXES
from commitments.foundation.choices import State
from commitments.foundation.content_version import DatabaseMark
from commitments.people.models import Membership, Role
from commitments.places.models import Office
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from kvalitet.accounts.models import User
from tests import make
from tests.access.access_rows import ACCOUNT, PEOPLE, WORKSPACE
from tests.browser.conftest import Axe
from tests.browser.test_keyboard import tab_to
from tests.browser.test_pages import WIDE, violations_of
from tests.browser.test_way_in import WAYS_IN
from tests.support import recorders, regional_states

FORM: Final = "/arbeid/forpliktelser/2005-F1/ny/"
SUMMARY: Final = ".ds-error-summary"

Open = Callable[..., Page]
Visit = Callable[[Membership | None], Page]
Act = Callable[[Page], None]


@dataclass(frozen=True)
class Staff:
    """People and entries of KD, a person who waits, and what a colleague does to a draft."""

    eva: Membership
    arne: Membership
    reader: Membership
    siri: Membership
    waiting: Membership
    entries: dict[State, ProgressEntry]

    def work(self, state: State, step: str = "") -> str:
        """The address of an entry's page in the workspace."""
        return f"/arbeid/oppforinger/{self.entries[state].pk}/{step}"

    def send_empty(self, page: Page) -> None:
        """Send the form as it is: refused, with a summary."""
        page.locator("main [name=send]").click()
        expect(page.locator(SUMMARY)).to_be_focused()

    def save_what_another_has_changed(self, page: Page) -> None:
        """A colleague saves first; then this page's form is saved, and both texts are shown."""
        entry = ProgressEntry.objects.get(pk=self.entries[State.DRAFT].pk)
        content = recorders.content(narrative=f"Eksempel: versjon {entry.version}.", new_sources=[])
        edit_actions.edit(entry, content, by=self.arne, version=entry.version)
        page.locator("main [name=narrative]").fill("Eksempel: min egen tekst.")
        page.locator("main [name=save]").click()
        expect(page.locator("main [role=alert]")).to_be_visible()


@pytest.fixture
def staff(open_context: Callable[..., BrowserContext]) -> Staff:
    """People with work in every list."""
    eva, arne = recorders.editor(), recorders.approver()
    kirsti = recorders.editor("KS", "Kirsti Redaktør")
    recorders.taken_to(
        State.PUBLISHED, by=kirsti, decided_by=recorders.approver("KS", "Knut Godkjenner")
    )
    entries: dict[State, ProgressEntry] = {
        state: recorders.taken_to(state, by=eva, decided_by=arne)
        for state in State
        if state != State.CORRECTED
    }
    corrected = recorders.taken_to(State.PUBLISHED, by=eva, decided_by=arne)
    draft = workflow.correct(corrected, by=eva)
    content = recorders.content(
        correction_reason="Eksempel: feil dag.", narrative="Eksempel: rettet."
    )
    draft = edit_actions.edit(draft, content, by=eva, version=draft.version)
    draft = workflow.submit(draft, by=eva, version=draft.version)
    workflow.approve(draft, by=arne, version=draft.version)
    for code, state in (("01", State.SUBMITTED), ("11", State.DRAFT), ("12", State.PUBLISHED)):
        subject = regional_states.subject_of(code, ref="2005-F2", year=2006)
        regional_states.taken_to(state, by=eva, decided_by=arne, subject=subject, municipalities=1)
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.EXAMPLE)
    return Staff(
        eva,
        arne,
        make.make_membership(role=Role.OFFICE_VIEWER, offices=Office.objects.all()[:2]),
        make.make_membership(role=Role.SECRETARIAT),
        make.make_factor_reset(membership=make.make_membership(confirmed=False)).membership,
        entries,
    )


def pages_of(staff: Staff) -> dict[str, tuple[Membership | None, dict[str, Act | None]]]:
    """For each kind of visitor the addresses to look at, and what to do there first."""
    person = f"/arbeid/folk/{staff.waiting.pk}/"
    return {
        "anonymous": (
            None,
            {
                "/konto/inn/": None,
                "/konto/passord/glemt/": None,
                "/konto/passord/glemt/sendt/": None,
                "/konto/passord/nytt/1/finnes-ikke/": None,
                "/konto/passord/nytt/lagret/": None,
                "/konto/eksempel/": None,
            },
        ),
        "editor": (
            staff.eva,
            {
                "/arbeid/": None,
                "/arbeid/hjelp/": None,
                "/arbeid/lister/forpliktelser/": None,
                "/arbeid/filer/": None,
                FORM: None,
                f"{FORM}?": staff.send_empty,  # the same address, sent empty
                staff.work(State.DRAFT): None,
                staff.work(State.RETURNED): None,
                staff.work(State.PUBLISHED): None,
                staff.work(State.DRAFT, "rediger/"): staff.save_what_another_has_changed,
                staff.work(State.DRAFT, "historikk/"): None,
                "/arbeid/folk/": None,  # refused
                "/arbeid/fylker/": None,
                "/arbeid/fylker/2005-F2/2006/": None,
                "/arbeid/fylker/2005-F2/2006/14/": None,
                "/arbeid/fylker/import/": None,
            },
        ),
        "approver": (
            staff.arne,
            {
                "/arbeid/forslag/": None,
                "/arbeid/forslag/forerunner/": None,
                "/arbeid/": None,
                staff.work(State.SUBMITTED): None,
                staff.work(State.PUBLISHED, "foresla-trekking/"): None,
                "/arbeid/folk/": None,
                f"{person}avslutt/": None,
                f"{person}faktor/svar/": None,
            },
        ),
        "office": (
            staff.reader,
            {
                "/arbeid/": None,
                "/arbeid/lister/sist-publisert/": None,
                "/arbeid/fylke/01-ostfold/?ar=2006": None,
                "/arbeid/fylke/01-ostfold/meld-feil/": None,
                "/arbeid/saker/": None,
            },
        ),
        "secretariat": (
            staff.siri,
            {
                "/arbeid/": None,
                "/arbeid/folk/ny/": None,
                person: None,
                "/konto/": None,
                "/konto/passord/": None,
                "/konto/ut/": None,
            },
        ),
        "unconfirmed": (staff.waiting, {"/arbeid/": None}),
    }


@pytest.fixture
def visit(open_page: Open, live_server: LiveServer) -> Visit:
    """Opens a browser in which the person, if any, is signed in."""

    def visited(person: Membership | None) -> Page:
        page = open_page()
        if person:
            User.objects.filter(pk=person.user_id).update(password="usable")
            person.user.refresh_from_db()
            value = recorders.client_of(person).cookies["sessionid"].value
            page.context.add_cookies(
                [{"name": "sessionid", "value": value, "url": live_server.url}]
            )
        return page

    return visited


def test_every_page_is_looked_at() -> None:
    who, entry = Membership(pk=1), ProgressEntry(pk=1)
    staff = Staff(who, who, who, who, who, dict.fromkeys(State, entry))
    looked_at = {
        resolve(address.partition("?")[0]).view_name
        for _person, addresses in pages_of(staff).values()
        for address in [*addresses, *chain.from_iterable(WAYS_IN.values())]
    }
    rows = [*WORKSPACE, *PEOPLE, *ACCOUNT]
    pages = {row.name for row in rows if 200 in row.get.values()}

    assert pages <= looked_at


@pytest.mark.long
@pytest.mark.parametrize("languages", [("nb",), ("nn", "en")])
@pytest.mark.parametrize(
    "visitor", ["anonymous", "editor", "approver", "office", "secretariat", "unconfirmed"]
)
def test_a_page_is_for_everyone(
    visitor: str, languages: tuple[str, ...], staff: Staff, visit: Visit, axe: Axe
) -> None:
    person, addresses = pages_of(staff)[visitor]
    page, violations = visit(person), {}

    for address, act in addresses.items():
        for language in languages:
            page.set_viewport_size(WIDE)
            page.goto(f"{PREFIXES[language]}{address}")
            if act:
                act(page)
            violations[address, language] = violations_of(page, axe, language)

    assert {place: found for place, found in violations.items() if found} == {}


@pytest.mark.long
def test_records_with_the_keyboard_alone(staff: Staff, visit: Visit) -> None:
    page = visit(staff.eva)
    page.goto(FORM)
    form = page.locator("main form")

    tab_to(page, form.locator("[name=status]").first)
    page.keyboard.press("ArrowDown")
    expect(form.locator("[name=status][value=in_progress]")).to_be_checked()
    tab_to(page, form.locator("[name=narrative]"))
    page.keyboard.type("Eksempel: skrevet med tastaturet.")
    tab_to(page, form.locator("[name=true_on]"))
    page.keyboard.type("05052006")  # the order of day and month is the browser's
    tab_to(page, form.locator("[name=source-title]"))
    page.keyboard.type("Eksempel: referat")
    tab_to(page, form.locator("[name=source-address]"))
    page.keyboard.type("https://www.example.no/referat")
    tab_to(page, form.locator("[name=send]"))
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("Eksempel: skrevet med tastaturet.")
    entry = ProgressEntry.objects.latest("created_at")
    assert (entry.state, entry.status, str(entry.true_on)) == (
        State.SUBMITTED,
        "in_progress",
        "2006-05-05",
    )


def test_leaving_a_form_that_was_typed_in_asks_first(staff: Staff, visit: Visit) -> None:
    page, asked = visit(staff.eva), []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(FORM)
    page.goto("/arbeid/")  # nothing typed yet: nothing asked
    page.goto(FORM)
    page.locator("main [name=narrative]").press_sequentially("Eksempel: halvferdig.")
    page.locator("header nav a").first.click()
    expect(page.locator("main [name=narrative]")).to_have_value("Eksempel: halvferdig.")
    assert asked == ["beforeunload"]

    page.locator("main [name=send]").click()  # refused, so what was typed is still unsaved
    expect(page.locator(SUMMARY)).to_be_focused()
    page.locator(SUMMARY).locator("a").first.click()
    expect(page.locator("main [name=status]").first).to_be_focused()
    page.locator("header nav a").first.click()
    assert asked == ["beforeunload"] * 2

    page.locator("main [name=save]").click()
    expect(page.locator("main")).to_contain_text("Eksempel: halvferdig.")
    assert asked == ["beforeunload"] * 2
