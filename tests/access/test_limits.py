"""Too many tries: refused with a time to wait, alike for everyone, and nobody is thrown out."""

import re
from typing import Any, Final

import pytest
import time_machine
from django.core import mail
from django.test import Client

from kvalitet.accounts.models import User
from kvalitet.guard.limits import PASSWORD, RESET
from tests import make
from tests.support import recorders

pytestmark = pytest.mark.django_db

PASSWORD_OF_KARI: Final = "riktig hest batteri stift"
NOON: Final = "2026-11-25 12:00 +0000"


@pytest.fixture
def kari() -> User:
    return make.make_user(email="kari@kd.example.no", password=PASSWORD_OF_KARI)


def tried(email: str, password: str = "feil", language: str = "", **headers: str) -> Any:  # noqa: S107
    person = {"login": email, "password": password}
    return Client().post(f"{language}/konto/inn/", person, headers=headers)


def close(email: str) -> None:
    for _try in range(PASSWORD.tries):
        assert tried(email).status_code == 200


def test_the_eleventh_password_is_not_looked_at(kari: User) -> None:
    close(kari.email)

    answer = tried(kari.email, PASSWORD_OF_KARI)

    assert answer.status_code == 429
    assert not answer.cookies


def test_says_how_long_and_keeps_to_it(kari: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        close(kari.email)
        clock.shift(60)
        answer = tried(kari.email, PASSWORD_OF_KARI)
        assert answer["Retry-After"] == str(14 * 60)
        clock.shift(14 * 60)
        assert tried(kari.email, PASSWORD_OF_KARI).status_code == 302


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("", "Vent 15 minutter og prøv igjen."),
        ("/nn", "Vent 15 minutt og prøv att."),
        ("/en", "Wait 15 minutes and try again."),
    ],
)
def test_speaks_the_readers_language(language: str, text: str, kari: User) -> None:
    close(kari.email)

    assert text in tried(kari.email, language=language).text


def test_known_and_unknown_addresses_are_answered_alike(kari: User) -> None:
    pages = []
    for email in (kari.email, "ingen@kd.example.no"):
        with time_machine.travel(NOON, tick=False):
            close(email)
            answer = tried(email)
        pages.append((answer.status_code, answer["Retry-After"], answer.content))

    assert pages[0] == pages[1]


def test_neither_another_header_nor_another_way_to_write_it_helps(kari: User) -> None:
    for number in range(PASSWORD.tries):
        tried(kari.email.upper(), x_forwarded_for=f"198.51.100.{number}")

    assert tried(f" {kari.email}", PASSWORD_OF_KARI, x_forwarded_for="1.2.3.4").status_code == 429


def test_right_passwords_in_between_do_not_open_the_count(kari: User) -> None:
    for _try in range(PASSWORD.tries):
        tried(kari.email)
        tried(kari.email, PASSWORD_OF_KARI)

    assert tried(kari.email, PASSWORD_OF_KARI).status_code == 429


def test_a_session_that_is_running_goes_on(kari: User) -> None:
    signed_in = recorders.client_of(make.make_membership(user=kari))

    close(kari.email)

    assert signed_in.get("/konto/").status_code == 200


def test_mails_are_limited_for_known_and_unknown_alike(kari: User) -> None:
    pages = []
    for email in (kari.email, "ingen@kd.example.no"):
        with time_machine.travel(NOON, tick=False):
            answers = [Client().post("/konto/passord/glemt/", {"email": email}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [302] * RESET.tries + [429]
        pages.append((answers[-1]["Retry-After"], answers[-1].content))

    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2 * RESET.tries


def test_the_count_stands_in_no_cookie_and_in_no_page(kari: User) -> None:
    pages = {re.sub(r'value="[^"]*"', "", tried(kari.email).text) for _try in range(3)}

    assert len(pages) == 1
