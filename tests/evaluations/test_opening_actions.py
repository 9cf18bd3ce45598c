"""Opening an evaluation, and its meeting: once, with its days in order, by the secretariat."""

from datetime import date
from typing import Any

import pytest
import time_machine

from agreements.models import EvaluationYear
from commitments.evaluations import opening_actions
from commitments.evaluations.meeting_actions import edit_meeting, record_meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.opening_actions import open_evaluation
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership, Role
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from tests import make
from tests.support import evaluation_states

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


def test_the_meeting_of_an_evaluation_is_set_by_version() -> None:
    found = evaluation_states.laid()
    meeting = record_meeting(by=found.secretariat, **FACTS)
    before, _at = ContentVersion.current()

    evaluation = opening_actions.set_meeting(
        found.evaluation, meeting, by=found.secretariat, version=1
    )

    assert (evaluation.meeting, evaluation.version) == (meeting, 2)
    assert ContentVersion.current()[0] == before + 1
    with pytest.raises(StaleRowError):
        opening_actions.set_meeting(found.evaluation, None, by=found.secretariat, version=1)
    edit_meeting(meeting, by=found.secretariat, version=1, **{**FACTS, "number": 3})
    assert ContentVersion.current()[0] == before + 2


def test_an_evaluation_is_opened_once() -> None:
    year, before = year_of(2012), ContentVersion.current()[0]

    evaluation = opened(year)

    assert (evaluation.round, evaluation.year, evaluation.agreement) == (1, 2012, year.agreement)
    assert ContentVersion.current()[0] == before + 1
    assert evaluation.history.count() == 1
    by = secretariat()
    assert evaluation_states.refused(opened, year, by=by) == {"": "opened"}


def test_2005_is_opened_only_on_a_document() -> None:
    first = year_of(2005, "2005-2009")
    by = secretariat()

    assert evaluation_states.refused(opened, first, by=by) == {"document": "document_needed"}
    evaluation = opened(first, by=by, document=PAPER)

    assert evaluation.opening_source
    assert evaluation.opening_source in Source.objects.cited_publicly()
    assert [year.is_doubtful for year in EvaluationYear.objects.all()].count(True) == 1


@pytest.mark.parametrize(
    ("days", "errors"),
    [
        ((date(2026, 11, 19), date(2026, 12, 1)), {"deadline_on": "past_day"}),
        ((date(2026, 12, 2), date(2026, 12, 1)), {"grace_until_on": "grace_before_deadline"}),
    ],
)
def test_the_days_of_an_evaluation_are_in_order(
    days: tuple[date, date], errors: dict[str, str]
) -> None:
    by = secretariat()
    deadline_on, grace_until_on = days

    with time_machine.travel(evaluation_states.NOW, tick=False):
        assert (
            evaluation_states.refused(
                opened, year_of(2012), by=by, deadline_on=deadline_on, grace_until_on=grace_until_on
            )
            == errors
        )
