"""When a party submitted and signed each yearly evaluation, as the evaluation's page says it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from agreements.evaluation_year import EvaluationYear
from commitments.evaluations.standing import EvaluationOverview, PartyHandIn
from commitments.evaluations.state import State
from commitments.foundation.days import in_norway


class HandIn(NamedTuple):
    """A party's submission and signature for one year.

    ``party`` and ``deadline_on`` are None if the evaluation has not been opened. ``days_after``:
    days from the deadline to the submission, negative before it; None if nothing is submitted.
    """

    year: EvaluationYear
    state: State
    deadline_on: date | None = None
    party: PartyHandIn | None = None
    days_after: int | None = None

    @property
    def distance(self) -> int:
        """The days between submission and deadline, whichever was first."""
        return abs(self.days_after or 0)


def hand_ins(
    years: Iterable[EvaluationYear], overviews: Iterable[EvaluationOverview], party: str
) -> list[HandIn]:
    """Return a row for each year, opened or not."""
    by_year = {row.evaluation.evaluation_year_id: row for row in overviews}
    return [_hand_in(year, by_year.get(year.pk), party) for year in years]


def _hand_in(year: EvaluationYear, found: EvaluationOverview | None, party: str) -> HandIn:
    if found is None:
        return HandIn(year, "not_opened")
    own = next(row for row in found.parties if row.party == party)
    deadline_on = found.evaluation.deadline_on
    days_after = None
    if own.handed_in_at:
        days_after = (in_norway(own.handed_in_at).date() - deadline_on).days
    return HandIn(year, found.state, deadline_on, own, days_after)
