"""Removing two-step verification through the pages, and every way around that is tried."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from commitments.people.factor_reset_models import FactorReset
from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

FOLK: Final = "/arbeid/folk/"
STALE: Final = timedelta(minutes=6)


@pytest.fixture
def secretariat() -> Membership:
    return make.make_membership(role=Role.SECRETARIAT, user=make.make_user(name="Siri Sekretær"))


@pytest.fixture
def approver() -> Membership:
    return recorders.approver()


@pytest.fixture
def kari(approver: Membership) -> Membership:
    """An approver in KD with a password that someone else knows, and an app."""
    user = make.make_user(email="kari@kd.example.no", password=second_factor_app.PASSWORD)
    second_factor_app.with_app(user)
    return make.make_membership(user=user, role=Role.APPROVER)


def is_set_up(membership: Membership) -> bool:
    return set(
        Authenticator.objects.filter(user=membership.user_id).values_list("type", flat=True)
    ) == {"totp", "recovery_codes"}


def path(membership: Membership, step: str = "") -> str:
    return f"{FOLK}{membership.pk}/faktor/{step}"


def page_of(client: Client, address: str) -> str:
    return recorders.page_text(client.get(f"/en{address}").content)


def test_the_secretariat_asks_and_an_approver_agrees(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    asking, answering = recorders.client_of(secretariat), recorders.client_of(approver)
    assert "Ask KD to agree to remove the two-step verification" in page_of(
        asking, f"{FOLK}{kari.pk}/"
    )

    answer = asking.post(f"/en{path(kari)}", follow=True)

    assert "Nothing is removed until one agrees." in recorders.page_text(answer.content)
    assert "is waiting for an approver in KD" in recorders.page_text(answer.content)
    assert is_set_up(kari)
    people = answering.get(f"/en{FOLK}").text
    assert "the secretariat asks to remove the two-step verification" in people
    assert f'href="/en{path(kari, "svar/")}"' in people
    assert "Siri Sekretær in the secretariat asked" in page_of(answering, path(kari, "svar/"))
    answer = answering.post(f"/en{path(kari, 'svar/')}", follow=True)
    assert "The two-step verification is removed." in recorders.page_text(answer.content)
    assert not Authenticator.objects.filter(user=kari.user).exists()


def test_the_person_sets_up_a_new_app_after_the_reset(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    theirs = recorders.client_of(kari)
    recorders.client_of(secretariat).post(path(kari))
    recorders.client_of(approver).post(path(kari, "svar/"))

    assert theirs.get("/arbeid/").status_code == 302
    assert second_factor_app.sign_in(theirs, kari.user.email) == "/arbeid/"
    assert theirs.get("/arbeid/")["Location"].startswith("/konto/faktor/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["/konto/inn/", "/konto/inn/faktor/"])
def test_a_sign_in_that_waits_for_the_code_starts_again_after_the_reset(
    page: str, method: str, secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    theirs = Client()
    fields = {"login": kari.user.email, "password": second_factor_app.PASSWORD, "code": "123456"}
    theirs.post("/konto/inn/", fields)
    recorders.client_of(secretariat).post(path(kari))
    recorders.client_of(approver).post(path(kari, "svar/"))

    answer = getattr(theirs, method)(f"/en{page}", fields, follow=True)

    assert answer.redirect_chain == [("/en/konto/inn/", 302)]
    assert "Sign in again." in recorders.page_text(answer.content)
    assert theirs.post("/konto/inn/", fields)["Location"] == "/arbeid/"
    assert theirs.get("/arbeid/")["Location"].startswith("/konto/faktor/")


def test_an_approver_declines(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    recorders.client_of(secretariat).post(path(kari))

    answer = recorders.client_of(approver).post(f"/en{path(kari, 'trekk/')}", follow=True)

    assert "Nothing is removed." in recorders.page_text(answer.content)
    assert FactorReset.objects.get().ended_by == approver
    assert is_set_up(kari)


def test_the_secretariat_withdraws(secretariat: Membership, kari: Membership) -> None:
    client = recorders.client_of(secretariat)
    client.post(path(kari))
    assert path(kari, "trekk/") in client.get(f"{FOLK}{kari.pk}/").text

    client.post(path(kari, "trekk/"))

    assert not FactorReset.objects.awaiting_answer().exists()


def test_the_page_of_an_earlier_access_leads_to_the_open_request(
    secretariat: Membership, kari: Membership
) -> None:
    earlier = make.make_membership(
        user=kari.user, party="KS", ended_at=kari.started_at + STALE, ended_by=kari
    )
    client = recorders.client_of(secretariat)

    client.post(path(earlier))

    assert FactorReset.objects.get().membership == kari
    assert path(kari, "trekk/") in client.get(f"{FOLK}{earlier.pk}/").text


@pytest.mark.parametrize("step", ["", "svar/", "trekk/"])
def test_each_step_leads_to_a_fresh_factor(
    step: str, secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    make.make_factor_reset(membership=kari, asked_by=secretariat)
    client = recorders.client_of(approver if step == "svar/" else secretariat, factor_age=STALE)

    answer = client.post(path(kari, step))

    assert answer["Location"].startswith("/konto/faktor/")
    assert is_set_up(kari)
    assert FactorReset.objects.awaiting_answer().count() == 1


def test_signing_in_with_what_is_said_to_be_lost_ends_the_request(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    recorders.client_of(secretariat).post(path(kari))

    assert second_factor_app.sign_in(Client(), kari.user.email) == "/arbeid/"

    client = recorders.client_of(approver)
    assert "asks to remove" not in page_of(client, FOLK)
    answer = client.post(f"/en{path(kari, 'svar/')}", follow=True)
    assert "has been answered, or has lapsed" in recorders.page_text(answer.content)
    assert Authenticator.objects.filter(user=kari.user).count() == 2


def test_the_page_of_an_answered_request_has_no_button(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    make.make_factor_reset(
        membership=kari,
        asked_by=secretariat,
        ended_at=kari.started_at + STALE,
        ended_by=secretariat,
    )

    page = recorders.client_of(approver).get(f"/en{path(kari, 'svar/')}").text

    assert "has been answered, or has lapsed" in page
    assert f'action="/en{path(kari, "svar/")}"' not in page


def test_shows_the_question_to_another_approver_alone(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    make.make_factor_reset(membership=kari, asked_by=secretariat)
    visitors = (approver, kari, secretariat)

    statuses = [recorders.client_of(by).get(path(kari, "svar/")).status_code for by in visitors]

    assert statuses == [200, 403, 403]


def test_an_address_without_a_request_is_not_found(approver: Membership, kari: Membership) -> None:
    client = recorders.client_of(approver)

    assert client.get(path(kari, "svar/")).status_code == 404
    assert client.post(path(kari, "trekk/")).status_code == 404


def test_a_partys_only_approver_is_told_the_way_out(secretariat: Membership) -> None:
    only = recorders.approver("KS")
    second_factor_app.with_app(only.user)
    client = recorders.client_of(secretariat)

    page = page_of(client, f"{FOLK}{only.pk}/")
    answer = client.post(f"/en{path(only)}", follow=True)

    assert "another approver in KS agrees, and there is none now" in page
    assert "Ask KS" not in page
    assert "KS has no other approver who can agree to this." in recorders.page_text(answer.content)
    assert is_set_up(only)


def test_the_secretariat_alone_helps_an_office_viewer(secretariat: Membership) -> None:
    viewer = make.make_membership(role=Role.OFFICE_VIEWER, offices=[make.make_office()])
    second_factor_app.with_app(viewer.user)
    client = recorders.client_of(secretariat)
    assert "Remove the two-step verification" in page_of(client, f"{FOLK}{viewer.pk}/")

    answer = client.post(f"/en{path(viewer)}", follow=True)

    assert "The two-step verification is removed." in recorders.page_text(answer.content)
    assert "No two-step verification is set up now." in recorders.page_text(answer.content)


VISITORS: Final[dict[str, dict[str, Any] | None]] = {
    "anonymous": None,
    "KD editor": {"role": Role.EDITOR},
    "KD approver": {"role": Role.APPROVER},
    "KD approver, unconfirmed": {"role": Role.APPROVER, "confirmed": False},
    "KS approver": {"role": Role.APPROVER, "party": "KS"},
    "office viewer": {"role": Role.OFFICE_VIEWER},
    "secretariat": {"role": Role.SECRETARIAT},
}
# What each gets: asking, agreeing, ending; deleting it in the admin and on the person's own page.
STEPS: Final = ("faktor/", "faktor/svar/", "faktor/trekk/")
ANSWERS: Final = {
    "anonymous": [302, 302, 302, 302, 302],
    "KD editor": [404, 404, 404, 404, 404],
    "KD approver": [403, 302, 302, 404, 404],
    "KD approver, unconfirmed": [404, 404, 404, 302, 404],
    "KS approver": [404, 404, 404, 404, 404],
    "office viewer": [404, 404, 404, 302, 404],
    "secretariat": [302, 403, 302, 404, 404],
    "superuser": [403, 403, 403, 404, 404],
    "someone who has left": [404, 404, 404, 302, 404],
    "the person, by password alone": [302, 302, 302, 302, 302],
}


def browser_of(visitor: str, kari: Membership) -> Client:
    client = Client()
    if visitor == "superuser":
        recorders.sign_in(client, make.make_user(is_superuser=True))
    elif visitor == "someone who has left":
        left = recorders.approver()
        left.ended_at, left.ended_by = left.started_at + STALE, left
        left.save()
        recorders.sign_in(client, left.user)
    elif visitor == "the person, by password alone":
        client.post(
            "/konto/inn/", {"login": kari.user.email, "password": second_factor_app.PASSWORD}
        )
    elif facts := VISITORS[visitor]:
        recorders.sign_in(client, make.make_membership(**facts).user)
    return client


@pytest.mark.parametrize("is_asked", [False, True], ids=["not asked", "asked"])
@pytest.mark.parametrize("visitor", ANSWERS)
def test_each_role_alone_cannot_remove_two_step_verification(
    visitor: str, is_asked: bool, secretariat: Membership, kari: Membership
) -> None:
    app = Authenticator.objects.get(user=kari.user, type="totp")
    if is_asked:
        make.make_factor_reset(membership=kari, asked_by=secretariat)
    client = browser_of(visitor, kari)
    addresses = [f"{FOLK}{kari.pk}/{step}" for step in STEPS]
    addresses += [f"/admin/mfa/authenticator/{app.pk}/delete/", f"/konto/faktor/{app.pk}/fjern/"]

    statuses = [client.post(address, {"post": "yes"}).status_code for address in addresses]

    if not is_asked and visitor in {"KD approver", "superuser"}:
        assert statuses[1:3] == [404, 404]
    else:
        assert statuses == ANSWERS[visitor]
    assert is_set_up(kari) == (not (is_asked and visitor == "KD approver"))


@pytest.mark.parametrize("steps", [STEPS, ("avslutt/", *STEPS)], ids=["reset", "end, reset"])
@pytest.mark.parametrize("visitor", ANSWERS)
def test_no_role_gets_from_a_reset_to_the_work_of_the_party(
    visitor: str, steps: Sequence[str], texts: None, secretariat: Membership, kari: Membership
) -> None:
    """Remove the app, invite the person again, sign in with a known password."""
    client, thief = browser_of(visitor, kari), Client()
    for step in steps:
        client.post(f"{FOLK}{kari.pk}/{step}")
    form = {"email": kari.user.email, "name": "Kari", "language": "nb", "role": "approver"}
    client.post(f"{FOLK}ny/", {**form, "party": make.make_party("KD").pk})

    thief.post("/konto/inn/", {"login": kari.user.email, "password": second_factor_app.PASSWORD})
    thief.get("/konto/faktor/app/")
    if secret := thief.session.get("mfa.totp.secret"):
        thief.post("/konto/faktor/app/", {"code": second_factor_app.code(secret)})

    assert thief.get("/arbeid/forpliktelser/2005-F1/ny/").status_code in {302, 403}


def test_the_secretariat_does_not_become_someone_in_the_party(
    texts: None,
    secretariat: Membership,
    kari: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """End the access, remove the app, try a known password, invite the person again."""
    office, thief = recorders.client_of(secretariat), Client()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{FOLK}{kari.pk}/avslutt/")
        office.post(path(kari))
        second_factor_app.sign_in(thief, kari.user.email)
        form = {"email": kari.user.email, "name": "Kari", "language": "nb", "role": "approver"}
        office.post(f"{FOLK}ny/", {**form, "party": make.make_party("KD").pk})

    assert thief.get("/konto/faktor/app/").status_code == 302
    assert not User.objects.get(pk=kari.user_id).has_usable_password()
    assert "passordet ditt virker ikke lenger" in str(mail.outbox[0].body)
    assert not Membership.objects.open().filter(user=kari.user).exists()
    assert {letter.to[0] for letter in mail.outbox} == {kari.user.email}
    link = re.findall(r"/konto/invitasjon/\S+/", str(mail.outbox[-1].body))[0]
    thief.post(link)  # even with the person's mailbox
    thief = Client()
    recorders.sign_in(thief, User.objects.get(pk=kari.user_id))
    assert thief.get("/arbeid/forpliktelser/2005-F1/ny/").status_code == 403
    assert not Membership.objects.in_force().filter(user=kari.user).exists()
