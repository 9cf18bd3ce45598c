"""What the portal never saw comes back on the form: by the copy that the browser keeps."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions
from tests.browser.conftest import Axe, first_of
from tests.browser.failing_proxy import Fate, Proxy, before
from tests.support import evaluation_states, recorders
from tests.support.recorders import REF

NEW = f"/en/arbeid/forpliktelser/{REF}/ny/"
YEAR = "/en/arbeid/evalueringer/2011-2013/2012/"
TEXT = "Eksempel: tre møter."
NOTICE = "[data-copy]"
COPIES = "Object.keys(sessionStorage).filter(key => key.startsWith('kopi:')).length"

Visit = Callable[[Membership], Page]


@pytest.fixture
def proxy(live_server: LiveServer) -> Iterator[Proxy]:
    with before(live_server.url) as proxy:
        yield proxy


@pytest.fixture
def visit(open_context: Callable[..., BrowserContext], proxy: Proxy) -> Visit:
    """A page behind the proxy in which the person is signed in."""

    def opened(membership: Membership) -> Page:
        page = open_context(base_url=proxy.url).new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        arrive(page, membership, proxy)
        return page

    return opened


def arrive(page: Page, membership: Membership, proxy: Proxy) -> None:
    """Sign the person in, in this browser."""
    name = settings.SESSION_COOKIE_NAME
    value = recorders.client_of(membership).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": proxy.url}])


def write(page: Page) -> None:
    page.goto(NEW)
    page.locator("[name=status][value=done]").check()
    page.locator("[name=narrative]").fill(TEXT)
    page.locator("[name=language]").select_option("nn")
    page.locator("[name=source-title]").fill("Eksempel: referat")
    page.locator("[name=source-address]").fill("https://www.example.no/referat")


def wait_for_copies(page: Page, number: int) -> None:
    """The policy forbids Playwright's own way to wait for an expression."""
    for _tenth in range(100):
        if page.evaluate(COPIES) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.evaluate(COPIES))


def save(page: Page) -> None:
    page.locator("main [name=save]").click()


def save_in_vain(page: Page) -> None:
    """Save, and wait for what the browser shows instead of a page of the portal."""
    with page.expect_event("framenavigated"):
        page.locator("main [name=save]").click(no_wait_after=True)
    expect(page.locator("main")).to_have_count(0)


def expect_written(page: Page) -> None:
    expect(page.locator("[name=narrative]")).to_have_value(TEXT)
    expect(page.locator("[name=status][value=done]")).to_be_checked()
    expect(page.locator("[name=language]")).to_have_value("nn")
    expect(page.locator("[name=source-title]")).to_have_value("Eksempel: referat")


FATES: list[Fate] = ["502", "504", "413", "died"]


@pytest.mark.parametrize("fate", first_of(FATES))
def test_what_never_arrived_is_back_on_the_form(fate: Fate, visit: Visit, proxy: Proxy) -> None:
    page = visit(recorders.editor())
    write(page)
    proxy.fate = fate
    save_in_vain(page)
    proxy.fate = ""
    assert not ProgressEntry.objects.exists()

    page.goto(NEW)

    expect(page.locator(NOTICE)).to_contain_text("What you last wrote here was not saved.")
    expect(page.locator(NOTICE)).to_be_focused()
    expect_written(page)
    save(page)
    expect(page.get_by_role("main")).to_contain_text("The draft has been saved.")
    assert ProgressEntry.objects.get().narrative == TEXT
    assert page.evaluate(COPIES) == 0


@pytest.mark.long
def test_what_was_saved_although_the_answer_was_lost_is_not_doubled(
    visit: Visit, proxy: Proxy
) -> None:
    page = visit(recorders.editor())
    write(page)
    proxy.fate = "died after it had saved"
    save_in_vain(page)
    proxy.fate = ""

    page.goto(NEW)

    expect(page.locator("[name=narrative]")).to_have_value(TEXT)
    expect(page.locator(NOTICE)).to_have_count(0)
    assert ProgressEntry.objects.count() == 1


@pytest.mark.long
def test_what_was_typed_and_not_sent_is_back_in_the_tab(visit: Visit) -> None:
    page = visit(recorders.editor())
    write(page)

    for _ in range(3):
        page.goto("/en/arbeid/")
        page.goto(NEW)
        expect(page.locator(NOTICE)).to_be_visible()
        expect_written(page)


def test_what_the_portal_has_received_is_not_put_back(visit: Visit) -> None:
    page = visit(recorders.editor())
    write(page)

    save(page)

    expect(page.get_by_role("main")).to_contain_text(TEXT)
    assert page.evaluate(COPIES) == 0
    assert "received" not in {cookie["name"] for cookie in page.context.cookies()}


