"""The second factor: without it one is a reader, on every way in; a fresh one for what matters."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as project
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from commitments.foundation.content_version import DatabaseMark
from commitments.people import factor_actions, user_actions
from commitments.people.forms.factors import PasskeyUseForm
from commitments.people.models import Membership, Role
from kvalitet.accounts.allauth_internals import app_secret
from kvalitet.accounts.models import UsedCode, User
from kvalitet.guard.limits import FACTOR
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

SET_UP = "/konto/faktor/"
APP = "/en/konto/faktor/app/"
ASKED = "/konto/inn/faktor/"
RENEW = "/konto/faktor/bekreft/"
STALE = timedelta(minutes=6)


@pytest.fixture
def siri() -> User:
    """Someone in the secretariat with a password and no second factor yet."""
    user = make.make_user(email="siri@example.no", password=second_factor_app.PASSWORD)
    make.make_membership(role=Role.SECRETARIAT, user=user)
    return user


def half(client: Client, user: User) -> Client:
    """The browser after the password alone."""
    second_factor_app.sign_in(client, user.email)
    return client


def app_key(client: Client) -> str:
    """The key of the app that the person is setting up."""
    client.get(APP)
    return str(client.session["mfa.totp.secret"])


def test_the_first_sign_in_leads_to_the_set_up_and_on(client: Client, siri: User) -> None:
    """ASVS v5.0.0-6.3.3."""
    assert half(client, siri).get("/arbeid/?a=1")["Location"] == f"{SET_UP}?next=/arbeid/%3Fa%3D1"

    secret = app_key(client)
    page = client.post(APP, {"code": second_factor_app.code(secret), "next": "/arbeid/"}).text

    assert page.count("<li><code>") == 10
    assert 'href="/arbeid/"' in page
    assert client.get("/arbeid/").status_code == 200


def test_half_signed_in_one_sees_what_everyone_sees(client: Client, siri: User) -> None:
    strangers = Client().get("/").content

    half(client, siri)

    assert client.get("/").content == strangers
    assert client.get("/admin/")["Location"].startswith(SET_UP)


def test_half_signed_in_one_may_leave(client: Client, siri: User) -> None:
    half(client, siri).post("/konto/ut/")

    assert client.get("/arbeid/")["Location"].startswith("/konto/inn/")


def test_a_password_alone_opens_nothing_where_there_is_an_app(client: Client, siri: User) -> None:
    second_factor_app.with_app(siri)

    answer = client.post(
        "/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD}
    )

    assert answer["Location"] == ASKED
    assert client.get("/arbeid/")["Location"].startswith("/konto/inn/?next=")
    assert client.post(f"/en{ASKED}", {"code": "000000"}).status_code == 200
    assert client.get("/arbeid/").status_code == 302


def test_the_code_of_the_app_lets_in(client: Client, siri: User) -> None:
    secret = second_factor_app.with_app(siri)
    client.post(
        "/konto/inn/",
        {"login": siri.email, "password": second_factor_app.PASSWORD, "next": "/konto/"},
    )

    assert client.post(ASKED, {"code": second_factor_app.code(secret)})["Location"] == "/konto/"
    assert client.get("/arbeid/").status_code == 200


def test_a_code_works_once(client: Client, siri: User) -> None:
    """ASVS v5.0.0-6.5.1."""
    secret = second_factor_app.with_app(siri)
    again = Client()
    used = second_factor_app.code(secret)
    for browser in (client, again):
        browser.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})

    assert client.post(ASKED, {"code": used}).status_code == 302
    refused = again.post(f"/en{ASKED}", {"code": used})

    assert "The code is wrong or has already been used" in refused.text
    assert UsedCode.objects.filter(user=siri).count() == 1


def test_a_recovery_code_works_once(client: Client, siri: User) -> None:
    second_factor_app.with_app(siri)
    used = second_factor_app.recovery_code(siri)
    for expected in (302, 200):
        browser = Client()
        browser.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})
        assert browser.post(ASKED, {"code": used}).status_code == expected


def test_the_eleventh_code_is_not_looked_at(client: Client, siri: User) -> None:
    secret = second_factor_app.with_app(siri)
    client.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})
    for _try in range(FACTOR.tries):
        assert (
            client.post(ASKED, {"code": second_factor_app.code(secret, later=99)}).status_code
            == 200
        )

    refused = client.post(ASKED, {"code": second_factor_app.code(secret)})

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert client.get("/arbeid/").status_code == 302


def test_a_code_of_the_minute_before_last_is_too_old(client: Client, siri: User) -> None:
    secret = second_factor_app.with_app(siri)
    client.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})

    assert client.post(ASKED, {"code": second_factor_app.code(secret, later=-3)}).status_code == 200


def _app(user: User) -> dict[str, str]:
    [app] = Authenticator.objects.filter(user=user, type="totp")
    return {"code": second_factor_app.code(app_secret(app))}


def _recovery_code(user: User) -> dict[str, str]:
    return {"code": second_factor_app.recovery_code(user)}


def _passkey(user: User) -> dict[str, str]:
    Authenticator.objects.create(user=user, type="webauthn", data={})
    return {"credential": '{"id": "x"}'}


@pytest.mark.parametrize("factor", [_app, _recovery_code, _passkey])
@pytest.mark.parametrize("is_changed", [False, True], ids=["same password", "new password"])
def test_a_pending_sign_in_ends_with_the_password(
    is_changed: bool,
    factor: Callable[[User], dict[str, str]],
    client: Client,
    siri: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ASVS v5.0.0-7.4.3: someone with the old password and a valid second factor stays out."""

    def owns_passkey(form: PasskeyUseForm) -> Authenticator:
        return Authenticator.objects.get(user=form.user, type="webauthn")

    monkeypatch.setattr(PasskeyUseForm, "clean_credential", owns_passkey)
    second_factor_app.with_app(siri)
    fields = factor(siri)
    client.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})
    if is_changed:
        siri.set_password("en helt annen setning")
        siri.save()

    answer = client.post(ASKED, fields)

    assert answer["Location"] == ("/konto/inn/" if is_changed else "/arbeid/")
    assert client.get("/arbeid/").status_code == (302 if is_changed else 200)
    assert Authenticator.objects.exclude(last_used_at=None).exists() != is_changed


