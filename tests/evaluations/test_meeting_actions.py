"""Meetings: the secretariat keeps them with their papers, and nothing that a party has signed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from agreements.models import EvaluationYear
from commitments.evaluations import opening_actions
from commitments.evaluations.meeting_actions import edit_meeting, record_meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.opening_actions import open_evaluation
from commitments.evaluations.revisions.record import document_of, to_sign
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership, Role
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = pytest.mark.usefixtures("texts")

PAPER = NewSource("Eksempel: innkalling", "https://www.example.no/innkalling")
FACTS: dict[str, Any] = {"year": 2012, "number": 4, "held_on": date(2012, 11, 5)}


def secretariat() -> Membership:
    return make.make_membership(role=Role.SECRETARIAT)


def year_of(year: int, slug: str = evaluation_states.AGREEMENT) -> EvaluationYear:
    return EvaluationYear.objects.get(agreement__slug=slug, year=year)


def opened(year: EvaluationYear, **changed: Any) -> Evaluation:
    by = changed.pop("by", None) or secretariat()
    values = {"deadline_on": evaluation_states.DEADLINE, "grace_until_on": evaluation_states.GRACE}
    return open_evaluation(year, by=by, **{**values, **changed})


def test_a_meeting_is_recorded_with_its_papers() -> None:
    by = secretariat()

    meeting = record_meeting(by=by, **FACTS, new_papers=[PAPER])

    paper = meeting.papers.get()
    assert (paper.party, paper.entered_by) == (None, by)
    assert not meeting.is_bilateral
    assert meeting.history.count() == 1
    assert record_meeting(by=by, **{**FACTS, "number": None}).is_bilateral


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({}, {"number": "recorded"}),
        ({"number": 5}, {"number": "invalid_choice"}),
        ({"number": 1, "held_on": date(2011, 11, 5)}, {"held_on": "other_year"}),
        ({"number": 1, "year": 2999, "held_on": date(2999, 1, 1)}, {"held_on": "future_day"}),
        ({"number": 1, "new_papers": [NewSource("", "https://a.no")]}, {"title": "required"}),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    changed: dict[str, Any], errors: dict[str, str]
) -> None:
    by = secretariat()
    record_meeting(by=by, **FACTS)

    assert evaluation_states.refused(record_meeting, by=by, **{**FACTS, **changed}) == errors


def test_only_the_secretariat_keeps_meetings_and_opens() -> None:
    meeting = record_meeting(by=secretariat(), **FACTS)
    found = evaluation_states.laid()

    for by in (recorders.approver(), make.make_membership(role=Role.OFFICE_VIEWER)):
        calls: list[Callable[..., object]] = [
            partial(record_meeting, **{**FACTS, "number": 1}),
            partial(edit_meeting, meeting, version=1, **FACTS),
            partial(opened, year_of(2013)),
            partial(opening_actions.set_meeting, found.evaluation, meeting, version=1),
        ]
        for call in calls:
            assert evaluation_states.refused(call, by=by) == {"": "PermissionDenied"}


def test_a_meeting_is_edited_and_keeps_the_papers_that_stay() -> None:
    by = secretariat()
    other = NewSource("Eksempel: referat", "https://www.example.no/referat")
    meeting = record_meeting(by=by, **FACTS, new_papers=[PAPER, other])
    kept = meeting.papers.get(title=PAPER.title)

    edited = edit_meeting(
        meeting, by=by, version=1, **{**FACTS, "held_on": date(2012, 11, 6)}, papers=[kept]
    )

    assert (edited.held_on.day, edited.version) == (6, 2)
    assert list(edited.papers.all()) == [kept]
    with pytest.raises(StaleRowError) as refusal:
        edit_meeting(meeting, by=by, version=1, **FACTS)
    assert refusal.value.current.held_on.day == 6


def test_what_a_party_has_signed_is_not_changed_by_the_secretariat() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    by = found.secretariat
    meeting = record_meeting(by=by, **FACTS, new_papers=[PAPER])
    before = to_sign(found.evaluation).sha256
    opening_actions.set_meeting(found.evaluation, meeting, by=by, version=1)
    found.evaluation = evaluation_states.fresh(found.evaluation)
    assert to_sign(found.evaluation).sha256 != before
    found.sign("KD")

    calls = [
        lambda: edit_meeting(meeting, by=by, version=1, **FACTS),
        lambda: opening_actions.set_meeting(found.evaluation, None, by=by, version=2),
    ]
    for call in calls:
        assert evaluation_states.refused(call) == {"": "signed"}
    signed_meeting = document_of(found.evaluation).meeting
    assert signed_meeting
    assert [paper.party for paper in signed_meeting.papers] == [None]


def test_papers_of_meetings_are_read_by_the_parties_and_by_the_public_when_published() -> None:
    found = evaluation_states.evaluation_in("conclusion_accepted")
    meeting = record_meeting(by=found.secretariat, **FACTS, new_papers=[PAPER])
    opening_actions.set_meeting(found.evaluation, meeting, by=found.secretariat, version=1)
    paper = meeting.papers.get()

    insiders = [found.secretariat, found.editors["KD"], found.approvers["KS"]]
    assert all(paper in Source.objects.visible_to(person.user) for person in insiders)
    assert paper not in Source.objects.cited_publicly()
    found.evaluation = evaluation_states.fresh(found.evaluation)
    found.sign("KD")
    found.sign("KS")
    assert paper in Source.objects.cited_publicly()
