"""How far the evaluation of a year has come, from public facts alone."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from commitments.evaluations.state import Facts, State, marks, state
from commitments.foundation.days import end_of


class HowFar(NamedTuple):
    """The state of an evaluation, and which parties have taken the step that it is about.

    ``done``: parties that have submitted, or signed once a party has signed; in the state
    conclusion_proposed, the party whose proposal awaits a response. ``missing``: the other
    parties. ``deadline_on`` is None once every party has submitted.
    """

    state: State
    done: list[str]
    missing: list[str]
    deadline_on: date | None = None
    is_overdue: bool = False
    is_reopened: bool = False


def how_far(facts: Facts | None, now: datetime) -> HowFar:
    """Return how far an evaluation has come; ``facts`` is None if it is not opened."""
    if facts is None:
        return HowFar("not_opened", [], [])
    found = state(facts)
    done = _done(found, facts)
    is_awaited = found in {"open", "handed_in_by_one"}
    return HowFar(
        found,
        [code for code in facts.parties if code in done],
        [code for code in facts.parties if code not in done],
        facts.deadline_on if is_awaited else None,
        is_overdue=is_awaited and now > end_of(facts.deadline_on),
        is_reopened="reopened" in marks(facts),
    )


def _done(found: State, facts: Facts) -> Collection[str]:
    if found in {"signed_by_one", "signed"}:
        return facts.signed
    if found == "conclusion_proposed" and facts.proposed:
        return {facts.proposed[0]}
    return facts.handed_in
