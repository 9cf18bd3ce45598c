"""One's own second factors: what the pages say before there are any, and of each that there is."""

from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2 import cose
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from commitments.foundation.content_version import DatabaseMark
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

FACTORS: Final = "/en/konto/faktor/"
ONWARDS: Final = "?next=%2Farbeid%2F"


@pytest.fixture
def half() -> Client:
    """The browser of someone without a second factor."""
    client = Client()
    recorders.sign_in(client, make.make_membership().user, factor_age=None)
    return client


@pytest.fixture
def full() -> Client:
    """The browser of someone with an app and recovery codes."""
    membership = make.make_membership()
    second_factor_app.with_app(membership.user)
    return recorders.client_of(membership)


def factor(kind: str) -> Authenticator:
    return Authenticator.objects.get(type=kind)


def text_of(client: Client, path: str = "") -> str:
    return recorders.page_text(client.get(f"{FACTORS}{path}").content)


def test_the_first_page_leads_to_each_factor_and_on_from_there(half: Client) -> None:
    page = half.get(f"{FACTORS}?next=/arbeid/")

    page_text = recorders.page_text(page.content)
    assert (
        "Set up two-step verification Everyone who works here must use two-step verification"
        in page_text
    )
    assert "a new code of six digits every half minute. Set up an app" in page_text
    assert "Add a passkey Sign out Kvalitetsavtalen shows" in page_text
    for kind in ("app", "nokkel"):
        assert f'href="{FACTORS}{kind}/{ONWARDS}"' in page.text
        assert f'href="{FACTORS}{ONWARDS}"' in half.get(f"{FACTORS}{kind}/?next=/arbeid/").text


def test_passkeys_are_named_and_an_app_is_offered_beside_them() -> None:
    by = make.make_membership()
    key = Authenticator.objects.create(user=by.user, type="webauthn", data={"name": "Kontoret"})

    page = recorders.client_of(by).get(FACTORS)

    page_text = recorders.page_text(page.content)
    assert "Remove «Kontoret»" in page_text
    assert "You have 0 recovery codes left." in page_text
    assert (
        '<a class="ds-button" data-variant="secondary" href="/en/konto/faktor/app/">' in page.text
    )
    removal = text_of(recorders.client_of(by), f"{key.pk}/fjern/")
    assert "The passkey «Kontoret» can no longer be used to sign in. You will" in removal


def test_removing_an_app_says_what_that_means(full: Client) -> None:
    page_text = text_of(full, f"{factor('totp').pk}/fjern/")

    assert "Remove an app or a passkey The app that you set up " in page_text
    assert "can no longer be used to sign in. You will be signed out everywhere else" in page_text


def test_new_recovery_codes_are_asked_for_first(full: Client) -> None:
    assert "You get ten new codes. The old ones no longer work." in text_of(full, "koder/")


def test_an_example_person_renews_by_a_button(full: Client) -> None:
    DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.EXAMPLE)

    page = full.get(f"{FACTORS}bekreft/?next=/arbeid/").text

    assert '<input type="hidden" name="example" value="1">' in page
    assert "Continue as this example person" in page


def passkey_of(user: User) -> Authenticator:
    """A passkey as a browser makes one, of a key that nobody has."""
    key = cose.ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    made = AttestedCredentialData.create(b"\0" * 16, b"id", key)
    signed = AuthenticatorData.create(b"\0" * 32, AuthenticatorData.FLAG.AT, 0, made)
    response = {
        "clientDataJSON": websafe_encode(
            b'{"type": "webauthn.create", "challenge": "eHg", "origin": "x"}'
        ),
        "attestationObject": websafe_encode(AttestationObject.create("none", signed, {})),
    }
    credential = {"id": "aWQ", "rawId": "aWQ", "type": "public-key", "response": response}
    data = {"name": "Kontoret", "credential": credential}
    return Authenticator.objects.create(user=user, type="webauthn", data=data)


def test_a_passkey_is_asked_for_at_sign_in() -> None:
    user = make.make_user(password=second_factor_app.PASSWORD)
    passkey_of(user)
    client = Client()
    client.post("/konto/inn/", {"login": user.email, "password": second_factor_app.PASSWORD})

    page = client.get("/en/konto/inn/faktor/").text

    assert (
        '<form class="kv-skjema" method="post" action="/en/konto/inn/faktor/" data-passkey' in page
    )
    assert "Use a passkey" in page
    assert 'id="passkey-options"' in page


def test_a_passkey_is_asked_for_anew_and_leads_on() -> None:
    by = make.make_membership()
    passkey_of(by.user)

    page = recorders.client_of(by).get(f"{FACTORS}bekreft/?next=/arbeid/").text

    form = page.partition('data-passkey="get"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="next" value="/arbeid/">' in form
    assert "Use a passkey" in form
    assert "Go on</button>" not in page
