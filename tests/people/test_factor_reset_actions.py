"""Removing two-step verification: who asks, who agrees, when a request lapses, every refusal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from commitments.people import factor_reset_actions, membership_actions
from commitments.people.factor_reset_models import FactorReset
from commitments.people.models import Membership, Role
from commitments.people.rights import FactorTooOldError
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders, second_factor_app

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def kari(approver: Membership) -> Membership:
    """An editor in KD with an app; KD has another approver."""
    return with_app(make.make_membership())


def with_app(membership: Membership) -> Membership:
    second_factor_app.with_app(membership.user)
    return membership


def ask(membership: Membership, by: Membership) -> FactorReset | None:
    return factor_reset_actions.ask(membership.user, by=by, factor_at=timezone.now())


def requested(membership: Membership, by: Membership) -> FactorReset:
    request = ask(membership, by)
    assert request
    return request


def agree(request: FactorReset, by: Membership) -> FactorReset:
    return factor_reset_actions.agree(request, by=by, factor_at=timezone.now())


def end(request: FactorReset, by: Membership) -> FactorReset:
    return factor_reset_actions.end(request, by=by, factor_at=timezone.now())


def is_set_up(membership: Membership) -> bool:
    return set(
        Authenticator.objects.filter(user=membership.user_id).values_list("type", flat=True)
    ) == {"totp", "recovery_codes"}


def refused(call: Callable[[], Any]) -> str | None:
    """The code of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        call()
    return str(refusal.value.code)


