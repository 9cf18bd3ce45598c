"""Steps of evaluations that wait for a party, as the workspace shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from commitments.evaluations.acting import address
from commitments.evaluations.facts import facts_of
from commitments.evaluations.models import Evaluation
from commitments.evaluations.state import Facts, is_revealed, not_handed_in, state
from commitments.people.models import Membership

_PAGES: Final = {
    "assess": "evaluation_assess",
    "hand_in_overdue": "evaluation_assess",
    "conclude": "conclusion_list",
    "answer": "conclusion_list",
    "sign": "evaluation_sign",
}


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A party's next step in an evaluation, and the page where it is taken."""

    evaluation: Evaluation
    kind: str

    @property
    def url(self) -> str:
        """The URL of the step's page."""
        return address(self.evaluation, _PAGES[self.kind])


def waiting_for(by: Membership, evaluations: Iterable[Evaluation]) -> list[WaitingStep]:
    """Return the next step of the person's party in each of these evaluations that has one."""
    rows = list(evaluations)
    found = facts_of(rows)
    code = by.party.code if by.party else ""
    steps = [(row, _next(code, found[row.pk])) for row in rows if code in found[row.pk].parties]
    return [WaitingStep(row, kind) for row, kind in steps if kind]


def _next(party: str, facts: Facts) -> str:
    """Return the step that waits for this party; empty if none does."""
    if state(facts) == "signed":
        return ""
    if not is_revealed(facts):
        if party in facts.handed_in:
            return ""
        return "hand_in_overdue" if party in not_handed_in(facts, timezone.now()) else "assess"
    if facts.proposed:
        return "" if facts.proposed[0] == party else "answer"
    if not facts.accepted_at:
        return "conclude"
    return "" if party in facts.signed else "sign"
