"""People: who sees whom, who adds, confirms, ends; every refusal, and nothing written by it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from commitments.people.invitation_models import Invitation
from commitments.people.models import Membership, Role
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

FOLK = "/arbeid/folk/"


@pytest.fixture
def secretariat() -> Membership:
    return make.make_membership(role=Role.SECRETARIAT, user=named("Siri Sekretær"))


@pytest.fixture
def approver() -> Membership:
    return make.make_membership(role=Role.APPROVER, user=named("Ada Godkjenner"))


def named(name: str) -> User:
    return make.make_user(name=name)


def page_of(client: Client, membership: Membership, path: str = f"/en{FOLK}") -> str:
    recorders.sign_in(client, membership.user)
    return client.get(path).text


def person(**changed: Any) -> dict[str, Any]:
    fields = {
        "email": "ola@kd.example.no",
        "name": "Ola Nordmann",
        "language": "nb",
        "role": Role.EDITOR,
        "party": make.make_party("KD").pk,
    }
    return {**fields, **changed}


def test_the_secretariat_sees_everyone(client: Client, secretariat: Membership) -> None:
    make.make_membership(user=named("Kari Redaktør"))
    make.make_membership(user=named("Knut Redaktør"), party="KS")
    make.make_membership(
        role=Role.OFFICE_VIEWER,
        user=named("Olav Leser"),
        offices=[make.make_office(name="Fylkesmannen i Prøve")],
    )

    page = page_of(client, secretariat)

    for words in ("Kari Redaktør", "Knut Redaktør", "Olav Leser", "Fylkesmannen i Prøve"):
        assert words in page
    assert "/en/arbeid/folk/ny/" in page
    assert "Confirm" not in page


def test_an_approver_sees_those_of_the_party(client: Client, approver: Membership) -> None:
    waiting = make.make_membership(user=named("Kari Redaktør"), confirmed=False)
    make.make_membership(user=named("Knut Redaktør"), party="KS")

    page = page_of(client, approver)

    assert "Knut Redaktør" not in page
    assert f"/en/arbeid/folk/{waiting.pk}/bekreft/" in page
    assert "/en/arbeid/folk/ny/" not in page


@pytest.mark.parametrize(
    "visitor",
    [
        {"role": Role.EDITOR},
        {"role": Role.APPROVER, "confirmed": False},
        {"role": Role.OFFICE_VIEWER},
    ],
)
def test_others_are_told_who_sees_this(visitor: dict[str, Any], client: Client) -> None:
    recorders.sign_in(client, make.make_membership(**visitor).user)

    answer = client.get(f"/en{FOLK}")

    assert answer.status_code == 403
    assert "Only the secretariat and approvers" in answer.text


def test_a_superuser_sees_what_the_secretariat_sees_and_does_nothing(
    client: Client, approver: Membership
) -> None:
    recorders.sign_in(client, make.make_user(is_superuser=True))

    assert "Ada Godkjenner" in client.get(FOLK).text
    assert client.get(f"{FOLK}ny/").status_code == 403
    assert client.post(f"{FOLK}{approver.pk}/avslutt/").status_code == 403


def test_the_number_of_queries_does_not_grow_with_people(
    client: Client,
    secretariat: Membership,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(20):
        make.make_membership(role=Role.OFFICE_VIEWER, offices=[make.make_office()])
    recorders.sign_in(client, secretariat.user)
    client.get(FOLK)

    with django_assert_max_num_queries(9):
        client.get(FOLK)


def test_the_secretariat_invites_and_a_mail_leaves(
    client: Client,
    secretariat: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    recorders.sign_in(client, secretariat.user)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/en{FOLK}ny/", person())

    assert answer["Location"] == f"/en{FOLK}"
    assert Invitation.objects.get().sent_by == secretariat
    assert [letter.to for letter in mail.outbox] == [["ola@kd.example.no"]]
    page = client.get(f"/en{FOLK}").text
    assert "ola@kd.example.no is invited." in page


def test_an_invitation_waits_for_a_fresh_factor_and_keeps_what_was_typed(
    secretariat: Membership,
) -> None:
    second_factor_app.with_app(secretariat.user)
    client = recorders.client_of(secretariat, factor_age=timedelta(minutes=6))
    who = re.findall('name="who" value="([^"]+)"', client.get(f"{FOLK}ny/").text)[0]

    answer = client.post(f"{FOLK}ny/", person(who=who))

    assert answer["Location"] == "/konto/faktor/bekreft/?next=/arbeid/folk/ny/"
    assert not Invitation.objects.exists()
    given = {"code": second_factor_app.recovery_code(secretariat.user), "next": f"{FOLK}ny/"}
    assert client.post("/konto/faktor/bekreft/", given)["Location"] == f"{FOLK}ny/"
    assert 'value="ola@kd.example.no"' in client.get(f"{FOLK}ny/").text


@pytest.mark.parametrize(
    "changed",
    [
        {"email": ""},
        {"email": "ola"},
        {"email": "o" * 300 + "@example.no"},
        {"name": ""},
        {"name": "a\ufffdb"},
        {"role": "owner"},
        {"party": ""},
        {"party": "x"},
        {"party": 10**30},
        {"role": Role.OFFICE_VIEWER, "party": ""},
        {"role": Role.OFFICE_VIEWER, "party": "", "offices": ["x"]},
        {"role": Role.SECRETARIAT},
    ],
)
def test_what_does_not_fit_is_said_on_its_field_and_kept(
    changed: dict[str, Any], client: Client, secretariat: Membership
) -> None:
    recorders.sign_in(client, secretariat.user)

    answer = client.post(f"/en{FOLK}ny/", person(**changed))

    assert answer.status_code == 200
    page = answer.text
    assert "ds-error-summary" in page
    assert 'value="ola@kd.example.no"' in page or "email" in changed
    assert not Invitation.objects.exists()


def test_a_person_with_the_role_is_refused_on_the_address(
    client: Client, secretariat: Membership
) -> None:
    make.make_membership(user=make.make_user(email="ola@kd.example.no"))
    recorders.sign_in(client, secretariat.user)

    page = client.post(f"/en{FOLK}ny/", person()).text

    assert '<a class="ds-link" href="#id_email">The person already has this role' in page
    assert not Invitation.objects.exists()


def test_crafted_fields_change_nothing(client: Client, secretariat: Membership) -> None:
    recorders.sign_in(client, secretariat.user)
    crafted = {"accepted_at": "2026-01-01", "token_hash": "x", "sent_by": "1", "expires_at": ""}

    client.post(f"{FOLK}ny/", person(**crafted))

    sent = Invitation.objects.get()
    assert sent.accepted_at is None
    assert sent.sent_by == secretariat
    assert len(sent.token_hash) == 64


def test_an_approver_confirms(client: Client, approver: Membership) -> None:
    waiting = make.make_membership(confirmed=False)
    recorders.sign_in(client, approver.user)

    client.post(f"{FOLK}{waiting.pk}/bekreft/")
    client.post(f"{FOLK}{waiting.pk}/bekreft/")

    waiting.refresh_from_db()
    assert waiting.confirmed_by == approver
    assert waiting.history.count() == 2


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        ({"role": Role.APPROVER, "party": "KS"}, 404),
        ({"role": Role.EDITOR}, 404),
        ({"role": Role.OFFICE_VIEWER}, 404),
        ({"role": Role.APPROVER, "confirmed": False}, 404),
        ({"role": Role.SECRETARIAT}, 403),
    ],
)
def test_nobody_else_confirms(visitor: dict[str, Any], status: int, client: Client) -> None:
    waiting = make.make_membership(confirmed=False)
    recorders.sign_in(client, make.make_membership(**visitor).user)

    assert client.post(f"{FOLK}{waiting.pk}/bekreft/").status_code == status

    waiting.refresh_from_db()
    assert waiting.confirmed_at is None


def test_nobody_confirms_oneself(client: Client) -> None:
    waiting = make.make_membership(role=Role.APPROVER, confirmed=False)
    recorders.sign_in(client, waiting.user)

    assert client.post(f"{FOLK}{waiting.pk}/bekreft/").status_code == 403


def test_unknown_and_invisible_are_the_same(client: Client, approver: Membership) -> None:
    hidden = make.make_membership(party="KS")
    recorders.sign_in(client, approver.user)

    for page in ("", "bekreft/", "avslutt/", "deaktiver/", "aktiver/"):
        answers = [client.post(f"{FOLK}{pk}/{page}") for pk in (hidden.pk, 10**18, 10**30)]
        assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.APPROVER])
def test_an_end_is_asked_once_more_and_signs_out(role: Role, client: Client) -> None:
    membership = make.make_membership()
    theirs = Client()
    recorders.sign_in(theirs, membership.user)
    recorders.sign_in(client, make.make_membership(role=role).user)
    path = f"{FOLK}{membership.pk}/avslutt/"

    assert client.get(path).status_code == 200
    assert Membership.objects.open().filter(pk=membership.pk).exists()
    assert client.post(path)["Location"] == FOLK

    assert theirs.get("/konto/").status_code == 302
    assert not Membership.objects.open().filter(pk=membership.pk).exists()


def test_one_may_leave(client: Client) -> None:
    own = make.make_membership(confirmed=False)
    recorders.sign_in(client, own.user)
    path = f"{FOLK}{own.pk}/avslutt/"

    assert path in client.get("/konto/").text
    assert client.post(path)["Location"] == "/"

    assert client.get("/konto/").status_code == 302


def test_an_ended_membership_does_not_end_again(client: Client, secretariat: Membership) -> None:
    membership = make.make_membership()
    recorders.sign_in(client, secretariat.user)
    client.post(f"{FOLK}{membership.pk}/avslutt/")

    assert client.post(f"{FOLK}{membership.pk}/avslutt/").status_code == 403
    assert membership.history.count() == 2


def test_the_secretariat_corrects_a_name(client: Client, secretariat: Membership) -> None:
    membership = make.make_membership(user=named("Kari Nordman"))
    recorders.sign_in(client, secretariat.user)

    refused = client.post(f"/en{FOLK}{membership.pk}/", {"name": " "})
    client.post(f"{FOLK}{membership.pk}/", {"name": "Kari Nordmann"})

    assert "ds-error-summary" in refused.text
    assert User.objects.get(pk=membership.user_id).name == "Kari Nordmann"


def test_the_secretariat_deactivates_and_activates(client: Client, secretariat: Membership) -> None:
    membership = make.make_membership()
    recorders.sign_in(client, secretariat.user)

    client.post(f"{FOLK}{membership.pk}/deaktiver/")
    assert not User.objects.get(pk=membership.user_id).is_active
    assert not Membership.objects.in_force().filter(pk=membership.pk).exists()

    client.post(f"{FOLK}{membership.pk}/aktiver/")
    assert User.objects.get(pk=membership.user_id).is_active


def test_oneself_is_not_deactivated(client: Client, secretariat: Membership) -> None:
    recorders.sign_in(client, secretariat.user)

    answer = client.post(f"/en{FOLK}{secretariat.pk}/deaktiver/", follow=True)

    assert "You cannot deactivate your own account." in answer.text
    assert User.objects.get(pk=secretariat.user_id).is_active


def test_an_approver_keeps_no_accounts(client: Client, approver: Membership) -> None:
    membership = make.make_membership()
    recorders.sign_in(client, approver.user)

    for page in ("", "deaktiver/", "aktiver/"):
        assert client.post(f"{FOLK}{membership.pk}/{page}").status_code == 403
    assert client.get(f"{FOLK}ny/").status_code == 403
    assert client.post(f"{FOLK}ny/", person()).status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("page", ["bekreft/", "deaktiver/", "aktiver/"])
def test_reading_an_address_changes_nothing(
    page: str, client: Client, secretariat: Membership
) -> None:
    membership = make.make_membership(confirmed=False)
    recorders.sign_in(client, secretariat.user)

    assert client.get(f"{FOLK}{membership.pk}/{page}").status_code == 405


def test_ones_own_account_says_what_one_is(client: Client) -> None:
    waiting = make.make_membership(user=named("Kari Redaktør"), confirmed=False)

    page = page_of(client, waiting, "/en/konto/")

    assert "Kari Redaktør" in page
    assert "waiting for an approver in the party to confirm it" in page
    assert "/en/konto/passord/" in page


def test_someone_without_a_membership_has_an_account_page(client: Client) -> None:
    recorders.sign_in(client, make.make_user())

    assert "You have no role at the moment" in client.get("/en/konto/").text


def test_names_are_escaped(client: Client, secretariat: Membership) -> None:
    make.make_membership(user=named("<script>alert(1)</script>"))

    assert "<script>alert" not in page_of(client, secretariat)


def test_a_person_chooses_the_language_of_mails(client: Client) -> None:
    user = make.make_membership().user
    recorders.sign_in(client, user)
    rows = user.history.count()

    answers = [client.post("/konto/", {"language": language}) for language in ("nn", "nn")]

    assert [answer["Location"] for answer in answers] == ["/konto/", "/konto/"]
    user.refresh_from_db()
    assert user.language == "nn"
    assert user.history.count() == rows + 1
    assert user.history.latest().history_user == user
    assert '<option value="nn" selected>' in client.get("/konto/").text


@pytest.mark.parametrize("language", ["se", ""])
def test_a_language_that_is_none_is_refused(language: str, client: Client) -> None:
    user = make.make_membership().user
    recorders.sign_in(client, user)

    answer = client.post("/konto/", {"language": language})

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    user.refresh_from_db()
    assert user.language == "nb"
