"""A mail server that fails: the page says so in a sentence, and what was done stands."""

import time
from html import unescape
from io import StringIO
from typing import Final

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from commitments.people import factor_reset_actions
from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership, Role
from commitments.web import mail
from commitments.web.mail import take_unsent
from tests import make
from tests.support import mail_server, recorders, second_factor_app

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST: Final = 5 * mail_server.TIMEOUT  # with what the page itself takes
OLA: Final = "ola@kd.example.no"
SAID: Final = f"The email to {OLA} could not be sent. Everything else is done."
INVITED: Final = {"email": OLA, "name": "Ola", "language": "nb", "role": Role.SECRETARIAT}


@pytest.fixture(autouse=True)
def _nothing_unsent() -> None:
    take_unsent()


@pytest.fixture
def client() -> Client:
    """Someone of the secretariat, whose first page was made before the mail server failed."""
    client = recorders.client_of(make.make_membership(role=Role.SECRETARIAT))
    assert client.get("/en/arbeid/folk/").status_code == 200
    return client


@pytest.fixture(params=mail_server.FAILURES)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def shown(client: Client, address: str) -> str:
    return unescape(client.get(address).text)


def test_an_invitation_stands_and_can_be_sent_again(
    way: str, client: Client, settings: Settings
) -> None:
    with mail_server.serving(settings, way):
        began = time.monotonic()
        answer = client.post("/en/arbeid/folk/ny/", INVITED)
        took = time.monotonic() - began

    assert answer.status_code == 302
    assert took < LONGEST
    assert SAID in shown(client, "/en/arbeid/folk/")
    assert SAID not in shown(client, "/en/arbeid/folk/")
    assert Invitation.objects.open().get().email == OLA
    with mail_server.serving(settings) as server:
        client.post("/en/arbeid/folk/ny/", INVITED)
    assert len(server.taken) == 1
    assert SAID not in shown(client, "/en/arbeid/folk/")
    assert Invitation.objects.open().count() == 1


def test_the_admin_says_it_too(client: Client, settings: Settings) -> None:
    with mail_server.serving(settings, "address refused"):
        answer = client.post("/en/admin/commitments/invitation/add/", INVITED)

    assert answer.status_code == 302
    assert SAID in shown(client, "/en/admin/commitments/invitation/")


@pytest.mark.parametrize("email", [OLA, "ingen@kd.example.no"])
def test_a_forgotten_password_gets_the_form_back(email: str, way: str, settings: Settings) -> None:
    make.make_user(email=OLA, password=second_factor_app.PASSWORD, language="nn")

    with mail_server.serving(settings, way):
        began = time.monotonic()
        answer = Client().post("/en/konto/passord/glemt/", {"email": email})
        took = time.monotonic() - began

    page = unescape(answer.text)
    assert answer.status_code == 503
    assert took < LONGEST
    assert "The email could not be sent just now. Try again in a few minutes." in page
    assert '<html lang="en"' in page
    assert f'value="{email}"' in page
    assert not answer.cookies.get("sessionid")


def test_appoint_says_how_the_link_is_sent_again(way: str, settings: Settings) -> None:
    printed = StringIO()
    person = ("--email", OLA, "--name", "Ola")

    with (
        mail_server.serving(settings, way),
        pytest.raises(CommandError, match=r"could not be sent.+/konto/passord/glemt/$"),
    ):
        call_command("appoint", "--party", "KD", *person, stdout=printed)

    assert printed.getvalue() == f"Appointed {OLA}: approver of KD.\n"
    assert Membership.objects.in_force().get().user.email == OLA
    with mail_server.serving(settings) as server:
        assert Client().post("/konto/passord/glemt/", {"email": OLA}).status_code == 302
    assert len(server.taken) == 1


def test_a_server_that_hangs_is_waited_for_once(settings: Settings) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    approvers = [make.make_membership(role=Role.APPROVER) for _number in range(11)]
    person = make.make_membership(role=Role.EDITOR)
    second_factor_app.with_app(person.user)

    with mail_server.serving(settings, "silent"):
        began = time.monotonic()
        factor_reset_actions.ask(person.user, by=secretariat, factor_at=timezone.now())
        took = time.monotonic() - began

    assert took < 6 * mail_server.TIMEOUT  # of twelve
    unsent = [person.user.email, *(approver.user.email for approver in approvers)]
    assert sorted(take_unsent()) == sorted(unsent)


def test_a_refused_address_does_not_keep_others_from_their_mail(settings: Settings) -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    make.make_membership(role=Role.APPROVER)
    person = make.make_membership(role=Role.EDITOR)
    second_factor_app.with_app(person.user)

    with mail_server.serving(settings, "address refused") as server:
        factor_reset_actions.ask(person.user, by=secretariat, factor_at=timezone.now())
        connections = server.connections

    assert connections == len(take_unsent()) == 2


def test_a_page_is_not_told_what_another_request_left(client: Client, settings: Settings) -> None:
    """One thread serves many people."""
    with mail_server.serving(settings, "away"):
        mail.send("account/email/no_account.txt", gettext_lazy("mail"), OLA, "nb")

    client.get("/en/arbeid/")

    assert SAID not in shown(client, "/en/arbeid/folk/")
