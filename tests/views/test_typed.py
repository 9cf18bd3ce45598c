"""An ended session while typing: sign-in, then the form with what its author had typed."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from commitments.models import Membership, Role
from kvalitet.accounts.models import User
from tests import desk, make, phone
from tests.phone import PASSWORD

pytestmark = pytest.mark.django_db

FORM = "/arbeid/folk/ny/"
SIGN_IN = f"/konto/inn/?next={FORM}"
TYPED = "Ola «Æ» Nordmann"


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def siri() -> User:
    user = make.make_user(email="siri@example.no", password=PASSWORD)
    make.make_membership(role=Role.SECRETARIAT, user=user)
    phone.with_app(user)
    return user


def open_form(client: Client, user: User) -> str:
    """The value of the hidden field after the person has opened the form."""
    desk.sign_in(client, user)
    found = re.search(r'name="who" value="([^"]+)"', client.get(FORM).content.decode())
    assert found
    return found[1]


def sign_in(client: Client, email: str) -> str:
    return phone.sign_in(client, email, next=FORM)


def test_what_was_typed_comes_back(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()

    answer = client.post(FORM, {"who": who, "name": TYPED, "role": Role.EDITOR})

    assert answer["Location"] == SIGN_IN
    assert "You had been signed out." in client.get(f"/en{SIGN_IN}").content.decode()
    assert sign_in(client, siri.email) == FORM
    page = client.get(FORM).content.decode()
    assert f'value="{TYPED}"' in page
    assert 'value="editor" checked' in re.sub(r"\s(id|class|required)(=\"[^\"]*\")?", "", page)


def test_it_comes_back_once(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)
    client.get(FORM)

    assert TYPED not in client.get(FORM).content.decode()


def test_nobody_else_gets_it(client: Client, siri: User) -> None:
    other = make.make_user(email="annen@example.no", password=PASSWORD)
    make.make_membership(role=Role.SECRETARIAT, user=other)
    phone.with_app(other)
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})

    sign_in(client, other.email)

    assert not [row for row in Session.objects.all() if "typed" in row.get_decoded()]
    assert TYPED not in client.get(FORM).content.decode()


def test_nobody_else_gets_it_by_another_sign_in(client: Client, siri: User) -> None:
    other = make.make_membership(role=Role.SECRETARIAT).user
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})

    desk.sign_in(client, other)

    assert TYPED not in client.get(FORM).content.decode()


def test_an_expired_session_in_the_browser_keeps_it_too(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    Session.objects.all().delete()

    client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)

    assert TYPED in client.get(FORM).content.decode()


@pytest.mark.parametrize("who", ["", "1", "1:forged", "x" * 5_000])
def test_a_stranger_fills_nothing(who: str, client: Client, siri: User) -> None:
    answer = client.post(FORM, {"who": who, "name": TYPED})

    assert answer["Location"] == SIGN_IN
    assert not Session.objects.exists()
    assert not answer.cookies


def test_more_than_a_form_holds_is_not_kept(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()
    before = Session.objects.count()

    client.post(FORM, {"who": who, "name": "x" * 200_001})

    assert Session.objects.count() == before


def test_neither_files_nor_tokens_are_kept(client: Client, siri: User) -> None:
    who = open_form(client, siri)
    client.cookies.clear()
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")

    client.post(FORM, {"who": who, "name": TYPED, "csrfmiddlewaretoken": "t" * 64, "file": file})

    assert set(client.session["typed"]["fields"].partition("=")[::2][:1]) == {"name"}
    assert "csrfmiddlewaretoken" not in client.session["typed"]["fields"]
    assert who not in client.session["typed"]["fields"]


def test_another_form_does_not_get_it(client: Client, siri: User) -> None:
    membership = make.make_membership()
    who = open_form(client, siri)
    client.cookies.clear()
    client.post(FORM, {"who": who, "name": TYPED})
    sign_in(client, siri.email)

    assert TYPED not in client.get(f"/arbeid/folk/{membership.pk}/").content.decode()
    assert TYPED in client.get(FORM).content.decode()


def test_a_form_that_does_not_keep_leads_to_the_workspace(client: Client) -> None:
    membership = make.make_membership(confirmed=False)

    answer = client.post(f"/arbeid/folk/{membership.pk}/bekreft/")

    assert answer["Location"] == "/konto/inn/"
    assert not Membership.objects.in_force().exists()
    assert not Session.objects.exists()
