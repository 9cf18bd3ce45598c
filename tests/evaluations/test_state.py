from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from commitments.evaluations.state import (
    Facts,
    PublishedRevision,
    handed_in_after_reveal,
    handed_in_late,
    marks,
    may_publish_alone,
    may_take_back,
    not_handed_in,
    state,
    steps,
)
from tests.support import evaluation_states

START = datetime(2027, 9, 1, 12, tzinfo=UTC)
DUE = date(2027, 10, 15)
SECOND = timedelta(seconds=1)
GRACE_ENDS = datetime(2027, 12, 15, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Oslo, winter time


def after(days: int) -> datetime:
    return START + timedelta(days=days)


BOTH = {"KD": after(10), "KS": after(12)}


def facts(**changed: Any) -> Facts:
    values: dict[str, Any] = {
        "parties": ("KD", "KS"),
        "opened_at": START,
        "deadline_on": DUE,
        "grace_until_on": date(2027, 12, 15),
    }
    return Facts(**{**values, **changed})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "open"),
        ({"handed_in": {"KD": after(1)}}, "handed_in_by_one"),
        ({"handed_in": BOTH}, "revealed"),
        ({"handed_in": BOTH, "proposed": ("KD", after(20))}, "conclusion_proposed"),
        ({"handed_in": BOTH, "accepted_at": after(21)}, "conclusion_accepted"),
        (
            {"handed_in": BOTH, "accepted_at": after(21), "proposed": ("KS", after(22))},
            "conclusion_proposed",
        ),
        (
            {"handed_in": BOTH, "accepted_at": after(21), "signed": {"KD": after(23)}},
            "signed_by_one",
        ),
        (
            {
                "handed_in": BOTH,
                "accepted_at": after(21),
                "signed": {"KD": after(23), "KS": after(24)},
                "revisions": (PublishedRevision(1, "signed", 1, after(24)),),
            },
            "signed",
        ),
    ],
)
def test_the_state_follows_from_what_has_happened(changed: dict[str, Any], expected: str) -> None:
    assert state(facts(**changed)) == expected


def test_a_year_that_nobody_opened_has_neither_steps_nor_marks() -> None:
    assert (state(None), steps(None), marks(None)) == ("not_opened", [], frozenset())


def test_a_new_round_begins_revealed_and_is_marked() -> None:
    signed = PublishedRevision(1, "signed", 1, after(24))

    again = facts(round=2, handed_in=BOTH, revisions=(signed,))

    assert state(again) == "revealed"
    assert set(marks(again)) == {"reopened"}
    published = again._replace(revisions=(signed, PublishedRevision(2, "signed", 2, after(40))))
    assert (state(published), marks(published)) == ("signed", frozenset())


def test_one_party_alone_never_makes_it_signed() -> None:
    alone = facts(
        handed_in={"KD": after(1)}, revisions=(PublishedRevision(1, "one_sided", 1, after(120)),)
    )

    assert state(alone) == "handed_in_by_one"
    assert set(marks(alone)) == {"one_sided"}
    both = alone._replace(handed_in={"KD": after(1), "KS": after(130)})
    assert handed_in_after_reveal(both) == ["KS"]
    assert handed_in_after_reveal(facts(handed_in=BOTH)) == []


@pytest.mark.parametrize(
    ("changed", "party", "now", "expected"),
    [
        ({"handed_in": {"KD": START}}, "KD", GRACE_ENDS + SECOND, True),
        ({"handed_in": {"KD": START}}, "KD", GRACE_ENDS, False),
        ({"handed_in": {"KD": START}}, "KS", GRACE_ENDS + SECOND, False),
        ({"handed_in": BOTH}, "KD", GRACE_ENDS + SECOND, False),
        (
            {
                "handed_in": {"KD": START},
                "revisions": (PublishedRevision(1, "one_sided", 1, after(120)),),
            },
            "KD",
            after(130),
            False,
        ),
    ],
)
def test_who_has_handed_in_alone_may_publish_once_when_the_grace_is_over(
    changed: dict[str, Any], party: str, now: datetime, expected: bool
) -> None:
    assert may_publish_alone(facts(**changed), party, now) is expected


@pytest.mark.parametrize(
    ("changed", "party", "expected"),
    [
        ({"handed_in": {"KD": START}}, "KD", True),
        ({"handed_in": {"KD": START}}, "KS", False),
        ({"handed_in": BOTH}, "KD", False),
        (
            {
                "handed_in": {"KD": START},
                "revisions": (PublishedRevision(1, "one_sided", 1, after(120)),),
            },
            "KD",
            False,
        ),
    ],
)
def test_a_hand_in_is_taken_back_while_nobody_else_has_read_it(
    changed: dict[str, Any], party: str, expected: bool
) -> None:
    assert may_take_back(facts(**changed), party) is expected


def test_the_deadline_is_the_end_of_its_day_in_norway() -> None:
    last = datetime(2027, 10, 15, 21, 59, 59, tzinfo=UTC)  # 23:59:59 in Oslo, summer time

    assert not_handed_in(facts(), last) == []
    assert not_handed_in(facts(handed_in={"KD": START}), last + timedelta(seconds=1)) == ["KS"]
    late = {"KD": last, "KS": last + timedelta(seconds=1)}
    assert handed_in_late(facts(handed_in=late)) == ["KS"]


def test_steps_come_in_the_order_in_which_they_were_taken() -> None:
    found = steps(
        facts(
            handed_in=BOTH,
            accepted_at=after(21),
            proposed=("KS", after(22)),
            signed={"KD": after(23)},
            revisions=(PublishedRevision(1, "one_sided", 1, after(11)),),
        )
    )

    assert [(step.kind, step.party) for step in found] == [
        ("opened", ""),
        ("handed_in", "KD"),
        ("published", ""),
        ("handed_in", "KS"),
        ("revealed", ""),
        ("conclusion_accepted", ""),
        ("conclusion_proposed", "KS"),
        ("signed", "KD"),
    ]
    assert [step.party for step in found if step.after_reveal] == ["KS"]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("state", evaluation_states.STATES)
def test_every_state_is_reached_by_the_actions(state: str) -> None:
    found = evaluation_states.evaluation_in(state)

    assert evaluation_states.state_of(found.evaluation) == state
