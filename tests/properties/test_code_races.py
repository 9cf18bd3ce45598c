"""Codes under twenty fingers: one try of twenty gets in, whatever the database."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from pytest_django import Settings

from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership, Role
from kvalitet.accounts.models import UsedCode, User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db(transaction=True)

TRIES = 20
ASKED = "/konto/inn/faktor/"


@pytest.fixture
def siri(settings: Settings) -> User:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    return make.make_user(email="siri@example.no", password=second_factor_app.PASSWORD)


def at_once(calls: list[Callable[[], int]]) -> list[int]:
    """What each call answers, all let go in the same moment."""
    answers: list[int] = []
    ready = Barrier(len(calls))

    def run(call: Callable[[], int]) -> None:
        ready.wait()
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def waiting_browser(user: User) -> Client:
    """A browser that is asked for the second factor."""
    client = Client()
    client.post("/konto/inn/", {"login": user.email, "password": second_factor_app.PASSWORD})
    return client


@pytest.mark.parametrize("kind", ["app", "recovery code"])
def test_twenty_tries_of_one_code_let_one_in(kind: str, siri: User) -> None:
    """ASVS v5.0.0-6.5.1."""
    secret = second_factor_app.with_app(siri)
    browsers = [waiting_browser(siri) for _try in range(TRIES)]
    code = (
        second_factor_app.code(secret) if kind == "app" else second_factor_app.recovery_code(siri)
    )

    statuses = at_once(
        [lambda b=b: b.post(ASKED, {"code": code}).status_code for b in browsers]  # type: ignore[misc]
    )

    assert statuses.count(302) == 1
    assert set(statuses) <= {200, 302, 429}  # after ten wrong ones, none is looked at
    assert UsedCode.objects.count() == (1 if kind == "app" else 0)


def test_ten_clicks_on_one_invitation_make_one_membership(siri: User) -> None:
    make.make_invitation(email="ola@kd.example.no", token="samme")
    filled = {
        "name": "Ola",
        "password1": second_factor_app.PASSWORD,
        "password2": second_factor_app.PASSWORD,
    }
    post = [
        lambda: Client().post("/konto/invitasjon/samme/", filled).status_code for _ in range(10)
    ]

    statuses = at_once(post)

    assert statuses.count(302) == 1
    assert set(statuses) <= {200, 302, 410}
    assert Membership.objects.open().filter(user__email="ola@kd.example.no").count() == 1
    assert not Invitation.objects.open().exists()


def test_two_approvers_at_once_remove_a_persons_factors_once(siri: User) -> None:
    second_factor_app.with_app(siri)
    member = make.make_membership(user=siri)
    request = make.make_factor_reset(membership=member)
    browsers = [recorders.client_of(make.make_membership(role=Role.APPROVER)) for _ in range(4)]
    address = f"/arbeid/folk/{member.pk}/faktor/svar/"

    statuses = at_once([lambda b=b: b.post(address).status_code for b in browsers])  # type: ignore[misc]

    assert statuses == [302] * 4

    assert request.history.count() == 2  # asked, and agreed to once
    siri.refresh_from_db()
    assert siri.session_round == 1
    assert not Authenticator.objects.filter(user=siri).exists()