def test_a_password_changed_while_the_code_is_checked_ends_the_session(
    client: Client, siri: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = second_factor_app.with_app(siri)
    client.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})

    def change_password(*_used: object) -> None:
        siri.set_password("en helt annen setning")
        siri.save()

    monkeypatch.setattr(factor_actions, "use_code", change_password)
    client.post(ASKED, {"code": second_factor_app.code(secret)})

    assert client.get("/arbeid/").status_code == 302


@pytest.mark.parametrize("page", ["/konto/inn/", ASKED])
def test_the_code_page_of_an_ended_sign_in_leads_to_a_new_one(
    page: str, client: Client, siri: User
) -> None:
    second_factor_app.with_app(siri)
    client.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})
    user_actions.end_sessions(siri)

    answer = client.get(f"/en{page}", follow=True)

    assert answer.redirect_chain == [("/en/konto/inn/", 302)]
    message = "You were signed out before the sign-in was complete. Sign in again."
    assert message in answer.text
    assert message not in client.get("/en/konto/inn/").text
    assert second_factor_app.sign_in(client, siri.email) == "/arbeid/"
    assert client.get("/arbeid/").status_code == 200


def test_a_second_factor_given_in_an_ended_sign_in_does_not_count_later(
    client: Client, siri: User
) -> None:
    second_factor_app.with_app(siri)
    client.post("/konto/inn/", {"login": siri.email, "password": second_factor_app.PASSWORD})
    user_actions.end_sessions(siri)

    client.post(ASKED, _app(siri))

    assert "account_authentication_methods" not in client.session


def test_the_set_up_of_a_first_factor_ends_with_the_password(client: Client, siri: User) -> None:
    secret = app_key(half(client, siri))
    siri.set_password("en helt annen setning")
    siri.save()

    answer = client.post(APP, {"code": second_factor_app.code(secret)})

    assert answer["Location"].startswith("/en/konto/inn/")
    assert not Authenticator.objects.filter(user=siri).exists()


def test_a_new_password_by_mail_does_not_pass_by_the_factor(client: Client, siri: User) -> None:
    second_factor_app.with_app(siri)
    client.post("/konto/passord/glemt/", {"email": siri.email})
    link = str(mail.outbox[0].body).split("http://localhost:8000")[1].split()[0]
    form = client.get(link)["Location"]
    new = "en helt annen setning"

    client.post(form, {"password1": new, "password2": new})

    assert client.get("/arbeid/").status_code == 302
    answer = client.post("/konto/inn/", {"login": siri.email, "password": new})
    assert answer["Location"] == ASKED


def test_the_admins_own_sign_in_is_the_portals(client: Client, siri: User) -> None:
    answer = client.post(
        "/admin/login/", {"username": siri.email, "password": second_factor_app.PASSWORD}
    )

    assert answer["Location"].startswith("/konto/inn/")
    assert project.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_trust", "mfa_index", "usersessions"])
def test_no_other_way_in_has_an_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_example_people_count_on_ones_own_machine_alone(
    client: Client, settings: Settings
) -> None:
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.EXAMPLE)
    make.make_membership(user=make.make_user(email="kd-redaktor@example.no"))
    client.post("/konto/eksempel/", {"email": "kd-redaktor@example.no"})
    assert client.get("/arbeid/").status_code == 200

    settings.LOCAL = False

    assert client.get("/arbeid/").status_code == 302


