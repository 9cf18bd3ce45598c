"""Memberships and people: who may add, confirm, end, name and deactivate, and what is then so."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from commitments.people import membership_actions, user_actions
from commitments.people.models import Membership, Role
from commitments.people.rights import FactorTooOldError
from kvalitet.accounts.models import User
from tests import make
from tests.support import recorders

pytestmark = pytest.mark.django_db


def add(by: Membership, **changed: Any) -> Membership:
    person: dict[str, Any] = {
        "email": "Ola@KD.example.no ",
        "name": " Ola  Nordmann ",
        "role": Role.EDITOR,
        "party": make.make_party("KD"),
    }
    return membership_actions.add_person(by=by, **{**person, **changed})


def confirm(membership: Membership, *, by: Membership) -> Membership:
    return membership_actions.confirm(membership, by=by, factor_at=timezone.now())


def end(membership: Membership, *, by: Membership) -> Membership:
    return membership_actions.end(membership, by=by, factor_at=timezone.now())


def codes(error: ValidationError) -> dict[str, str]:
    return {name: errors[0].code or "" for name, errors in error.error_dict.items()}


def test_a_person_is_added_unconfirmed_and_without_a_password(secretariat: Membership) -> None:
    added = add(secretariat)

    assert (added.user.email, added.user.name) == ("ola@kd.example.no", "Ola Nordmann")
    assert not added.user.has_usable_password()
    assert not added.is_confirmed
    assert not Membership.objects.in_force().filter(pk=added.pk).exists()


def test_each_action_leaves_one_history_row_with_its_actor(
    secretariat: Membership, approver: Membership
) -> None:
    added = add(secretariat)
    confirm(added, by=approver)
    end(added, by=secretariat)

    actors = [row.history_user for row in added.history.order_by("history_step")]
    assert actors == [secretariat.user, approver.user, secretariat.user]
    [made] = added.user.history.all()
    assert made.history_user == secretariat.user


def test_the_offices_stand_in_the_history(secretariat: Membership) -> None:
    office = make.make_office()

    added = add(secretariat, role=Role.OFFICE_VIEWER, party=None, offices=[office])

    [row] = added.history.all()
    assert [link.office for link in row.offices.all()] == [office]
    assert added.is_confirmed


def test_a_known_person_keeps_the_name(secretariat: Membership) -> None:
    known = make.make_user(email="ola@kd.example.no", name="Ola H. Nordmann")

    added = add(secretariat)

    assert added.user == known
    assert added.user.name == "Ola H. Nordmann"


def test_an_open_membership_stands_in_the_way_of_another(secretariat: Membership) -> None:
    add(secretariat)

    with pytest.raises(ValidationError) as refusal:
        add(secretariat, role=Role.SECRETARIAT, party=None)

    assert codes(refusal.value) == {"email": "open_membership"}
    assert Membership.objects.filter(user__email="ola@kd.example.no").count() == 1


def test_an_ended_membership_stands_in_nobodys_way(secretariat: Membership) -> None:
    end(add(secretariat), by=secretariat)

    assert add(secretariat, role=Role.APPROVER).role == Role.APPROVER


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
    people_before = User.objects.count()

    with pytest.raises(ValidationError) as refusal:
        add(secretariat, **changed)

    assert codes(refusal.value) == refused
    assert User.objects.count() == people_before


def test_offices_are_for_office_viewers(secretariat: Membership) -> None:
    with pytest.raises(ValidationError) as refusal:
        add(secretariat, offices=[make.make_office()])

    assert codes(refusal.value) == {"offices": "invalid"}


def test_a_deactivated_person_is_not_added(secretariat: Membership) -> None:
    make.make_user(email="ola@kd.example.no", is_active=False)

    with pytest.raises(ValidationError) as refusal:
        add(secretariat)

    assert codes(refusal.value) == {"email": "inactive"}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.OFFICE_VIEWER])
def test_only_the_secretariat_adds(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        add(make.make_membership(role=role))


def test_confirming_puts_in_force(approver: Membership) -> None:
    waiting = make.make_membership(confirmed=False)

    confirmed = confirm(waiting, by=approver)

    assert confirmed.confirmed_by == approver
    assert Membership.objects.in_force().filter(pk=waiting.pk).exists()


def test_confirming_twice_changes_nothing(approver: Membership) -> None:
    waiting = make.make_membership(confirmed=False)
    first = confirm(waiting, by=approver)

    second = confirm(waiting, by=approver)

    assert second.confirmed_at == first.confirmed_at
    assert waiting.history.count() == first.history.count()


@pytest.mark.parametrize(
    ("role", "party"),
    [(Role.APPROVER, "KS"), (Role.EDITOR, "KD"), (Role.SECRETARIAT, None)],
)
def test_only_an_approver_of_the_same_party_confirms(role: Role, party: str | None) -> None:
    waiting = make.make_membership(confirmed=False)

    with pytest.raises(PermissionDenied):
        confirm(waiting, by=make.make_membership(role=role, party=party))


def test_nobody_confirms_oneself() -> None:
    waiting = make.make_membership(role=Role.APPROVER, confirmed=False)

    with pytest.raises(PermissionDenied, match=r"Another approver|En annen godkjenner"):
        confirm(waiting, by=waiting)


def test_an_unconfirmed_approver_confirms_nobody() -> None:
    waiting = make.make_membership(confirmed=False)

    with pytest.raises(PermissionDenied):
        confirm(waiting, by=make.make_membership(role=Role.APPROVER, confirmed=False))


def test_an_ended_membership_is_not_confirmed(approver: Membership) -> None:
    ended = end(make.make_membership(confirmed=False), by=approver)

    with pytest.raises(ValidationError) as refusal:
        confirm(ended, by=approver)

    assert refusal.value.code == "ended"


@pytest.mark.parametrize(("role", "party"), [(Role.SECRETARIAT, None), (Role.APPROVER, "KD")])
def test_ends_by_secretariat_and_by_an_approver_of_the_party(role: Role, party: str | None) -> None:
    by = make.make_membership(role=role, party=party)

    ended = end(make.make_membership(), by=by)

    assert ended.ended_by == by


def test_one_may_leave_also_unconfirmed() -> None:
    own = make.make_membership(confirmed=False)

    assert end(own, by=own).ended_by == own


@pytest.mark.parametrize(
    ("role", "party"), [(Role.APPROVER, "KS"), (Role.EDITOR, "KD"), (Role.OFFICE_VIEWER, None)]
)
def test_nobody_else_ends(role: Role, party: str | None) -> None:
    membership = make.make_membership()

    with pytest.raises(PermissionDenied):
        end(membership, by=make.make_membership(role=role, party=party))

    assert Membership.objects.open().filter(pk=membership.pk).exists()


def test_an_approver_does_not_end_the_secretariat(
    approver: Membership, secretariat: Membership
) -> None:
    with pytest.raises(PermissionDenied):
        end(secretariat, by=approver)


def test_an_end_signs_out_everywhere(client: Client, secretariat: Membership) -> None:
    membership = make.make_membership()
    recorders.sign_in(client, membership.user)
    assert client.get("/konto/").status_code == 200

    end(membership, by=secretariat)

    assert client.get("/konto/").status_code == 302


def test_a_name_is_corrected_by_the_secretariat_alone(
    secretariat: Membership, approver: Membership
) -> None:
    user = make.make_user(name="Kari Nordman")

    assert user_actions.rename(user, "Kari Nordmann", by=secretariat).name == "Kari Nordmann"
    user_actions.rename(user, "Kari Nordmann", by=secretariat)

    assert [row.name for row in user.history.all()] == ["Kari Nordmann", "Kari Nordman"]
    with pytest.raises(PermissionDenied):
        user_actions.rename(user, "En annen", by=approver)


def test_a_deactivated_person_is_signed_out_and_stays_out(
    client: Client, secretariat: Membership
) -> None:
    user = make.make_user()
    recorders.sign_in(client, user)

    user_actions.deactivate(user, by=secretariat)

    assert client.get("/konto/").status_code == 302
    user_actions.activate(user, by=secretariat)
    assert client.get("/konto/").status_code == 302


def test_superusers_and_oneself_are_not_deactivated(secretariat: Membership) -> None:
    with pytest.raises(PermissionDenied):
        user_actions.deactivate(make.make_user(is_superuser=True), by=secretariat)
    with pytest.raises(ValidationError):
        user_actions.deactivate(secretariat.user, by=secretariat)


def test_signing_in_leaves_no_history(client: Client) -> None:
    user = make.make_user()

    recorders.sign_in(client, user)

    assert user.history.count() == 1


@pytest.mark.parametrize("factor_at", [None, timezone.now() - timedelta(minutes=6)])
def test_without_a_fresh_factor_nothing_is_confirmed_or_ended(
    factor_at: datetime | None, approver: Membership
) -> None:
    waiting = make.make_membership(confirmed=False)

    for step in (membership_actions.confirm, membership_actions.end):
        with pytest.raises(FactorTooOldError):
            step(waiting, by=approver, factor_at=factor_at)

    waiting.refresh_from_db()
    assert (waiting.confirmed_at, waiting.ended_at) == (None, None)
