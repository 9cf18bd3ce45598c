"""Sessions: a person's own list of them, and old cookies that open nothing after what ends them."""

from collections.abc import Callable
from typing import Final

import pytest
from django.conf import settings as project
from django.core import mail
from django.test import Client
from django.utils import timezone

from commitments.people import membership_actions, user_actions
from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User
from kvalitet.accounts.open_sessions import browser_named
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

LIST: Final = "/en/konto/innlogginger/"
FIREFOX: Final = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI: Final = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"
NEW: Final = "en helt annen setning"


@pytest.fixture
def kari() -> Membership:
    user = make.make_user(email="kari@kd.example.no", password=second_factor_app.PASSWORD)
    second_factor_app.with_app(user)
    return make.make_membership(user=user)


def browser(kari: Membership, user_agent: str = FIREFOX) -> Client:
    """A browser in which Kari has signed in by the forms and opened a page."""
    client = Client(headers={"User-Agent": user_agent})
    assert second_factor_app.sign_in(client, kari.user.email) == "/arbeid/"
    assert client.get("/arbeid/").status_code == 200
    return client


def cookie(client: Client) -> str:
    return client.cookies[project.SESSION_COOKIE_NAME].value


def opens(key: str) -> bool:
    """Whether a browser that sends this cookie is signed in."""
    client = Client()
    client.cookies[project.SESSION_COOKIE_NAME] = key
    return client.get("/konto/").status_code == 200


def test_ones_own_browsers_are_listed_and_nobody_elses(kari: Membership) -> None:
    here, _there = browser(kari), browser(kari, SAFARI)
    recorders.client_of(make.make_membership())

    page = recorders.page_text(here.get(LIST).content)

    assert page.count("Sign out there") == 1
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert cookie(here) not in here.get(LIST).text


def test_one_of_them_is_ended(kari: Membership) -> None:
    here, there = browser(kari), browser(kari, SAFARI)
    [_before, rest] = here.get(LIST).text.split('name="name" value="')

    here.post(LIST, {"name": rest.partition('"')[0]})

    assert there.get("/arbeid/").status_code == 302
    assert here.get("/arbeid/").status_code == 200


def test_all_others_are_ended(kari: Membership) -> None:
    here, there = browser(kari), browser(kari)
    before = cookie(here)

    here.post(LIST, {"others": "1"})

    assert not opens(cookie(there))
    assert not opens(before)
    assert here.get("/arbeid/").status_code == 200


@pytest.mark.parametrize("name", ["", "x", "0" * 16])
def test_a_name_that_is_not_ones_own_ends_nothing(name: str, kari: Membership) -> None:
    here = browser(kari)
    other = recorders.client_of(make.make_membership())

    here.post(LIST, {"name": name})

    assert other.get("/arbeid/").status_code == 200
    assert here.get("/arbeid/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "named"), [(FIREFOX, "Firefox, Windows"), ("curl/8.0", ""), ("", "")]
)
def test_browsers_are_told_by_name_alone(user_agent: str, named: str) -> None:
    assert browser_named(user_agent) == named


def test_a_planted_session_is_left_behind_at_sign_in(kari: Membership) -> None:
    """ASVS v5.0.0-7.2.4: what was there before the password, and before the code, opens nothing."""
    client = Client()
    client.get("/konto/inn/")
    client.post("/konto/inn/", {"login": kari.user.email, "password": second_factor_app.PASSWORD})
    planted = cookie(client)

    client.post("/konto/inn/faktor/", {"code": second_factor_app.recovery_code(kari.user)})

    assert client.get("/konto/").status_code == 200
    assert not opens(planted)


def _sign_out(client: Client, _kari: Membership) -> None:
    client.post("/konto/ut/")


def _change_password(client: Client, _kari: Membership) -> None:
    fields = {"oldpassword": second_factor_app.PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/konto/passord/", fields).status_code == 302


def _reset_password(_client: Client, kari: Membership) -> None:
    Client().post("/konto/passord/glemt/", {"email": kari.user.email})
    link = str(mail.outbox[-1].body).split(project.ORIGIN)[1].split()[0]
    stranger = Client()
    stranger.post(stranger.get(link)["Location"], {"password1": NEW, "password2": NEW})


def _change_factor(client: Client, _kari: Membership) -> None:
    assert client.post("/konto/faktor/koder/").status_code == 200


def _end_membership(_client: Client, kari: Membership) -> None:
    by = make.make_membership(role=Role.SECRETARIAT)
    membership_actions.end(kari, by=by, factor_at=timezone.now())


def _deactivate(_client: Client, kari: Membership) -> None:
    user_actions.deactivate(kari.user, by=make.make_membership(role=Role.SECRETARIAT))


@pytest.mark.parametrize(
    "event",
    [_sign_out, _change_password, _reset_password, _change_factor, _end_membership, _deactivate],
)
def test_an_old_cookie_opens_nothing_afterwards(
    event: Callable[[Client, Membership], None], kari: Membership
) -> None:
    """ASVS v5.0.0-7.4.1 and 7.4.3: both the cookie that did it and that of another browser."""
    client, other = browser(kari), browser(kari)
    replayed = [cookie(client)] if event is _sign_out else [cookie(client), cookie(other)]
    assert all(map(opens, replayed))

    event(client, kari)

    assert not any(map(opens, replayed))


def _sign_out_others(client: Client, _kari: Membership) -> None:
    client.post(LIST, {"others": "1"})


@pytest.mark.parametrize(
    "event",
    [
        _change_password,
        _reset_password,
        _change_factor,
        _end_membership,
        _deactivate,
        _sign_out_others,
    ],
)
def test_a_pending_sign_in_ends_with_the_sessions(
    event: Callable[[Client, Membership], None], kari: Membership
) -> None:
    """ASVS v5.0.0-7.4.1 and 7.4.3: the code comes after what ended the sessions."""
    own, pending = browser(kari), Client()
    pending.post("/konto/inn/", {"login": kari.user.email, "password": second_factor_app.PASSWORD})
    before = cookie(pending)

    event(own, kari)
    User.objects.filter(pk=kari.user_id).update(is_active=True)  # again, where it was not
    answer = pending.post(
        "/konto/inn/faktor/", {"code": second_factor_app.recovery_code(kari.user)}
    )

    assert answer["Location"] == "/konto/inn/"
    assert not opens(cookie(pending))
    assert not opens(before)