def test_a_button_that_needs_a_fresh_factor_leads_to_it_and_back(siri: User) -> None:
    """ASVS v5.0.0-7.5.3."""
    second_factor_app.with_app(siri)
    membership = make.make_membership()
    page = f"/arbeid/folk/{membership.pk}/avslutt/"
    client = Client()
    recorders.sign_in(client, siri, factor_age=STALE)

    answer = client.post(page, headers={"Referer": f"http://testserver{page}"})

    assert answer["Location"] == f"{RENEW}?next={page}"
    assert Membership.objects.open().filter(pk=membership.pk).exists()
    renewed = client.post(RENEW, {"code": second_factor_app.recovery_code(siri), "next": page})
    assert renewed["Location"] == page
    assert client.post(page).status_code == 302
    assert not Membership.objects.open().filter(pk=membership.pk).exists()


def test_the_admin_asks_for_a_fresh_factor_too(siri: User) -> None:
    second_factor_app.with_app(siri)
    membership = make.make_membership()
    client = Client()
    recorders.sign_in(client, siri, factor_age=STALE)

    answer = client.post(f"/admin/commitments/membership/{membership.pk}/change/", {"step": "end"})

    assert answer["Location"].startswith(RENEW)
    assert Membership.objects.open().filter(pk=membership.pk).exists()


@pytest.mark.parametrize("hostile", ["https://ond.example.no/", "//ond.example.no", "javascript:x"])
def test_the_renewal_leads_to_own_paths_alone(hostile: str, siri: User) -> None:
    second_factor_app.with_app(siri)
    client = Client()
    recorders.sign_in(client, siri, factor_age=STALE)

    answer = client.post(RENEW, {"code": second_factor_app.recovery_code(siri), "next": hostile})

    assert answer["Location"] == "/arbeid/"


def test_a_wrong_code_renews_nothing(siri: User) -> None:
    second_factor_app.with_app(siri)
    client = Client()
    recorders.sign_in(client, siri, factor_age=STALE)

    answer = client.post(f"/en{RENEW}", {"code": "123 456"})

    assert "The code is wrong" in answer.text
    assert client.post(f"/arbeid/folk/{make.make_membership().pk}/avslutt/").status_code == 302


def test_another_factor_needs_a_fresh_one(siri: User) -> None:
    second_factor_app.with_app(siri)
    client = Client()
    recorders.sign_in(client, siri, factor_age=STALE)

    for page in ("app/", "nokkel/"):
        assert client.get(f"{SET_UP}{page}")["Location"].startswith(RENEW)
    assert client.post(f"{SET_UP}koder/")["Location"].startswith(RENEW)


def test_the_only_factor_stays(client: Client, siri: User) -> None:
    second_factor_app.with_app(siri)
    recorders.sign_in(client, siri)
    app = Authenticator.objects.get(user=siri, type="totp")

    page = client.post(f"/en{SET_UP}{app.pk}/fjern/", follow=True).text

    assert "This is your only means of two-step verification." in page
    assert Authenticator.objects.filter(pk=app.pk).exists()


def test_nobody_removes_another_persons_factor(client: Client, siri: User) -> None:
    other = make.make_user()
    second_factor_app.with_app(other)
    recorders.sign_in(client, siri)
    theirs = Authenticator.objects.get(user=other, type="totp")

    assert client.post(f"{SET_UP}{theirs.pk}/fjern/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_new_recovery_codes_replace_the_old_and_a_mail_tells(
    client: Client, siri: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    second_factor_app.with_app(siri)
    old = second_factor_app.recovery_code(siri)
    recorders.sign_in(client, siri)

    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"{SET_UP}koder/").text

    assert page.count("<li><code>") == 10
    assert old not in page
    assert mail.outbox[0].to == [siri.email]


def test_another_factor_ends_every_other_session(siri: User) -> None:
    """ASVS v5.0.0-7.4.3."""
    second_factor_app.with_app(siri)
    client, other = Client(), Client()
    recorders.sign_in(client, siri)
    recorders.sign_in(other, siri)
    old = client.cookies[project.SESSION_COOKIE_NAME].value

    client.post(f"{SET_UP}koder/")

    assert client.get("/arbeid/").status_code == 200
    assert other.get("/arbeid/").status_code == 302
    other.cookies[project.SESSION_COOKIE_NAME] = old
    assert other.get("/arbeid/").status_code == 302


@pytest.mark.parametrize("credential", ["", "{}", "[]", '"x"', "not json", '{"id": "x"}'])
def test_what_is_no_passkey_is_refused_on_the_form(
    credential: str, client: Client, siri: User
) -> None:
    second_factor_app.with_app(siri)
    recorders.sign_in(client, siri)
    client.get(f"/en{SET_UP}nokkel/")

    answer = client.post(f"/en{SET_UP}nokkel/", {"name": "nøkkel", "credential": credential})

    assert answer.status_code == 200
    assert "ds-error-summary" in answer.text
    assert not Authenticator.objects.filter(user=siri, type="webauthn").exists()
