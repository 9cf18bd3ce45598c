"""Records, publishes, is seen by the other party and read by the public: by forms only."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from commitments.people.models import Role
from kvalitet.accounts.models import User
from tests import make
from tests.support import second_factor_app

WITHOUT_SCRIPTS: Final = pytest.param(False, marks=[pytest.mark.long, pytest.mark.one_database])
PASSWORD = "en lang setning som passord"
FIRST = "Eksempel: departementet kalte inn til møter."
FIXED = "Eksempel: departementet kalte inn til tre møter våren 2006."
SOURCE = "Eksempel: innkalling til møtene"

Open = Callable[..., Page]


def arrive(page: Page, name: str, *, role: str = Role.EDITOR, party: str = "KD") -> Page:
    """Sign in with address and password, as a person of a party does."""
    user = make.make_user(name=name, password=PASSWORD)
    make.make_membership(user=user, role=role, party=party)
    return enter(page, user)


def enter(page: Page, user: User) -> Page:
    """Sign in with address, password and a code."""
    second_factor_app.with_app(user)
    page.goto("/en/konto/inn/")
    page.locator("main [name=login]").fill(user.email)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.locator("main [name=code]").fill(second_factor_app.recovery_code(user))
    button(page, "Sign in")
    expect(page).to_have_url("/en/arbeid/")
    return page


def button(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, WITHOUT_SCRIPTS])
def test_records_returns_publishes_and_reads(open_page: Open, scripts: bool) -> None:
    def desk() -> Page:
        return open_page(java_script_enabled=scripts)

    editor = arrive(desk(), "Eva Redaktør")
    editor.goto("/en/arbeid/forpliktelser/2005-F2/ny/")
    editor.locator("[name=status][value=in_progress]").check()
    editor.locator("[name=narrative]").fill(FIRST)
    editor.locator("[name=true_on]").fill("2006-05-12")
    button(editor, "Send for approval")
    expect(editor.locator(".ds-error-summary")).to_contain_text("Correct one thing")
    expect(editor.locator("[name=narrative]")).to_have_value(FIRST)
    editor.locator("[name=source-title]").fill(SOURCE)
    editor.locator("[name=source-address]").fill("https://www.example.no/innkalling")
    button(editor, "Send for approval")
    expect(editor.get_by_role("main")).to_contain_text("The entry has been sent.")

    approver = arrive(desk(), "Arne Godkjenner", role=Role.APPROVER)
    approver.get_by_role("main").get_by_role("link", name="2005-F2").first.click()
    expect(approver.get_by_role("main")).to_contain_text(FIRST)
    approver.locator("[name=note]").fill("Eksempel: skriv hvor mange møter.")
    button(approver, "Return with the note")
    expect(approver.get_by_role("main")).to_contain_text("returned with your note")

    editor.goto("/en/arbeid/")
    expect(editor.get_by_role("main")).to_contain_text("skriv hvor mange møter")
    editor.get_by_role("main").get_by_role("link", name="2005-F2").first.click()
    editor.get_by_role("main").get_by_role("link", name="Edit").first.click()
    editor.locator("[name=narrative]").fill(FIXED)
    button(editor, "Send for approval")
    expect(editor.get_by_role("main")).to_contain_text("The entry has been sent.")

    reader = desk()
    reader.goto("/en/forpliktelser/2005-F2/")
    expect(reader.get_by_role("main")).not_to_contain_text("departementet kalte inn")

    approver.goto("/en/arbeid/")
    approver.get_by_role("main").get_by_role("link", name="2005-F2").first.click()
    button(approver, "Publish")
    expect(approver.get_by_role("main")).to_contain_text("The entry has been published.")

    other = arrive(desk(), "Kirsti Redaktør", party="KS")
    expect(other.get_by_role("main")).to_contain_text("2005-F2")

    reader.wait_for_timeout(1_100)  # a reader may see the former page for a second
    reader.goto("/en/forpliktelser/2005-F2/")
    expect(reader.get_by_role("main")).to_contain_text(FIXED)
    expect(reader.get_by_role("main").get_by_role("link", name=SOURCE).first).to_be_visible()
    expect(reader.get_by_role("main")).not_to_contain_text("Eva Redaktør")
