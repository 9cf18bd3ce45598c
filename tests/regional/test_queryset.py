"""How regional statuses are asked for: their order, what has changed, what tells of most."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
import time_machine

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.publishing import workflow
from commitments.regional.models import RegionalStatus
from commitments.regional.queryset import RegionalStatusQuerySet
from tests.support import recorders, regional_states
from tests.support.regional_states import publish

pytestmark = pytest.mark.usefixtures("texts")

THEN: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def rows() -> RegionalStatusQuerySet:
    return RegionalStatus.objects.all()


def test_open_rows_come_before_published_ones_and_earlier_versions_not_at_all(
    rows: RegionalStatusQuerySet,
) -> None:
    first = regional_states.taken_to(State.PUBLISHED)
    second = regional_states.corrected(first)
    third = workflow.correct(second, by=second.created_by)
    other = regional_states.taken_to(
        State.DRAFT, subject=regional_states.subject_of("14"), municipalities=1
    )
    regional_states.taken_to(
        State.WITHDRAWN, subject=regional_states.subject_of("11"), municipalities=1
    )

    assert list(rows.open_before_published()) == [third, other, second]


def send_back(row: RegionalStatus, by: Membership) -> None:
    workflow.send_back(row, by=by, version=row.version, note="Eksempel: nevn kilden.")


def approve(row: RegionalStatus, by: Membership) -> None:
    workflow.approve(row, by=by, version=row.version)


@pytest.mark.parametrize("step", [send_back, approve])
def test_a_step_is_a_change_from_its_moment(
    step: Callable[[RegionalStatus, Membership], None], rows: RegionalStatusQuerySet
) -> None:
    by = recorders.approver("KS")
    with time_machine.travel(THEN, tick=False):
        row = regional_states.taken_to(State.SUBMITTED)
        regional_states.taken_to(
            State.DRAFT, subject=regional_states.subject_of("14"), municipalities=1
        )
    with time_machine.travel(THEN + timedelta(hours=2), tick=False):
        step(row, by)

    assert list(rows.changed_since(THEN - timedelta(hours=1))) == [row]
    assert list(rows.changed_since(THEN + timedelta(hours=1))) == [row]
    assert list(rows.changed_since(THEN + timedelta(hours=2))) == []


def test_correcting_and_withdrawing_change_the_row_too(rows: RegionalStatusQuerySet) -> None:
    by = recorders.approver("KS")
    with time_machine.travel(THEN, tick=False):
        first = regional_states.taken_to(State.PUBLISHED)
        row = regional_states.taken_to(
            State.PUBLISHED, subject=regional_states.subject_of("14"), municipalities=1
        )
    with time_machine.travel(THEN + timedelta(hours=2), tick=False):
        second = regional_states.corrected(first)
        row = recorders.proposed(row, by=row.created_by)
        workflow.withdraw(row, by=by, version=row.version)

    assert set(rows.changed_since(THEN + timedelta(hours=1))) == {first, second, row}


def test_most_counties_are_told_of_in_the_last_year_that_is_told_of(
    rows: RegionalStatusQuerySet,
) -> None:
    for code in ("01", "02", "03"):
        publish(code, year=2011)
    publish("01")
    for code in ("01", "02"):
        publish(code, ref="2011-M3")
    publish("01", party="KD")

    assert rows.with_most_counties() == ("2011-M3", 2012, "KS")


def test_the_first_of_the_text_where_as_many_are_told_of(rows: RegionalStatusQuerySet) -> None:
    publish("01", ref=regional_states.REF)
    publish("02", ref="2011-M3")

    assert rows.with_most_counties() == ("2011-M3", 2012, "KS")


def test_nothing_tells_of_most_counties_without_rows(rows: RegionalStatusQuerySet) -> None:
    assert rows.with_most_counties() is None
