"""The way in: invitation, password, app and passkey, sign-in, a lost telephone; in a browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.pages import PREFIXES
from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User
from tests import make
from tests.browser.test_keyboard import tab_to
from tests.browser.test_pages import NARROW, TOO_WIDE, WIDE, WIDTH
from tests.support import recorders, second_factor_app

TOKEN: Final = "et-hemmelig-tegn"
EMAIL: Final = "ola@kd.example.no"

Open = Callable[..., Page]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def with_authenticator(page: Page) -> None:
    """Give the browser a fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def fill_password(page: Page) -> None:
    page.goto("/en/konto/inn/")
    page.locator("main [name=login]").fill(EMAIL)
    page.locator("main [name=password]").fill(second_factor_app.PASSWORD)
    press(page, "Sign in")
    expect(page).to_have_url("/en/konto/inn/faktor/")


def test_an_invited_person_comes_in_and_loses_the_telephone(open_page: Open) -> None:
    make.make_invitation(email=EMAIL, token=TOKEN)
    page = open_page()
    with_authenticator(page)

    page.goto(f"/en/konto/invitasjon/{TOKEN}/")
    expect(page.locator("main [name=name]")).to_have_value("Ola Nordmann")
    page.locator("main [name=password1]").fill(second_factor_app.PASSWORD)
    page.locator("main [name=password2]").fill(second_factor_app.PASSWORD)
    press(page, "Accept and continue")

    expect(page.get_by_role("heading", level=1)).to_have_text("Set up two-step verification")
    follow(page, "Set up an app")
    expect(page.get_by_role("img", name="Picture with the key")).to_be_visible()
    secret = page.locator("main code").inner_text()
    page.locator("main [name=code]").fill(second_factor_app.code(secret))
    press(page, "Set up the app")
    kept = page.locator("main ol code").all_inner_texts()
    assert len(kept) == 10
    follow(page, "I have kept them. Continue")
    expect(page).to_have_url("/en/arbeid/")

    page.goto("/en/konto/faktor/nokkel/")
    page.locator("main [name=name]").fill("jobb-PC")
    press(page, "Add the passkey")
    expect(page.get_by_role("main")).to_contain_text("jobb-PC")
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()

    fill_password(page)
    press(page, "Use a passkey")
    expect(page).to_have_url("/en/arbeid/")
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()

    lost = open_page()
    fill_password(lost)
    lost.locator("main [name=code]").fill(kept[0])
    press(lost, "Sign in")
    expect(lost).to_have_url("/en/arbeid/")
    lost.goto("/en/konto/faktor/")
    expect(lost.get_by_role("main")).to_contain_text("You have 9 recovery codes left")
    member = Membership.objects.get(user__email=EMAIL)
    assert not member.is_confirmed


def test_a_step_that_needs_a_fresh_passkey_goes_on_after_it(
    open_page: Open, live_server: LiveServer
) -> None:
    siri = make.make_membership(
        role=Role.SECRETARIAT, user=make.make_user(email=EMAIL, password=second_factor_app.PASSWORD)
    )
    second_factor_app.with_app(siri.user)
    page = open_page()
    with_authenticator(page)
    signed_in(page, siri.user, live_server)
    page.goto("/en/konto/faktor/nokkel/")
    page.locator("main [name=name]").fill("jobb-PC")
    press(page, "Add the passkey")
    expect(page.get_by_role("main")).to_contain_text("jobb-PC")
    signed_in(page, User.objects.get(pk=siri.user_id), live_server, factor_age=timedelta(minutes=6))

    page.goto("/en/arbeid/folk/ny/")
    page.locator("main [name=email]").fill("ny@kd.example.no")
    page.locator("main [name=name]").fill("Ny Person")
    page.locator("main [name=role][value=secretariat]").check()
    press(page, "Send the invitation")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    press(page, "Use a passkey")
    expect(page.locator("main [name=email]")).to_have_value("ny@kd.example.no")
    press(page, "Send the invitation")

    expect(page.get_by_role("main")).to_contain_text("is invited")


def signed_in(
    page: Page, user: User, site: LiveServer, *, factor_age: timedelta | None = timedelta()
) -> None:
    """Give the browser a session of the person."""
    client = Client()
    recorders.sign_in(client, user, factor_age=factor_age)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": site.url}])


# Each page of the way in, by who looks at it; 0 stands for the person's app.
WAYS_IN: Final = {
    "anonymous": [f"/konto/invitasjon/{token}/" for token in ("ny", "kjent", "finnes-ikke")],
    "half signed in": ["/konto/faktor/", "/konto/faktor/app/", "/konto/faktor/nokkel/"],
    "secretariat": [
        "/arbeid/folk/",
        "/konto/innlogginger/",
        "/konto/faktor/",
        "/konto/faktor/bekreft/?next=/arbeid/",
        "/konto/faktor/koder/",
        "/konto/faktor/0/fjern/",
    ],
}


@pytest.mark.long
@pytest.mark.parametrize("visitor", WAYS_IN)
def test_a_page_of_the_way_in_is_for_everyone(
    visitor: str, open_page: Open, live_server: LiveServer, axe: Callable[..., list[str]]
) -> None:
    page, violations = open_page(), {}

    for address in addresses(page, visitor, live_server):
        for language, prefix in PREFIXES.items():
            page.set_viewport_size(WIDE)
            page.emulate_media(color_scheme="light")
            page.goto(f"{prefix}{address}")
            violations[address, language, "light"] = axe(page)
            if language == "nb":  # the colours are the same in each
                page.emulate_media(color_scheme="dark")
                violations[address, language, "dark"] = axe(page, rules=["color-contrast"])
            page.set_viewport_size(NARROW)
            if page.evaluate(WIDTH) > NARROW["width"]:
                violations[address, language, "narrow"] = page.evaluate(TOO_WIDE)

    assert {place: found for place, found in violations.items() if found} == {}


def addresses(page: Page, visitor: str, site: LiveServer) -> list[str]:
    """What this visitor looks at, made ready."""
    user = make.make_user(email=EMAIL, password=second_factor_app.PASSWORD)
    if visitor == "anonymous":
        make.make_invitation(email="ny@kd.example.no", token="ny")
        make.make_invitation(email=EMAIL, token="kjent")
        return WAYS_IN[visitor]
    if visitor == "half signed in":
        signed_in(page, user, site, factor_age=None)
        return WAYS_IN[visitor]
    make.make_membership(role=Role.SECRETARIAT, user=user)
    make.make_invitation(email="ny@kd.example.no")
    second_factor_app.with_app(user)
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    signed_in(page, user, site)
    return [address.replace("/0/", f"/{app.pk}/") for address in WAYS_IN[visitor]]


def test_sets_up_an_app_with_the_keyboard_alone(open_page: Open, live_server: LiveServer) -> None:
    page = open_page()
    user = make.make_user(email=EMAIL, password=second_factor_app.PASSWORD)
    signed_in(page, user, live_server, factor_age=None)
    page.goto("/konto/faktor/")

    tab_to(page, page.locator("main a[href='/konto/faktor/app/']"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/konto/faktor/app/$"))
    secret = page.locator("main code").inner_text()
    tab_to(page, page.locator("main [name=code]"))
    page.keyboard.type(second_factor_app.code(secret))
    page.keyboard.press("Enter")

    expect(page.locator("main ol code")).to_have_count(10)
