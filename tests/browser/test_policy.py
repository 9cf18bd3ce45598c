"""The policy in a browser: hostile text runs nowhere, our own pages never meet it, it does bite."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from commitments.foundation.choices import State
from commitments.people.models import Role
from commitments.sources.actions import NewSource
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders
from tests.support.hostile_text import REPRESENTATIVE, RUNS

HAS_RUN: Final = "window.ran"


@dataclass(frozen=True)
class Written:
    """An approver of KD with a hostile name, and the keys of entries of each state."""

    approver: User
    entries: dict[State, int]


@pytest.fixture
def written(open_context: Callable[..., BrowserContext]) -> Written:
    """Entries that hold the three representative lines wherever people write."""
    eva = recorders.editor(name=REPRESENTATIVE[1])
    arne = recorders.approver(name=REPRESENTATIVE[0])
    text = "\n".join(REPRESENTATIVE)
    written = {
        state: recorders.taken_to(
            state,
            by=eva,
            decided_by=arne,
            narrative=text,
            new_sources=[NewSource(line, "https://www.example.no/") for line in REPRESENTATIVE],
        )
        for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED)
    }
    return Written(arne.user, {state: entry.pk for state, entry in written.items()})


def sign_in(page: Page, user: User, live_server: LiveServer) -> None:
    """Give the browser a session of this person."""
    User.objects.filter(pk=user.pk).update(password="usable")
    user.refresh_from_db()
    client = Client()
    recorders.sign_in(client, user)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])


def test_hostile_text_runs_on_no_page(written: Written, page: Page) -> None:
    public = [
        "/",
        "/framdrift/",
        f"/forpliktelser/{recorders.REF}/",
        f"/forpliktelser/{recorders.REF}/historikk/",
        f"/forpliktelser/?q={REPRESENTATIVE[1]}",
        f"/konto/inn/?next={REPRESENTATIVE[0]}",
    ]
    for address in public:
        page.goto(address)
        assert page.evaluate(HAS_RUN) is None, address


def test_hostile_text_runs_on_no_page_of_staff(
    written: Written, page: Page, live_server: LiveServer
) -> None:
    work = "/arbeid/oppforinger/"
    sign_in(page, written.approver, live_server)
    for address in (
        "/arbeid/",
        "/arbeid/lister/utkast/",
        "/arbeid/lister/til-godkjenning/",
        "/arbeid/folk/",
        f"{work}{written.entries[State.DRAFT]}/rediger/",
        f"{work}{written.entries[State.SUBMITTED]}/",
        f"{work}{written.entries[State.RETURNED]}/historikk/",
        f"{work}{written.entries[State.PUBLISHED]}/foresla-trekking/",
    ):
        answer = page.goto(address)
        assert answer
        assert answer.status == 200, address
        assert page.evaluate(HAS_RUN) is None, address


def test_the_admin_works_under_the_policy(
    written: Written, page: Page, live_server: LiveServer
) -> None:
    superuser = make.make_user(is_superuser=True)
    make.make_membership(role=Role.SECRETARIAT, user=superuser)
    sign_in(page, superuser, live_server)
    page.goto(reverse("admin:index"))
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        page.goto(reverse(f"{base}_changelist"))
        assert page.evaluate(HAS_RUN) is None, base
        first = page.locator("#result_list tbody th a").first
        if first.count():
            first.click()
            page.wait_for_load_state()
            assert page.evaluate(HAS_RUN) is None, base


def test_the_policy_stops_what_escaping_would_miss(
    open_context: Callable[..., BrowserContext],
) -> None:
    page = open_context().new_page()
    console_lines: list[str] = []
    page.on("console", lambda message: console_lines.append(message.text))
    page.goto("/metode/")

    page.evaluate(
        "run => { for (const line of [`<img src=x onerror='${run}'>`, `<p style='color:red'>`])"
        " document.body.insertAdjacentHTML('beforeend', line);"
        " const script = document.createElement('script'); script.textContent = run;"
        " document.body.append(script); }",
        RUNS,
    )
    page.wait_for_timeout(200)

    assert page.evaluate(HAS_RUN) is None
    assert len([line for line in console_lines if "Content Security Policy" in line]) >= 3
