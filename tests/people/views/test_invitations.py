"""The link of an invitation: a password and a factor for someone new, a button for others."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

TOKEN = "et-hemmelig-tegn"
LINK = f"/konto/invitasjon/{TOKEN}/"
EMAIL = "ola@kd.example.no"
FILLED = {
    "name": "Ola Nordmann",
    "password1": second_factor_app.PASSWORD,
    "password2": second_factor_app.PASSWORD,
}


def test_someone_new_sets_a_password_and_then_a_factor(client: Client) -> None:
    make.make_invitation(email=EMAIL, token=TOKEN)

    assert 'value="Ola Nordmann"' in client.get(LINK).text
    answer = client.post(LINK, FILLED)

    assert answer["Location"] == "/arbeid/"
    assert client.get("/arbeid/")["Location"] == "/konto/faktor/?next=/arbeid/"
    assert Membership.objects.awaiting_confirmation().filter(user__email=EMAIL).count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"name": " "},
        {"name": "a\ufffdb"},
        {"password1": "kort", "password2": "kort"},
        {"password2": "noe helt annet"},
        {"password1": ""},
        {"password1": EMAIL, "password2": EMAIL},
    ],
)
def test_what_does_not_fit_is_said_and_the_link_still_works(
    changed: dict[str, str], client: Client
) -> None:
    make.make_invitation(email=EMAIL, token=TOKEN)

    page = client.post(f"/en{LINK}", {**FILLED, **changed}).text

    assert "ds-error-summary" in page
    assert second_factor_app.PASSWORD not in page
    assert not User.objects.filter(email=EMAIL).exists()
    assert client.get(LINK).status_code == 200


def test_crafted_fields_change_nothing(client: Client) -> None:
    make.make_invitation(email=EMAIL, token=TOKEN)
    crafted = {"email": "annen@example.no", "role": "approver", "is_superuser": "1"}

    client.post(LINK, {**FILLED, **crafted})

    [member] = Membership.objects.filter(role=Role.EDITOR)
    assert (member.user.email, member.user.is_superuser) == (EMAIL, False)


def test_reading_the_link_uses_nothing(client: Client) -> None:
    make.make_invitation(email=EMAIL, token=TOKEN)

    client.get(LINK)
    client.head(LINK)

    assert Invitation.objects.open().count() == 1
    assert not client.cookies.get("sessionid")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"sent_at": timezone.now() - timedelta(days=8)}, "Ask the secretariat for a new one."),
        ({"ended_at": timezone.now()}, "It was withdrawn"),
        ({"accepted_at": timezone.now()}, "It was accepted"),
    ],
)
def test_a_closed_link_says_why(facts: dict[str, Any], words: str, client: Client) -> None:
    if "ended_at" in facts:
        facts = {**facts, "ended_by": make.make_membership(role=Role.SECRETARIAT)}
    if "accepted_at" in facts:
        facts = {**facts, "accepted_by": make.make_membership()}
    make.make_invitation(email=EMAIL, token=TOKEN, **facts)

    answers = [client.get(f"/en{LINK}"), client.post(f"/en{LINK}", FILLED)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert all(words in answer.text for answer in answers)
    assert not User.objects.filter(email=EMAIL).exists()


def test_an_unknown_link_is_not_found(client: Client) -> None:
    assert client.get(LINK).status_code == 404


def test_someone_with_an_account_signs_in_first(client: Client) -> None:
    user = make.make_user(email=EMAIL, password=second_factor_app.PASSWORD)
    second_factor_app.with_app(user)
    make.make_invitation(email=EMAIL, token=TOKEN)

    assert f'href="/konto/inn/?next={LINK.replace("/", "%2F")}"' in client.get(LINK).text
    assert client.post(LINK, FILLED).status_code == 200
    assert not Membership.objects.open().filter(user=user).exists()

    assert second_factor_app.sign_in(client, EMAIL, next=LINK) == LINK
    assert client.post(LINK)["Location"] == "/konto/inn/"
    assert Membership.objects.open().filter(user=user).count() == 1
    assert client.get("/konto/").status_code == 302


def test_half_signed_in_is_not_enough(client: Client) -> None:
    user = make.make_user(email=EMAIL, password=second_factor_app.PASSWORD)
    make.make_invitation(email=EMAIL, token=TOKEN)
    recorders.sign_in(client, user, factor_age=None)

    client.post(LINK, FILLED)

    assert Invitation.objects.open().count() == 1


def test_someone_else_does_not_accept(client: Client) -> None:
    make.make_user(email=EMAIL, password=second_factor_app.PASSWORD)
    make.make_invitation(email=EMAIL, token=TOKEN)
    recorders.sign_in(client, make.make_user(password=second_factor_app.PASSWORD))

    client.post(LINK)

    assert Invitation.objects.open().count() == 1


def test_the_secretariat_sees_and_withdraws(client: Client) -> None:
    sent = make.make_invitation(email=EMAIL)
    recorders.sign_in(client, sent.sent_by.user)
    path = f"/arbeid/folk/invitasjoner/{sent.pk}/trekk/"

    assert path in client.get("/arbeid/folk/").text
    assert client.post(path)["Location"] == "/arbeid/folk/"

    assert not Invitation.objects.open().exists()


def test_others_see_no_invitations(client: Client) -> None:
    sent = make.make_invitation(email=EMAIL)
    recorders.sign_in(client, make.make_membership(role=Role.APPROVER).user)

    assert EMAIL not in client.get("/arbeid/folk/").text
    assert client.post(f"/arbeid/folk/invitasjoner/{sent.pk}/trekk/").status_code == 404
