"""Regional status: who records it where, the numbers, the way to the public, many at once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership, Role
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.regional import actions as regional
from commitments.regional.actions import CountySubject
from commitments.regional.models import RegionalStatus
from commitments.sources.models import Source
from tests import make
from tests.support import recorders, regional_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


def drafted(by: Membership, subject: CountySubject | None = None, **changed: Any) -> RegionalStatus:
    return regional.draft(
        subject or regional_states.subject_of(),
        regional_states.content(**changed),
        by=by,
        token=uuid4(),
    )


def test_a_draft_knows_how_many_municipalities_there_were() -> None:
    row = drafted(recorders.editor("KS"))

    assert (row.municipalities, row.municipalities_total) == (20, 33)
    assert row.state == State.DRAFT
    assert [source.title for source in row.sources.all()] == ["Eksempel: rapport"]
    assert RegionalStatus.history.count() == 1


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"municipalities": 34}, "municipalities"),
        ({"municipalities": -1}, "municipalities"),
        ({"municipalities": 3, "municipalities_total": 2}, "municipalities"),
        ({"municipalities": None, "municipalities_total": 12}, "municipalities"),
        ({"municipalities": 1, "municipalities_total": 0}, "municipalities_total"),
        ({"municipalities": 1, "municipalities_total": 100_000}, "municipalities_total"),
    ],
)
def test_numbers_that_cannot_be_are_refused(numbers: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        drafted(recorders.editor("KS"), **numbers)

    assert list(refusal.value.error_dict) == [field]
    assert not RegionalStatus.objects.exists()
    assert not Source.objects.exists()


def test_no_number_needs_no_total() -> None:
    row = drafted(recorders.editor("KS"), municipalities=None, municipalities_total=33)

    assert row.municipalities_total is None


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ({"ref": regional_states.NOT_REGIONAL, "year": 2006}, "not_regional"),
        ({"year": 2010}, "other_year"),
        ({"year": 2006}, "other_year"),
    ],
)
def test_refuses_a_subject_without_statuses(subject: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        drafted(recorders.editor("KD"), regional_states.subject_of(**subject))

    assert refusal.value.code == code


def test_a_municipality_is_no_county() -> None:
    subject = regional_states.subject_of()
    town = make.make_region(code="1201", kind="municipality")

    with pytest.raises(ValidationError) as refusal:
        drafted(recorders.editor("KS"), CountySubject(town, subject.commitment, subject.year))

    assert refusal.value.code == "no_county"


def strangers() -> dict[str, Membership]:
    return {
        "the other party": recorders.editor("KD"),
        "an office": regional_states.viewer(),
        "the secretariat": make.make_membership(role=Role.SECRETARIAT),
        "unconfirmed": make.make_membership(party="KS", confirmed=False),
    }


@pytest.mark.parametrize("stranger", ["the other party", "an office", "the secretariat"])
def test_only_a_party_that_answers_records(stranger: str) -> None:
    subject = regional_states.subject_of(ref="2011-M3")  # KS alone

    with pytest.raises(PermissionDenied):
        drafted(strangers()[stranger], subject)

    assert not RegionalStatus.objects.exists()


STEPS: dict[str, Callable[..., Any]] = {
    "edit": edit_actions.edit,
    "submit": workflow.submit,
    "send_back": workflow.send_back,
    "approve": workflow.approve,
    "correct": workflow.correct,
}


@pytest.mark.parametrize("stranger", ["the other party", "an office", "unconfirmed"])
@pytest.mark.parametrize("verb", STEPS)
def test_nobody_else_takes_a_step(verb: str, stranger: str) -> None:
    row = regional_states.taken_to(State.SUBMITTED)
    more: dict[str, Any] = {"version": row.version}
    more |= {"send_back": {"note": "x"}}.get(verb, {})
    if verb == "correct":
        more = {}
    args = [regional_states.content()] if verb == "edit" else []

    with pytest.raises(PermissionDenied):
        STEPS[verb](row, *args, by=strangers()[stranger], **more)

    row.refresh_from_db()
    assert row.state == State.SUBMITTED


def test_an_author_does_not_publish() -> None:
    approver = recorders.approver("KS")
    row = regional_states.taken_to(State.SUBMITTED, by=approver)

    with pytest.raises(PermissionDenied):
        workflow.approve(row, by=approver, version=row.version)


def test_publishing_steps_the_content_version_and_changes_no_national_status() -> None:
    entry = recorders.taken_to(State.PUBLISHED, ref=regional_states.REF, by=recorders.editor("KS"))
    before = ProgressEntry.objects.values().get(pk=entry.pk)
    number, _ = ContentVersion.current()

    row = regional_states.taken_to(State.PUBLISHED, status="stopped")

    assert row.state == State.PUBLISHED
    assert ContentVersion.current()[0] == number + 1
    assert ProgressEntry.objects.values().get(pk=entry.pk) == before


def test_a_correction_replaces_the_published_status() -> None:
    row = regional_states.taken_to(State.PUBLISHED)

    new = regional_states.corrected(row)

    row.refresh_from_db()
    assert (row.state, new.state) == (State.CORRECTED, State.PUBLISHED)
    assert (new.county, new.year, new.municipalities) == (row.county, row.year, 20)


def test_rejects_a_second_status_on_a_published_subject() -> None:
    row = regional_states.taken_to(State.PUBLISHED)

    with pytest.raises(ValidationError) as refusal:
        drafted(row.created_by)

    assert refusal.value.code == "published"


def test_after_a_withdrawal_there_is_room_again() -> None:
    row = regional_states.taken_to(State.WITHDRAWN)

    assert drafted(row.created_by).state == State.DRAFT


def test_two_at_once_meet_in_one_row() -> None:
    first = drafted(recorders.editor("KS"))

    with pytest.raises(StaleRowError) as refusal:
        drafted(recorders.editor("KS"), narrative="Eksempel: noe annet.")

    assert refusal.value.current == first
    assert RegionalStatus.objects.count() == 1


def test_both_parties_record_the_same_county() -> None:
    rows = [drafted(recorders.editor(code)) for code in ("KD", "KS")]

    assert len({row.pk for row in rows}) == 2


def put(current: RegionalStatus | None, by: Membership, **changed: Any) -> tuple[str, str]:
    row, change = regional.put(
        regional_states.subject_of(), regional_states.content(**changed), by=by, current=current
    )
    return row.state, change


def test_a_grid_row_is_new_then_unchanged_then_changed() -> None:
    by = recorders.editor("KS")

    assert put(None, by) == ("draft", "new")
    row = RegionalStatus.objects.get()
    assert put(row, by) == ("draft", "unchanged")
    assert put(row, by, municipalities=21) == ("draft", "changed")
    assert RegionalStatus.history.count() == 2


def test_a_grid_row_over_a_published_one_is_a_correction() -> None:
    row = regional_states.taken_to(State.PUBLISHED)

    assert put(row, row.created_by) == ("published", "unchanged")
    assert put(row, row.created_by, municipalities=21) == ("draft", "changed")
    assert RegionalStatus.objects.get(state=State.DRAFT).corrects == row


def test_rejects_changing_a_submitted_grid_row() -> None:
    row = regional_states.taken_to(State.SUBMITTED)

    with pytest.raises(ValidationError) as refusal:
        put(row, row.created_by, municipalities=21)

    assert refusal.value.code == "awaits_approval"


def test_many_are_sent_and_published_each_by_its_own_step() -> None:
    by, approver = recorders.editor("KS"), recorders.approver("KS")
    rows = [
        drafted(by, regional_states.subject_of(code), municipalities=1)
        for code in ("11", "12", "14")
    ]

    sent = regional.submit_all(rows, by=by)
    done = regional.approve_all(sent, by=approver)

    assert {row.state for row in done} == {State.PUBLISHED}
    for row in done:
        assert RegionalStatus.history.filter(id=row.pk).count() == 3


def test_one_that_lacks_something_holds_all_back_and_is_named() -> None:
    by = recorders.editor("KS")
    rows = [
        drafted(by, regional_states.subject_of("11"), municipalities=1),
        drafted(by, regional_states.subject_of("12"), municipalities=1, narrative=""),
    ]

    with pytest.raises(ValidationError) as refusal:
        regional.submit_all(rows, by=by)

    assert "Hordaland" in refusal.value.messages[0]
    assert set(RegionalStatus.objects.values_list("state", flat=True)) == {State.DRAFT}


def test_one_of_the_approvers_own_holds_all_back() -> None:
    approver = recorders.approver("KS")
    rows = [
        regional_states.taken_to(State.SUBMITTED),
        regional_states.taken_to(
            State.SUBMITTED, by=approver, subject=regional_states.subject_of("11"), municipalities=1
        ),
    ]

    with pytest.raises(PermissionDenied):
        regional.approve_all(rows, by=approver)

    assert not RegionalStatus.objects.published().exists()


def visible(by: Membership) -> set[str]:
    return {row.state for row in RegionalStatus.objects.visible_to(by.user)}


def test_who_sees_what() -> None:
    by = recorders.editor("KS")
    for code, state in zip(
        ("11", "12", "14", "15"),
        (State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED),
        strict=True,
    ):
        regional_states.taken_to(
            state, by=by, subject=regional_states.subject_of(code), municipalities=1
        )

    assert visible(recorders.editor("KS")) == {"draft", "submitted", "returned", "published"}
    assert visible(recorders.editor("KD")) == {"published"}
    assert visible(regional_states.viewer("11")) == {"published"}
    assert visible(regional_states.viewer("12", "14")) == {"submitted", "returned", "published"}
    assert visible(regional_states.viewer("12")) == {"submitted", "published"}
    assert visible(make.make_membership(role=Role.SECRETARIAT)) == {"published"}
    assert visible(make.make_membership(party="KS", confirmed=False)) == {"published"}
