"""Public acts at the same instant: each names rows as they are when its turn comes, and none waits
for one that waits for it.

SQLite lets writers in one by one; there the second begins when the first has ended.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from time import sleep
from typing import Any, Final

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from agreements import shipped
from agreements.models import TextVersion
from commitments.evaluations import meeting_actions, opening_actions
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.phases import locked
from commitments.foundation.choices import State
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.publishing import workflow
from commitments.regional import actions as regional
from commitments.regional.models import RegionalStatus
from commitments.trust import everything
from tests.support import evaluation_states, recorders, regional_states

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("uploads")]

REACHED: Final = 0.5  # seconds in which the other comes to where it has to wait


@contextmanager
def beside(call: Callable[[], Any]) -> Iterator[Callable[[], None]]:
    """A transaction in which the other begins when it is told to; both are done at the end."""

    def run() -> None:
        try:
            call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        others: list[Future[None]] = []

        def begin() -> None:
            others.append(threads.submit(run))
            sleep(REACHED)

        with transaction.atomic():
            yield begin
        for other in others:
            other.result(timeout=60)


def meeting_of(by: Membership) -> Meeting:
    return meeting_actions.record_meeting(by=by, year=2012, number=4, held_on=date(2012, 11, 5))


def moved(meeting: Meeting, by: Membership) -> Meeting:
    """The meeting, held a day later."""
    known: dict[str, Any] = {"year": 2012, "number": 4, "held_on": date(2012, 11, 6)}
    return meeting_actions.edit_meeting(meeting, by=by, version=meeting.version, **known)


def named(evaluation: Evaluation, meeting: Meeting, by: Membership) -> Evaluation:
    """The evaluation with this meeting."""
    return opening_actions.set_meeting(evaluation, meeting, by=by, version=evaluation.version)


def test_a_meeting_is_named_as_another_evaluations_edit_has_left_it() -> None:
    first, second = evaluation_states.laid(), evaluation_states.laid(year=2013)
    by = first.secretariat
    meeting = meeting_of(by)
    named(first.evaluation, meeting, by)

    with beside(lambda: named(second.evaluation, meeting, by)) as begin:
        moved(meeting, by)
        begin()

    assert list(everything.errors()) == []


def test_a_meeting_is_named_as_an_edit_at_the_same_time_leaves_it() -> None:
    found = evaluation_states.laid()
    meeting = meeting_of(found.secretariat)

    with beside(lambda: named(found.evaluation, meeting, found.secretariat)) as begin:
        moved(meeting, found.secretariat)
        begin()

    assert list(everything.errors()) == []


def test_an_edit_of_a_meeting_that_has_just_become_public_is_a_public_act() -> None:
    found = evaluation_states.laid()
    meeting = meeting_of(found.secretariat)

    with beside(lambda: moved(meeting, found.secretariat)) as begin:
        named(found.evaluation, meeting, found.secretariat)
        begin()

    assert list(everything.errors()) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets writers in one by one")
def test_texts_loaded_together_wait_for_an_act_in_one_of_them(tmp_path: Path) -> None:
    found = evaluation_states.laid()
    meeting = meeting_of(found.secretariat)
    for file in shipped.FOLDER.glob("20*.t*"):
        copied = file.read_text("utf-8")
        if file.name == "2005-2009.toml":
            copied = copied.replace("measurable = true", "measurable = false", 1)
        (tmp_path / file.name).write_text(copied, "utf-8")
    stated = {"first_day": date(2012, 1, 1), "reason": "Eksempel.", "language": "nb"}

    def load() -> None:
        known: Any = {"accept_changed_text": True, "document": "Eksempel", **stated}
        call_command("load_agreements", folder=tmp_path, stdout=StringIO(), **known)

    with beside(load) as begin:
        locked(found.evaluation)
        begin()
        named(found.evaluation, meeting, found.secretariat)

    assert TextVersion.objects.of_agreement("2005-2009").count() == 2
    found.evaluation.refresh_from_db()
    assert found.evaluation.meeting == meeting


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets writers in one by one")
def test_many_rows_published_at_once_wait_for_one_that_is_published_alone() -> None:
    editor, approver, other = (
        recorders.editor("KS"),
        recorders.approver("KS"),
        recorders.approver("KS"),
    )
    rows = [
        regional_states.taken_to(
            State.SUBMITTED, by=editor, subject=regional_states.subject_of(code), municipalities=1
        )
        for code in ("12", "14")
    ]
    last = rows[-1]

    def approve_both() -> None:
        with pytest.raises(StaleRowError):
            regional.approve_all(rows, by=approver)

    with beside(approve_both) as begin:
        RegionalStatus.objects.select_for_update(of=("self",)).get(pk=last.pk)
        begin()
        workflow.approve(last, by=other, version=last.version)

    assert list(RegionalStatus.objects.published()) == [last]
    assert list(everything.errors()) == []