def test_asking_removes_nothing_and_tells_the_person_and_the_approvers(
    secretariat: Membership,
    approver: Membership,
    kari: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    round_before = kari.user.session_round

    with django_capture_on_commit_callbacks(execute=True):
        requested(kari, secretariat)
        requested(kari, secretariat)

    assert is_set_up(kari)
    assert User.objects.get(pk=kari.user_id).session_round == round_before
    to_person, to_answer = mail.outbox
    assert to_person.to == [kari.user.email]
    assert "KD" in to_person.body
    assert to_answer.to == [approver.user.email]
    assert f"/arbeid/folk/{kari.pk}/faktor/svar/" in to_answer.body
    assert kari.user.email not in to_answer.body


def test_agreeing_removes_everything_and_tells_the_person(
    secretariat: Membership,
    approver: Membership,
    kari: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    theirs = recorders.client_of(kari)
    request = requested(kari, secretariat)

    with django_capture_on_commit_callbacks(execute=True):
        done = agree(request, approver)

    assert done.agreed_by == approver
    assert not Authenticator.objects.filter(user=kari.user).exists()
    assert theirs.get("/konto/").status_code == 302
    assert [letter.to for letter in mail.outbox] == [[kari.user.email]]
    assert "KD" in mail.outbox[0].body


def test_each_step_leaves_one_history_row_with_its_actor(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    ended = end(requested(kari, secretariat), secretariat)
    agreed = agree(requested(kari, secretariat), approver)

    for request, actors in ((ended, [secretariat] * 2), (agreed, [secretariat, approver])):
        rows = request.history.order_by("history_step")
        assert [row.history_user for row in rows] == [actor.user for actor in actors]


def test_asking_twice_keeps_the_first_request(secretariat: Membership, kari: Membership) -> None:
    first = requested(kari, secretariat)

    assert requested(kari, make.make_membership(role=Role.SECRETARIAT)) == first
    assert first.history.count() == 1


@pytest.mark.parametrize("role", [Role.OFFICE_VIEWER, Role.SECRETARIAT])
def test_removes_at_once_for_someone_of_no_party(
    role: Role,
    secretariat: Membership,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = with_app(make.make_membership(role=role))
    theirs = recorders.client_of(person)

    with django_capture_on_commit_callbacks(execute=True):
        assert ask(person, secretariat) is None

    assert not Authenticator.objects.filter(user=person.user).exists()
    assert theirs.get("/konto/").status_code == 302
    assert [letter.to for letter in mail.outbox] == [[person.user.email]]
    assert "part" not in mail.outbox[0].body
    assert not FactorReset.objects.exists()


@pytest.mark.parametrize("facts", [{"confirmed": False}, {"role": Role.APPROVER}])
def test_asks_the_party_of_everyone_with_access_to_come(
    facts: dict[str, Any], secretariat: Membership, approver: Membership
) -> None:
    person = with_app(make.make_membership(**facts))

    assert requested(person, secretariat).membership == person
    assert is_set_up(person)


def test_asks_the_party_of_a_deactivated_person(secretariat: Membership, kari: Membership) -> None:
    kari.user.is_active = False
    kari.user.save()

    requested(kari, secretariat)

    assert is_set_up(kari)


def test_rejects_asking_about_oneself(secretariat: Membership) -> None:
    with_app(secretariat)

    assert refused(lambda: ask(secretariat, secretariat)) == "oneself"
    assert is_set_up(secretariat)


def test_rejects_asking_about_someone_without_any(
    secretariat: Membership, approver: Membership
) -> None:
    assert refused(lambda: ask(approver, secretariat)) == "none"


def test_rejects_asking_about_a_partys_only_approver(
    secretariat: Membership, approver: Membership
) -> None:
    make.make_membership(role=Role.APPROVER, confirmed=False)
    make.make_membership(role=Role.APPROVER, party="KS")
    with_app(approver)

    assert refused(lambda: ask(approver, secretariat)) == "no_approver"
    assert is_set_up(approver)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.OFFICE_VIEWER])
def test_only_the_secretariat_asks(role: Role, kari: Membership) -> None:
    with pytest.raises(PermissionDenied):
        ask(kari, make.make_membership(role=role))

    assert not FactorReset.objects.exists()


def test_superusers_are_left_alone(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    request = requested(kari, secretariat)
    kari.user.is_superuser = True
    kari.user.save()

    with pytest.raises(PermissionDenied):
        ask(kari, secretariat)
    with pytest.raises(PermissionDenied):
        agree(request, approver)

    assert is_set_up(kari)


@pytest.mark.parametrize(
    "facts",
    [
        {"role": Role.APPROVER, "party": "KS"},
        {"role": Role.EDITOR},
        {"role": Role.APPROVER, "confirmed": False},
        {"role": Role.SECRETARIAT},
        {"role": Role.OFFICE_VIEWER},
    ],
)
def test_only_an_approver_in_the_party_agrees(
    facts: dict[str, Any], secretariat: Membership, kari: Membership
) -> None:
    request = requested(kari, secretariat)

    with pytest.raises(PermissionDenied):
        agree(request, make.make_membership(**facts))

    assert is_set_up(kari)


def test_rejects_agreeing_about_oneself(secretariat: Membership, approver: Membership) -> None:
    person = with_app(make.make_membership(role=Role.APPROVER))
    request = requested(person, secretariat)

    with pytest.raises(PermissionDenied):
        agree(request, person)

    assert is_set_up(person)


def test_rejects_agreeing_to_a_request_of_ones_own(
    secretariat: Membership, kari: Membership
) -> None:
    request = requested(kari, secretariat)
    membership_actions.leave(secretariat.user)
    moved = make.make_membership(user=secretariat.user, role=Role.APPROVER)

    with pytest.raises(PermissionDenied):
        agree(request, moved)

    assert is_set_up(kari)


@pytest.mark.parametrize("age", [None, timedelta(minutes=6)])
def test_each_step_needs_a_fresh_factor(
    age: timedelta | None, secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    factor_at = None if age is None else timezone.now() - age
    request = requested(kari, secretariat)

    with pytest.raises(FactorTooOldError):
        factor_reset_actions.ask(kari.user, by=secretariat, factor_at=factor_at)
    for step, by in (
        (factor_reset_actions.agree, approver),
        (factor_reset_actions.end, approver),
        (factor_reset_actions.end, secretariat),
    ):
        with pytest.raises(FactorTooOldError):
            step(request, by=by, factor_at=factor_at)

    assert is_set_up(kari)
    assert list(FactorReset.objects.awaiting_answer()) == [request]


def _week_passes(request: FactorReset) -> None:
    request.asked_at = timezone.now() - WEEK
    request.save()
    set_up = Authenticator.objects.filter(user=request.membership.user)
    set_up.update(created_at=request.asked_at - WEEK)


def _uses_a_recovery_code(request: FactorReset) -> None:
    Authenticator.objects.get(user=request.membership.user, type="recovery_codes").record_usage()


def _adds_a_passkey(request: FactorReset) -> None:
    Authenticator.objects.create(user=request.membership.user, type="webauthn", data={})


def _leaves(request: FactorReset) -> None:
    membership_actions.leave(request.membership.user)


def _moves(request: FactorReset) -> None:
    membership_actions.leave(request.membership.user)
    make.make_membership(user=request.membership.user, role=Role.APPROVER)


def _asker_leaves(request: FactorReset) -> None:
    membership_actions.leave(request.asked_by.user)


def _asker_is_deactivated(request: FactorReset) -> None:
    User.objects.filter(pk=request.asked_by.user_id).update(is_active=False)


@pytest.mark.parametrize(
    "event",
    [
        *(_week_passes, _uses_a_recovery_code, _adds_a_passkey, _leaves, _moves),
        *(_asker_leaves, _asker_is_deactivated),
    ],
)
def test_a_lapsed_request_removes_nothing(
    event: Callable[[FactorReset], None],
    secretariat: Membership,
    approver: Membership,
    kari: Membership,
) -> None:
    request = requested(kari, secretariat)

    event(request)

    assert refused(lambda: agree(request, approver)) == "answered"
    assert Authenticator.objects.filter(user=kari.user).count() >= 2


def test_what_was_used_before_does_not_make_a_request_lapse(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    Authenticator.objects.get(user=kari.user, type="totp").record_usage()

    agree(requested(kari, secretariat), approver)

    assert not Authenticator.objects.filter(user=kari.user).exists()


def test_asking_again_withdraws_a_lapsed_request(
    secretariat: Membership, approver: Membership, kari: Membership
) -> None:
    first = requested(kari, secretariat)
    _week_passes(first)

    second = requested(kari, secretariat)

    first.refresh_from_db()
    assert first.ended_by == secretariat
    assert list(FactorReset.objects.awaiting_answer()) == [second]


@pytest.mark.parametrize("decision", [agree, end])
def test_an_answered_request_is_not_answered_again(
    decision: Callable[[FactorReset, Membership], FactorReset],
    secretariat: Membership,
    approver: Membership,
    kari: Membership,
) -> None:
    request = requested(kari, secretariat)
    decision(request, approver)
    if decision is agree:
        second_factor_app.with_app(kari.user)

    for step in (agree, end):
        assert refused(lambda step=step: step(request, approver)) == "answered"  # type: ignore[misc]

    assert is_set_up(kari)


@pytest.mark.parametrize("facts", [{"role": Role.SECRETARIAT}, {"role": Role.APPROVER}])
def test_the_secretariat_withdraws_and_an_approver_declines(
    facts: dict[str, Any], secretariat: Membership, kari: Membership
) -> None:
    by = make.make_membership(**facts)

    ended = end(requested(kari, secretariat), by)

    assert ended.ended_by == by
    assert is_set_up(kari)


@pytest.mark.parametrize(
    "facts",
    [{"role": Role.APPROVER, "party": "KS"}, {"role": Role.EDITOR}, {"role": Role.OFFICE_VIEWER}],
)
def test_others_do_not_end_a_request(
    facts: dict[str, Any], secretariat: Membership, kari: Membership
) -> None:
    request = requested(kari, secretariat)

    with pytest.raises(PermissionDenied):
        end(request, make.make_membership(**facts))

    assert list(FactorReset.objects.awaiting_answer()) == [request]
