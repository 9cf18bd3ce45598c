"""Invitations: who sends and withdraws them, what acceptance makes, and every refusal."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from commitments.foundation.choices import State
from commitments.people import invitation_actions, membership_actions
from commitments.people.invitation_models import Invitation, hash_of
from commitments.people.models import Membership, Role
from commitments.people.rights import FactorTooOldError
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

STALE = timedelta(minutes=6)


def invite(by: Membership, *, factor_age: timedelta = timedelta(), **changed: Any) -> Invitation:
    fields: dict[str, Any] = {
        "email": "Ola@KD.example.no ",
        "name": " Ola  Nordmann ",
        "role": Role.EDITOR,
        "party": make.make_party("KD"),
        **changed,
    }
    return invitation_actions.invite(by=by, factor_at=timezone.now() - factor_age, **fields)


def accepted(invitation: Invitation) -> Membership:
    return invitation_actions.accept_as_new(
        invitation, name="Ola H. Nordmann", password=second_factor_app.PASSWORD
    )


def codes(error: ValidationError) -> dict[str, str]:
    return {name: errors[0].code or "" for name, errors in error.error_dict.items()}


def test_an_invitation_makes_nobody_yet(secretariat: Membership) -> None:
    sent = invite(secretariat)

    assert (sent.email, sent.name, sent.sent_by) == (
        "ola@kd.example.no",
        "Ola Nordmann",
        secretariat,
    )
    assert not User.objects.filter(email=sent.email).exists()
    [row] = sent.history.all()
    assert row.history_user == secretariat.user


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_mail_leads_home_in_the_language_that_was_chosen(
    language: str,
    secretariat: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with translation.override("nn"), django_capture_on_commit_callbacks(execute=True):
        sent = invite(secretariat, language=language)

    [letter] = mail.outbox
    place = "/en/konto" if language == "en" else "/konto"
    found = re.search(
        rf"^http://localhost:8000{place}/invitasjon/(\S+)/$", str(letter.body), re.MULTILINE
    )
    assert found
    assert sent.token_hash == hash_of(found[1])
    assert found[1] not in str(Invitation.objects.values_list())


def test_the_offices_stand_in_the_history(secretariat: Membership) -> None:
    office = make.make_office()

    sent = invite(secretariat, role=Role.OFFICE_VIEWER, party=None, offices=[office])

    [row] = sent.history.all()
    assert [link.office for link in row.offices.all()] == [office]
    assert list(accepted(sent).offices.all()) == [office]


def test_another_invitation_withdraws_the_first(secretariat: Membership) -> None:
    first, second = invite(secretariat), invite(secretariat, role=Role.APPROVER)

    first.refresh_from_db()
    assert first.ended_by == secretariat
    assert list(Invitation.objects.open()) == [second]


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"email": ""}, {"email": "invalid"}),
        ({"email": "ola"}, {"email": "invalid"}),
        ({"email": f"{'o' * 250}@example.no"}, {"email": "max_length"}),
        ({"name": " "}, {"name": "required"}),
        ({"name": "x" * 201}, {"name": "max_length"}),
        ({"name": "a\ufffdb"}, {"name": "unreadable"}),
        ({"role": "owner"}, {"role": "invalid_choice"}),
        ({"party": None}, {"party": "required"}),
        ({"role": Role.SECRETARIAT}, {"party": "invalid"}),
        ({"role": Role.OFFICE_VIEWER, "party": None}, {"offices": "required"}),
    ],
)
def test_what_does_not_fit_is_refused_on_its_field(
    changed: dict[str, Any], refused: dict[str, str], secretariat: Membership
) -> None:
    with pytest.raises(ValidationError) as refusal:
        invite(secretariat, **changed)

    assert codes(refusal.value) == refused
    assert not Invitation.objects.exists()


def test_a_deactivated_person_is_not_invited(secretariat: Membership) -> None:
    make.make_user(email="ola@kd.example.no", is_active=False)

    with pytest.raises(ValidationError) as refusal:
        invite(secretariat)

    assert codes(refusal.value) == {"email": "inactive"}


def test_nobody_is_invited_to_the_role_one_has(secretariat: Membership) -> None:
    make.make_membership(user=make.make_user(email="ola@kd.example.no"))

    with pytest.raises(ValidationError) as refusal:
        invite(secretariat)

    assert codes(refusal.value) == {"email": "open_membership"}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.OFFICE_VIEWER])
def test_only_the_secretariat_invites_and_withdraws(role: Role) -> None:
    other = make.make_membership(role=role)
    sent = make.make_invitation()

    with pytest.raises(PermissionDenied):
        invite(other)
    with pytest.raises(PermissionDenied):
        invitation_actions.end(sent, by=other, factor_at=timezone.now())

    assert list(Invitation.objects.open()) == [sent]


def test_an_old_factor_is_not_enough(secretariat: Membership) -> None:
    sent = make.make_invitation()

    with pytest.raises(FactorTooOldError):
        invite(secretariat, factor_age=STALE)
    with pytest.raises(FactorTooOldError):
        invitation_actions.end(sent, by=secretariat, factor_at=None)

    assert list(Invitation.objects.open()) == [sent]


def test_acceptance_makes_the_account_and_the_membership(secretariat: Membership) -> None:
    sent = invite(secretariat)

    member = accepted(sent)

    assert member.user.check_password(second_factor_app.PASSWORD)
    assert (member.user.name, member.started_by) == ("Ola H. Nordmann", secretariat)
    assert not Membership.objects.in_force().filter(pk=member.pk).exists()
    sent.refresh_from_db()
    assert sent.accepted_by == member


def test_a_party_membership_counts_when_an_approver_has_confirmed_it(
    secretariat: Membership,
) -> None:
    member = accepted(invite(secretariat))
    approver = make.make_membership(role=Role.APPROVER)

    membership_actions.confirm(member, by=approver, factor_at=timezone.now())

    assert Membership.objects.in_force().filter(pk=member.pk).exists()


@pytest.mark.parametrize("password", ["kort", "password1234", "ola@kd.example.no"])
def test_a_weak_password_is_refused_on_its_field(password: str, secretariat: Membership) -> None:
    sent = invite(secretariat)

    with pytest.raises(ValidationError) as refusal:
        invitation_actions.accept_as_new(sent, name="Ola", password=password)

    assert set(codes(refusal.value)) == {"password1"}
    assert not User.objects.filter(email=sent.email).exists()


def test_whoever_has_an_account_does_not_get_a_password_by_an_invitation(
    secretariat: Membership,
) -> None:
    known = make.make_user(email="ola@kd.example.no", password="det gamle passordet")

    with pytest.raises(PermissionDenied):
        accepted(invite(secretariat))

    known.refresh_from_db()
    assert known.check_password("det gamle passordet")


def test_moving_ends_one_membership_and_opens_another(secretariat: Membership) -> None:
    """What was written stays under the membership of then."""
    user = make.make_user(email="ola@kd.example.no")
    at_ks = make.make_membership(user=user, party="KS")
    entry = recorders.taken_to(State.DRAFT, by=at_ks)
    round_before = user.session_round

    member = invitation_actions.accept(invite(secretariat), by=user)

    at_ks.refresh_from_db()
    entry.refresh_from_db()
    user.refresh_from_db()
    assert at_ks.ended_by == at_ks
    assert entry.created_by == at_ks
    assert list(Membership.objects.open().filter(user=user)) == [member]
    assert user.session_round > round_before


def test_an_invitation_is_for_its_address_alone(secretariat: Membership) -> None:
    sent = invite(secretariat)

    with pytest.raises(PermissionDenied):
        invitation_actions.accept(sent, by=make.make_user())

    assert list(Invitation.objects.open()) == [sent]


@pytest.mark.parametrize("closed", ["used", "withdrawn", "expired"])
def test_a_closed_invitation_opens_nothing(closed: str, secretariat: Membership) -> None:
    sent = invite(secretariat)
    if closed == "used":
        accepted(sent)
    elif closed == "withdrawn":
        invitation_actions.end(sent, by=secretariat, factor_at=timezone.now())
    else:
        sent = make.make_invitation(sent_at=timezone.now() - timedelta(days=8))
    people_before = User.objects.count()

    with pytest.raises(ValidationError) as refusal:
        accepted(sent)

    assert refusal.value.code == "used"
    assert User.objects.count() == people_before


def test_an_accepted_invitation_is_not_withdrawn(secretariat: Membership) -> None:
    sent = invite(secretariat)
    accepted(sent)

    with pytest.raises(ValidationError) as refusal:
        invitation_actions.end(sent, by=secretariat, factor_at=timezone.now())

    assert refusal.value.code == "accepted"


def test_withdrawn_twice_it_stays_as_it_was(secretariat: Membership) -> None:
    sent = invite(secretariat)

    first = invitation_actions.end(sent, by=secretariat, factor_at=timezone.now())
    second = invitation_actions.end(sent, by=secretariat, factor_at=timezone.now())

    assert second.ended_at == first.ended_at
    assert sent.history.count() == 2
