"""Sign-in: who gets in, where it leads, when it ends; what of allauth is not there."""

import re

import pytest
import time_machine
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from commitments.people import membership_actions
from commitments.people.models import Membership, Role
from commitments.people.sign_in import is_own_path
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app
from tests.support.second_factor_app import PASSWORD

pytestmark = pytest.mark.django_db


HOSTILE = [
    "https://ond.example.no/",
    "http://ond.example.no/",
    "//ond.example.no/",
    "///ond.example.no/",
    "/\\ond.example.no/",
    "\\\\ond.example.no/",
    "/\t/ond.example.no/",
    "https:ond.example.no",
    "javascript:alert(1)",
    "data:text/html,x",
    " /arbeid/",
    "arbeid/",
    "http://testserver/arbeid/",
    "\x00/arbeid/",
]


@pytest.fixture
def kari() -> User:
    user = make.make_user(email="kari@kd.example.no", password=PASSWORD)
    second_factor_app.with_app(user)
    return user


def sign_in(client: Client, email: str = "kari@kd.example.no", **fields: str) -> str:
    """Where the sign-in forms lead, or "" where one is shown again."""
    return second_factor_app.sign_in(client, email, **fields)


def test_leads_to_the_workspace(client: Client, kari: User) -> None:
    assert sign_in(client) == "/arbeid/"
    assert client.get("/konto/").status_code == 200


def test_the_address_is_taken_in_any_case(client: Client, kari: User) -> None:
    assert sign_in(client, " KARI@kd.example.NO") == "/arbeid/"


def test_leads_on_to_an_own_path(client: Client, kari: User) -> None:
    assert sign_in(client, next="/en/konto/?a=1") == "/en/konto/?a=1"


@pytest.mark.parametrize("address", HOSTILE)
def test_leads_nowhere_else(address: str, client: Client, kari: User) -> None:
    assert not is_own_path(address)
    assert sign_in(client, next=address) == "/arbeid/"
    assert client.get("/konto/inn/", {"next": address})["Location"] == "/arbeid/"
    assert client.post("/konto/ut/", {"next": address})["Location"] == "/"


def test_wrong_unknown_and_deactivated_get_the_same_answer(client: Client, kari: User) -> None:
    make.make_user(email="borte@kd.example.no", password=PASSWORD, is_active=False)

    pages = {
        re.sub(r'value="[^"]*"', "", client.post("/en/konto/inn/", person).text)
        for person in (
            {"login": "kari@kd.example.no", "password": "feil"},
            {"login": "ingen@kd.example.no", "password": PASSWORD},
            {"login": "borte@kd.example.no", "password": PASSWORD},
        )
    }

    assert len(pages) == 1
    assert not Session.objects.exists()


def test_someone_who_never_set_a_password_does_not_get_in(client: Client) -> None:
    make.make_user(email="kari@kd.example.no")

    assert sign_in(client) == ""


def test_too_many_wrong_passwords_close_the_account_for_a_while(client: Client, kari: User) -> None:
    for _attempt in range(10):
        client.post("/konto/inn/", {"login": kari.email, "password": "feil"})

    assert sign_in(client) == ""


def test_a_new_session_id_at_sign_in(client: Client, kari: User) -> None:
    session = client.session
    session["typed"] = {"who": str(kari.pk), "path": "/x/", "fields": ""}
    session.save()
    before = client.cookies[project.SESSION_COOKIE_NAME].value

    sign_in(client)

    assert client.cookies[project.SESSION_COOKIE_NAME].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: Client, kari: User) -> None:
    sign_in(client)

    cookie = client.cookies[project.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_sign_out_is_a_post_and_ends_the_session_on_the_server(client: Client, kari: User) -> None:
    sign_in(client)
    replayed = client.cookies[project.SESSION_COOKIE_NAME].value
    assert client.get("/konto/ut/").status_code == 200

    client.post("/konto/ut/")

    client.cookies[project.SESSION_COOKIE_NAME] = replayed
    assert client.get("/konto/").status_code == 302


def test_an_idle_session_ends(client: Client, kari: User) -> None:
    with time_machine.travel("2026-11-23 08:00 +0000", tick=False) as clock:
        sign_in(client)
        clock.shift(29 * 60)
        assert client.get("/konto/").status_code == 200
        clock.shift(29 * 60)
        assert client.get("/konto/").status_code == 200
        clock.shift(31 * 60)
        assert client.get("/konto/").status_code == 302


def test_a_session_ends_after_twelve_hours_in_use(client: Client, kari: User) -> None:
    with time_machine.travel("2026-11-23 08:00 +0000", tick=False) as clock:
        sign_in(client)
        client.get("/konto/")
        for _quarter in range(47):
            clock.shift(15 * 60)
            assert client.get("/konto/").status_code == 200
        clock.shift(15 * 60)
        assert client.get("/konto/").status_code == 302


def test_another_password_ends_the_other_sessions(client: Client, kari: User) -> None:
    other = Client()
    sign_in(client)
    sign_in(other)
    new = "en helt annen setning"

    answer = client.post(
        "/en/konto/passord/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert answer["Location"] == "/en/konto/"
    assert "Your password has been changed." in client.get("/en/konto/").text
    assert other.get("/konto/").status_code == 302
    assert kari.history.count() == 1


def test_a_short_password_is_refused(client: Client, kari: User) -> None:
    sign_in(client)

    client.post(
        "/konto/passord/", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    )

    kari.refresh_from_db()
    assert kari.check_password(PASSWORD)


def test_a_role_change_bites_on_the_next_request(client: Client) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    recorders.sign_in(client, secretariat.user)
    assert client.get("/arbeid/folk/ny/").status_code == 200

    other = make.make_membership(role=Role.SECRETARIAT)
    membership_actions.end(secretariat, by=other, factor_at=timezone.now())
    make.make_membership(user=secretariat.user, role=Role.EDITOR)

    assert client.get("/arbeid/folk/ny/").status_code == 302
    recorders.sign_in(client, User.objects.get(pk=secretariat.user_id))
    assert client.get("/arbeid/folk/ny/").status_code == 403
    assert Membership.objects.open().filter(user=secretariat.user).count() == 1


@pytest.mark.parametrize(
    "path", ["signup", "email", "inactive", "reauthenticate", "social", "login/code", "registrer"]
)
def test_the_rest_of_allauth_is_absent(path: str, client: Client) -> None:
    assert client.get(f"/konto/{path}/").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reauthenticate"])
def test_the_rest_of_allauth_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    ("language", "title"), [("", "Logg inn"), ("/nn", "Logg inn"), ("/en", "Sign in")]
)
def test_the_page_speaks_the_readers_language(language: str, title: str, client: Client) -> None:
    assert f">{title}</h1>" in client.get(f"{language}/konto/inn/").text
