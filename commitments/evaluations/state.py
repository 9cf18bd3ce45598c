"""Computes the state of a yearly evaluation from what has happened in it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal, NamedTuple, get_args

from commitments.foundation.days import end_of

State = Literal[
    "not_opened",
    "open",
    "handed_in_by_one",
    "revealed",
    "conclusion_proposed",
    "conclusion_accepted",
    "signed_by_one",
    "signed",
]
Mark = Literal["reopened", "one_sided"]

STATES: Final[tuple[State, ...]] = get_args(State)
SIGNED: Final = "signed"
ONE_SIDED: Final = "one_sided"


class PublishedRevision(NamedTuple):
    """A revision: its number, kind (``signed`` or ``one_sided``), round and time."""

    number: int
    kind: str
    round: int
    published_at: datetime


class Facts(NamedTuple):
    """What has happened in an evaluation, limited to public facts: who, what and when.

    ``parties`` are codes in the agreement's order. ``handed_in`` and ``signed`` are the valid
    submissions and signatures of the current round, by party. ``proposed`` is the proposal that
    awaits a response, ``accepted_at`` when the last accepted one was accepted.
    """

    parties: tuple[str, ...]
    opened_at: datetime
    deadline_on: date
    grace_until_on: date
    round: int = 1
    handed_in: Mapping[str, datetime] = {}
    proposed: tuple[str, datetime] | None = None
    accepted_at: datetime | None = None
    signed: Mapping[str, datetime] = {}
    revisions: tuple[PublishedRevision, ...] = ()


class EvaluationEvent(NamedTuple):
    """Something that happened: what, when, and the party or revision if it has one.

    ``after_reveal``: a submission made after the other's assessments had become public.
    """

    kind: str
    at: datetime
    party: str = ""
    number: int | None = None
    after_reveal: bool = False


def state(facts: Facts | None) -> State:
    """Return the state as the vocabulary names it; ``facts`` is None if it is not opened."""
    if facts is None:
        return "not_opened"
    if any(row.kind == SIGNED and row.round == facts.round for row in facts.revisions):
        return "signed"
    if not is_revealed(facts):
        return "handed_in_by_one" if facts.handed_in else "open"
    if facts.signed:
        return "signed_by_one"
    if facts.proposed:
        return "conclusion_proposed"
    return "conclusion_accepted" if facts.accepted_at else "revealed"


def is_revealed(facts: Facts) -> bool:
    """Whether every party has submitted, so that each sees the other's assessments."""
    return set(facts.parties) <= facts.handed_in.keys()


def marks(facts: Facts | None) -> frozenset[Mark]:
    """Return the marks shown beside the state: reopened, published by one party alone."""
    found: set[Mark] = set()
    if facts is None:
        return frozenset()
    if facts.round > 1 and state(facts) != "signed":
        found.add("reopened")
    if facts.revisions and all(row.kind == ONE_SIDED for row in facts.revisions):
        found.add("one_sided")
    return frozenset(found)


def not_handed_in(facts: Facts, now: datetime) -> list[str]:
    """Return the parties that have missed the deadline and not submitted yet, in their order."""
    if now <= end_of(facts.deadline_on):
        return []
    return [code for code in facts.parties if code not in facts.handed_in]


def handed_in_late(facts: Facts) -> list[str]:
    """Return the parties that submitted after the deadline, in their order."""
    due = end_of(facts.deadline_on)
    return [
        code for code in facts.parties if code in facts.handed_in and facts.handed_in[code] > due
    ]


def handed_in_after_reveal(facts: Facts) -> list[str]:
    """Return the parties that submitted after the other's assessments were published alone."""
    alone = [row.published_at for row in facts.revisions if row.kind == ONE_SIDED]
    if not alone:
        return []
    return [code for code, moment in facts.handed_in.items() if moment > min(alone)]


def may_take_back(facts: Facts, party: str) -> bool:
    """Whether only this party has submitted, and nobody else can have read the submission."""
    published = any(row.kind == ONE_SIDED for row in facts.revisions)
    return party in facts.handed_in and not is_revealed(facts) and not published


def may_publish_alone(facts: Facts, party: str, now: datetime) -> bool:
    """Whether the party could still take its submission back, and the grace period is over."""
    return may_take_back(facts, party) and now > end_of(facts.grace_until_on)


def steps(facts: Facts | None) -> list[EvaluationEvent]:
    """List what has happened, the earliest first, without any of the parties' texts."""
    if facts is None:
        return []
    found = [EvaluationEvent("opened", facts.opened_at)]
    after = handed_in_after_reveal(facts)
    found += [
        EvaluationEvent("handed_in", moment, code, after_reveal=code in after)
        for code, moment in facts.handed_in.items()
    ]
    if is_revealed(facts) and facts.handed_in:
        found.append(EvaluationEvent("revealed", max(facts.handed_in.values())))
    if facts.accepted_at:
        found.append(EvaluationEvent("conclusion_accepted", facts.accepted_at))
    if facts.proposed:
        party, moment = facts.proposed
        found.append(EvaluationEvent("conclusion_proposed", moment, party))
    found += [EvaluationEvent("signed", moment, code) for code, moment in facts.signed.items()]
    found += [
        EvaluationEvent("published", row.published_at, number=row.number) for row in facts.revisions
    ]
    return sorted(found, key=lambda step: step.at)
