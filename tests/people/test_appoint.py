"""``appoint``: the command line names whoever starts, and no one after that."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from commitments.people import membership_actions
from commitments.people.models import Membership, Role
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

PERSON = ("--email", "Kari@KD.example.no", "--name", "Kari Nordmann")


def test_names_the_first_approver_confirmed(
    capsys: pytest.CaptureFixture[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("appoint", "--party", "kd", *PERSON)

    membership = Membership.objects.in_force().get(user__email="kari@kd.example.no")
    assert (membership.role, membership.party) == (Role.APPROVER, make.make_party("KD"))
    assert membership.confirmed_at is not None
    assert capsys.readouterr().out == "Appointed kari@kd.example.no: approver of KD.\n"
    assert [letter.to for letter in mail.outbox] == [["kari@kd.example.no"]]


def test_names_the_first_of_the_secretariat() -> None:
    call_command("appoint", "--secretariat", *PERSON)

    assert Membership.objects.in_force().get().role == Role.SECRETARIAT


@pytest.mark.parametrize("place", [("--party", "KD"), ("--secretariat",)])
def test_refuses_where_someone_is_in_force(place: tuple[str, ...]) -> None:
    call_command("appoint", *place, *PERSON)

    with pytest.raises(CommandError):
        call_command("appoint", *place, "--email", "ola@kd.example.no", "--name", "Ola Nordmann")

    assert Membership.objects.count() == 1


def test_an_approver_who_has_left_can_be_followed() -> None:
    first = make.make_membership(role=Role.APPROVER)
    membership_actions.end(first, by=first, factor_at=timezone.now())

    call_command("appoint", "--party", "KD", *PERSON)

    assert Membership.objects.in_force().count() == 1


def test_a_known_person_starts_over_from_the_mailbox(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Anyone else who had got hold of the account loses it."""
    user = make.make_user(email="kari@kd.example.no", password=second_factor_app.PASSWORD)
    second_factor_app.with_app(user)
    recorders.sign_in(client, user)

    with django_capture_on_commit_callbacks(execute=True):
        call_command("appoint", "--party", "KD", *PERSON)

    assert client.get("/konto/").status_code == 302
    assert second_factor_app.sign_in(client, user.email) == ""
    assert not Authenticator.objects.filter(user=user).exists()
    assert [letter.to for letter in mail.outbox] == [["kari@kd.example.no"]]
    assert "/konto/passord/nytt/" in str(mail.outbox[0].body)


def test_a_person_with_an_open_membership_is_refused() -> None:
    user = make.make_user(email="kari@kd.example.no", password=second_factor_app.PASSWORD)
    make.make_membership(user=user, party="KS")

    with pytest.raises(CommandError, match=r"already has access|har allerede tilgang"):
        call_command("appoint", "--party", "KD", *PERSON)

    user.refresh_from_db()
    assert user.has_usable_password()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--party", "XX", *PERSON),
        ("--party", "KD", "--secretariat", *PERSON),
        PERSON,
        ("--party", "KD", "--email", "kari", "--name", "Kari Nordmann"),
        ("--party", "KD", "--email", "kari@kd.example.no", "--name", ""),
    ],
)
def test_bad_arguments_write_nothing(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("appoint", *arguments)

    assert not Membership.objects.exists()
