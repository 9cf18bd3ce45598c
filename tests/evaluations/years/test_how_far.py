"""How far the evaluation of a year has come, from public facts alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest

from commitments.evaluations.state import Facts, PublishedRevision
from commitments.evaluations.years.how_far import HowFar, how_far

DUE: Final = date(2027, 10, 15)
NOW: Final = datetime(2027, 10, 1, 12, tzinfo=UTC)
BOTH: Final = {"KD": NOW, "KS": NOW}
SIGNED: Final = PublishedRevision(1, "signed", 1, NOW)


def found(now: datetime = NOW, **changed: Any) -> HowFar:
    values: dict[str, Any] = {
        "parties": ("KD", "KS"),
        "opened_at": NOW,
        "deadline_on": DUE,
        "grace_until_on": DUE,
    }
    return how_far(Facts(**{**values, **changed}), now)


@pytest.mark.parametrize(
    ("changed", "state", "done", "missing"),
    [
        ({}, "open", [], ["KD", "KS"]),
        ({"handed_in": {"KS": NOW}}, "handed_in_by_one", ["KS"], ["KD"]),
        ({"handed_in": BOTH}, "revealed", ["KD", "KS"], []),
        ({"handed_in": BOTH, "proposed": ("KS", NOW)}, "conclusion_proposed", ["KS"], ["KD"]),
        ({"handed_in": BOTH, "accepted_at": NOW}, "conclusion_accepted", ["KD", "KS"], []),
        ({"handed_in": BOTH, "signed": {"KS": NOW}}, "signed_by_one", ["KS"], ["KD"]),
        ({"handed_in": BOTH, "signed": BOTH, "revisions": (SIGNED,)}, "signed", ["KD", "KS"], []),
    ],
)
def test_names_the_parties_of_the_last_step(
    changed: dict[str, Any], state: str, done: list[str], missing: list[str]
) -> None:
    assert found(**changed)[:3] == (state, done, missing)


def test_a_year_without_an_evaluation_is_not_opened() -> None:
    assert how_far(None, NOW) == HowFar("not_opened", [], [])


def test_the_deadline_is_named_until_both_have_submitted() -> None:
    assert found(handed_in={"KD": NOW}).deadline_on == DUE
    assert found(handed_in=BOTH).deadline_on is None


def test_the_deadline_is_over_the_day_after() -> None:
    assert not found(datetime(2027, 10, 15, 21, tzinfo=UTC)).is_overdue  # 23:00 in Oslo
    assert found(NOW + timedelta(days=15)).is_overdue
    assert not found(NOW + timedelta(days=15), handed_in=BOTH).is_overdue


def test_a_new_round_after_a_signed_revision_is_reopened() -> None:
    assert found(round=2, revisions=(SIGNED,)).is_reopened
    assert not found(round=2, revisions=(SIGNED, SIGNED._replace(round=2))).is_reopened
