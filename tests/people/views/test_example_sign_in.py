"""The example sign-in: one click, and only where nothing is real."""

import pytest
from django.test import Client
from pytest_django import Settings

from commitments.foundation.content_version import DatabaseMark
from commitments.people.models import Role
from tests import make

pytestmark = pytest.mark.django_db

PATH = "/konto/eksempel/"
EMAIL = "kd-redaktor@example.no"


@pytest.fixture
def marked() -> None:
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.EXAMPLE)
    make.make_membership(user=make.make_user(email=EMAIL))


def test_each_person_has_a_button(client: Client, marked: None) -> None:
    make.make_membership(role=Role.SECRETARIAT, user=make.make_user(email="s@example.no"))
    make.make_membership(user=make.make_user(email="ekte@kd.no"))

    page = client.get(PATH).text

    assert page.count('name="email"') == 2
    assert "ekte@kd.no" not in page


def test_one_click_signs_in(client: Client, marked: None) -> None:
    answer = client.post(PATH, {"email": EMAIL})

    assert answer["Location"] == "/arbeid/"
    assert EMAIL in client.get("/konto/").text


def test_leads_on_to_own_paths_only(client: Client, marked: None) -> None:
    assert client.post(PATH, {"email": EMAIL, "next": "/konto/"})["Location"] == "/konto/"
    hostile = {"email": EMAIL, "next": "//ond.example.no/"}
    assert client.post(PATH, hostile)["Location"] == "/arbeid/"


@pytest.mark.parametrize("email", ["", "ingen@example.no", "ekte@kd.no", "\x00"])
def test_nobody_else_is_signed_in(email: str, client: Client, marked: None) -> None:
    make.make_membership(user=make.make_user(email="ekte@kd.no"))

    assert client.post(PATH, {"email": email}).status_code == 404
    assert client.get("/konto/").status_code == 302


def test_the_sign_in_page_leads_to_it(client: Client, marked: None) -> None:
    assert f'href="{PATH}"' in client.get("/konto/inn/").text


def test_it_needs_a_token(marked: None) -> None:
    assert Client(enforce_csrf_checks=True).post(PATH, {"email": EMAIL}).status_code == 403


def test_it_is_absent_in_production(client: Client, marked: None, settings: Settings) -> None:
    settings.LOCAL = False

    assert client.get(PATH).status_code == 404
    assert client.post(PATH, {"email": EMAIL}).status_code == 404


@pytest.mark.parametrize("purpose", ["", DatabaseMark.Purpose.MEASURING])
def test_it_is_absent_where_the_content_is_no_example(purpose: str, client: Client) -> None:
    make.make_membership(user=make.make_user(email=EMAIL))
    if purpose:
        DatabaseMark.objects.create(pk=1, purpose=purpose)

    assert client.get(PATH).status_code == 404
    assert client.post(PATH, {"email": EMAIL}).status_code == 404
    assert PATH not in client.get("/konto/inn/").text
