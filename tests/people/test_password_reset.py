"""A forgotten password: one mail, one link, one use; the same answer whoever asks."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from commitments.people import user_actions
from kvalitet.accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db

NEW = "en helt annen setning"


@pytest.fixture
def kari() -> User:
    return make.make_user(email="kari@kd.example.no", password="riktig hest batteri")


def link_sent_to(client: Client, email: str, **headers: str) -> str:
    """The path of the link in the mail that follows."""
    answer = client.post("/konto/passord/glemt/", {"email": email}, headers=headers)
    assert answer["Location"] == "/konto/passord/glemt/sendt/"
    link = re.search(r"http://localhost:8000(/konto/\S+)", str(mail.outbox[-1].body))
    return link[1] if link else ""


def test_the_link_leads_to_a_new_password(client: Client, kari: User) -> None:
    link = link_sent_to(client, " KARI@kd.example.no")

    form = client.get(link)["Location"]
    answer = client.post(form, {"password1": NEW, "password2": NEW})

    assert answer["Location"] == "/konto/passord/nytt/lagret/"
    kari.refresh_from_db()
    assert kari.check_password(NEW)
    assert client.get("/konto/").status_code == 302


def test_the_key_does_not_stand_in_the_address_of_the_form(client: Client, kari: User) -> None:
    link = link_sent_to(client, kari.email)

    form = client.get(link)["Location"]

    assert form.endswith("/set-password/")


def test_the_link_works_once(client: Client, kari: User) -> None:
    link = link_sent_to(client, kari.email)
    client.post(client.get(link)["Location"], {"password1": NEW, "password2": NEW})

    assert "/passord/glemt/" in Client().get(link).text


def test_the_link_grows_old(client: Client, kari: User) -> None:
    with time_machine.travel("2026-11-23 08:00 +0000", tick=False) as clock:
        link = link_sent_to(client, kari.email)
        clock.shift(3 * 24 * 60 * 60 + 60)

        assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    "link",
    [
        "/konto/passord/nytt/1/x-y/",
        "/konto/passord/nytt/zzzzzzzzzzzzz/x/",
        "/konto/passord/nytt/1/set-password/",
        "/konto/passord/nytt/%00/%00/",
        "/konto/passord/nytt/æøå/æøå/",
    ],
)
def test_a_made_up_link_says_what_to_do(link: str, client: Client, kari: User) -> None:
    answer = client.get(link)

    assert answer.status_code == 200
    assert "/konto/passord/glemt/" in answer.text


def test_known_unknown_and_deactivated_get_the_same_answer_and_a_mail(
    client: Client, kari: User
) -> None:
    make.make_user(email="borte@kd.example.no", password=NEW, is_active=False)

    links = [
        link_sent_to(client, email) for email in (kari.email, "ny@kd.no", "borte@kd.example.no")
    ]

    assert [bool(link) for link in links] == [True, False, False]
    assert [letter.to for letter in mail.outbox] == [
        [kari.email],
        ["ny@kd.no"],
        ["borte@kd.example.no"],
    ]


def test_the_link_never_follows_the_request(client: Client, kari: User) -> None:
    assert link_sent_to(client, kari.email, host="127.0.0.1", x_forwarded_host="ond.example.no")


def test_the_mail_is_written_in_the_language_of_the_account(client: Client, kari: User) -> None:
    user_actions.choose_language(kari, "en")

    client.post("/nn/konto/passord/glemt/", {"email": kari.email})

    assert mail.outbox[0].subject == "New password for Kvalitetsavtalen"
    assert "/en/konto/passord/nytt/" in mail.outbox[0].body


def test_a_short_password_is_refused_with_the_reason(client: Client, kari: User) -> None:
    form = client.get(link_sent_to(client, kari.email))["Location"]

    answer = client.post(form, {"password1": "kort", "password2": "kort"})

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    kari.refresh_from_db()
    assert not kari.check_password("kort")


def test_asking_again_and_again_is_stopped(client: Client, kari: User) -> None:
    answers = [
        client.post("/konto/passord/glemt/", {"email": kari.email}).status_code for _ in range(6)
    ]

    assert answers[-1] == 429
    assert len(mail.outbox) == 5
