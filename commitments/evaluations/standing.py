"""Deadlines, submissions and signatures: only days and the parties' names, which are public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from commitments.evaluations.facts import facts_of
from commitments.evaluations.models import Evaluation
from commitments.evaluations.state import (
    Facts,
    State,
    handed_in_after_reveal,
    handed_in_late,
    not_handed_in,
    state,
)


class PartyHandIn(NamedTuple):
    """When a party submitted and signed, None if it has not; ``late``: after the deadline.

    ``overdue``: the deadline has passed and the party has not submitted. ``after_reveal``:
    it submitted after the other's assessments had become public.
    """

    party: str
    handed_in_at: datetime | None
    signed_at: datetime | None
    late: bool
    overdue: bool
    after_reveal: bool


@dataclass(frozen=True, slots=True)
class EvaluationOverview:
    """An evaluation, its state, and each party in the agreement's order."""

    evaluation: Evaluation
    state: State
    parties: list[PartyHandIn]

    @property
    def anyone_signed(self) -> bool:
        """Whether at least one party has signed."""
        return any(party.signed_at for party in self.parties)


def overview(evaluation: Evaluation, facts: Facts) -> EvaluationOverview:
    """Return the deadlines, submissions and signatures of one evaluation."""
    late, overdue = handed_in_late(facts), not_handed_in(facts, timezone.now())
    after = handed_in_after_reveal(facts)
    parties = [
        PartyHandIn(
            code,
            facts.handed_in.get(code),
            facts.signed.get(code),
            code in late,
            code in overdue,
            code in after,
        )
        for code in facts.parties
    ]
    return EvaluationOverview(evaluation, state(facts), parties)


def overviews_of(evaluations: Iterable[Evaluation]) -> list[EvaluationOverview]:
    """Return the overview of each evaluation, in five queries."""
    rows = list(evaluations)
    found = facts_of(rows)
    return [overview(row, found[row.pk]) for row in rows]