@pytest.mark.long
def test_an_answer_for_another_tab_confirms_nothing(visit: Visit, proxy: Proxy) -> None:
    page = visit(recorders.editor())
    write(page)
    cookie = {"name": "received", "value": "0" * 32, "url": proxy.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict
    page.goto("/en/arbeid/")

    page.goto(NEW)

    expect_written(page)


@pytest.mark.long
def test_the_kept_text_can_be_thrown_away(visit: Visit, axe: Axe) -> None:
    page = visit(recorders.editor())
    write(page)
    page.goto("/en/arbeid/")
    page.goto(NEW)
    assert axe(page) == []

    page.get_by_role("button", name="Throw the kept text away").click()

    expect(page.locator("main [name=status]").first).to_be_focused()
    expect(page.locator("[name=narrative]")).to_have_value("")
    expect(page.locator("[name=status][value=done]")).not_to_be_checked()
    expect(page.locator(NOTICE)).to_have_count(0)
    page.goto(NEW)
    expect(page.locator("[name=narrative]")).to_have_value("")


def refuse(page: Page, by: Membership, proxy: Proxy) -> None:
    """Save without a session, so that the portal keeps the text, and sign in again."""
    write(page)
    Session.objects.all().delete()
    save(page)
    page.wait_for_url("**/konto/inn/**")
    arrive(page, by, proxy)


@pytest.mark.long
def test_a_newer_copy_outlives_a_look_at_what_the_portal_kept(visit: Visit, proxy: Proxy) -> None:
    by = recorders.editor()
    page = visit(by)
    refuse(page, by, proxy)
    page.goto(NEW)
    page.locator("[name=narrative]").fill(f"{TEXT} Ett til.")
    page.goto("/en/arbeid/")

    page.locator("[aria-labelledby=ulagret] li a").click()
    expect(page.get_by_role("heading", name="What you typed")).to_be_visible()
    page.goto(NEW)

    expect(page.locator("[name=narrative]")).to_have_value(f"{TEXT} Ett til.")
    older = page.get_by_text("You typed this earlier")
    expect(older).to_be_hidden()
    page.get_by_role("button", name="Throw the kept text away").click()
    expect(older).to_be_visible()
    expect(page.locator("[name=narrative]")).to_have_value(TEXT)


@pytest.mark.long
def test_what_was_thrown_away_under_my_work_stays_away(visit: Visit, proxy: Proxy) -> None:
    by = recorders.editor()
    page = visit(by)
    refuse(page, by, proxy)
    page.goto(NEW)
    wait_for_copies(page, 1)
    page.goto("/en/arbeid/")

    page.locator("[aria-labelledby=ulagret] li a").click()
    page.get_by_role("button", name="Throw the text away").click()
    page.goto(NEW)

    expect(page.locator("[name=narrative]")).to_have_value("")
    expect(page.locator(NOTICE)).to_have_count(0)


def test_signing_out_drops_the_copies(visit: Visit) -> None:
    page = visit(recorders.editor())
    write(page)
    wait_for_copies(page, 1)

    page.get_by_role("button", name="Sign out").first.click()

    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate(COPIES) == 0


@pytest.mark.long
def test_signing_out_drops_the_copies_even_in_vain(visit: Visit, proxy: Proxy) -> None:
    page = visit(recorders.editor())
    write(page)
    wait_for_copies(page, 1)
    proxy.fate = "502"

    page.get_by_role("button", name="Sign out").first.click()

    expect(page.get_by_role("heading", name="The proxy")).to_be_visible()
    assert page.evaluate(COPIES) == 0


@pytest.mark.long
def test_a_session_that_ended_by_itself_leaves_the_copy_to_its_owner(
    visit: Visit, proxy: Proxy
) -> None:
    eva = recorders.editor()
    page = visit(eva)
    write(page)
    wait_for_copies(page, 1)
    Session.objects.all().delete()
    page.goto("/en/arbeid/")
    expect(page.locator("[name=login]")).to_be_visible()

    arrive(page, eva, proxy)
    page.goto(NEW)

    expect_written(page)


def test_nobody_else_sees_what_was_typed(visit: Visit, proxy: Proxy) -> None:
    eva, kari = recorders.editor(), recorders.editor(name="Kari Kollega")
    page = visit(eva)
    write(page)
    proxy.fate = "502"
    save_in_vain(page)
    proxy.fate = ""
    assert page.evaluate(COPIES) == 1

    arrive(page, kari, proxy)
    page.goto(NEW)

    expect(page.locator("[name=narrative]")).to_have_value("")
    expect(page.locator(NOTICE)).to_have_count(0)
    assert page.evaluate(COPIES) == 0
    arrive(page, eva, proxy)
    page.goto(NEW)
    expect(page.locator("[name=narrative]")).to_have_value("")


@pytest.mark.long
def test_a_colleagues_change_meanwhile_meets_the_kept_text_as_a_conflict(
    visit: Visit, proxy: Proxy
) -> None:
    eva = recorders.editor()
    entry = recorders.taken_to(State.DRAFT, by=eva)
    page = visit(eva)
    page.goto(recorders.edit_url(entry))
    page.locator("[name=narrative]").fill("Eksempel: min tekst.")
    proxy.fate = "502"
    save_in_vain(page)
    proxy.fate = ""
    content = recorders.content(narrative="Eksempel: kollegaens.", new_sources=[])
    edit_actions.edit(entry, content, by=recorders.approver(), version=entry.version)

    page.goto(recorders.edit_url(entry))
    expect(page.locator("[name=narrative]")).to_have_value("Eksempel: min tekst.")
    save(page)

    expect(page.get_by_role("main")).to_contain_text("Eksempel: kollegaens.")
    expect(page.locator("[name=narrative]")).to_have_value("Eksempel: min tekst.")


def opened(page: Page, anchor: str) -> str:
    """Open a row's form; where its text is typed."""
    page.locator(f"#{anchor} summary", has_text="2011-").last.click()
    return f"#{anchor} [name=narrative]"


@pytest.mark.long
def test_rows_side_by_side_come_back_sent_or_not(visit: Visit, proxy: Proxy) -> None:
    laid = evaluation_states.laid()
    page = visit(laid.approvers["KD"])
    page.goto(YEAR)
    sent, unsent, saved = (opened(page, anchor) for anchor in ("F2", "F3", "F4"))
    page.locator(sent).fill("Eksempel: sendt.")
    page.locator(unsent).fill("Eksempel: ikke sendt.")
    page.locator(saved).fill("Eksempel: lagret.")
    page.get_by_role("button", name="Save 2011-F4 ").click()
    expect(page.locator("#F4")).to_contain_text("has been saved.")
    proxy.fate = "502"
    page.get_by_role("button", name="Save 2011-F2 ").click()
    expect(page.locator("#kv-usendt")).to_be_visible()
    proxy.fate = ""

    page.goto(YEAR)

    expect(page.locator(sent)).to_have_value("Eksempel: sendt.")
    expect(page.locator(unsent)).to_have_value("Eksempel: ikke sendt.")
    expect(page.locator(NOTICE)).to_have_count(2)
    page.get_by_role("button", name="Save 2011-F2 ").click()
    expect(page.locator("#F2")).to_contain_text("has been saved.")
    wait_for_copies(page, 1)


@pytest.mark.long
@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no') }})",
        "Storage.prototype.setItem = () => { throw new Error('full') }",
    ],
    ids=["forbidden", "full"],
)
def test_a_browser_that_keeps_nothing_saves_as_ever(broken: str, visit: Visit) -> None:
    page = visit(recorders.editor())
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(broken)
    write(page)

    save(page)

    expect(page.get_by_role("main")).to_contain_text("The draft has been saved.")
    assert ProgressEntry.objects.get().narrative == TEXT
    assert errors == []


@pytest.mark.parametrize(
    ("field", "copies"),
    [
        ('<textarea name="x"></textarea>', 1),
        ('<input name="x" type="password">', 0),
        pytest.param('<input name="x" autocomplete="one-time-code">', 0, marks=pytest.mark.long),
        pytest.param('<input name="x"><input type="password">', 0, marks=pytest.mark.long),
    ],
)
def test_a_form_with_a_password_or_a_code_is_never_kept(
    field: str, copies: int, visit: Visit
) -> None:
    eva = recorders.editor()
    page = visit(eva)
    page.goto("/en/arbeid/")
    page.evaluate(
        """([who, field]) => {
          const form = document.createElement("form");
          form.innerHTML = `<input type="hidden" name="who" value="${who}">${field}`;
          const main = document.querySelector("main");
          main.append(form);
          main.dispatchEvent(new Event("htmx:load", { bubbles: true }));
        }""",
        [f"{eva.user_id}.session:signed", field],
    )

    page.locator("main [name=x]").fill("riktig hest")
    page.wait_for_timeout(500)

    assert page.evaluate(COPIES) == copies
