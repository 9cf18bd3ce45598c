"""What a party last said about a commitment, as lists, margins and files show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from agreements import vocabulary
from commitments.evaluations.state import ONE_SIDED


class LastVerdict(NamedTuple):
    """A party's verdict in a published evaluation; ``verdict`` may be not_assessed.

    ``kind`` is that of the revision, signed or one_sided, ``revision`` its number. ``version``
    is the key of the version of the text, None where it was never changed. ``is_on_others``:
    it was given on other words, or another responsibility, than those shown beside it.
    """

    verdict: str
    year: int
    kind: str
    revision: int
    version: int | None = None
    is_on_others: bool = False

    @property
    def is_one_sided(self) -> bool:
        """Whether the other party has not signed it."""
        return self.kind == ONE_SIDED


@dataclass(frozen=True, slots=True)
class LastStatement:
    """What one party last said about a commitment; nothing where ``status`` is "".

    ``last_verdict`` is its verdict in the last published evaluation, None before there is one.
    ``answers``: whether it answers for the commitment now. What it said when it did stays.
    """

    party: str
    status: str = ""
    true_on: date | None = None
    last_verdict: LastVerdict | None = None
    answers: bool = True

    @property
    def is_silent(self) -> bool:
        """Whether it neither answers nor has said anything."""
        return not (self.answers or self.status or self.last_verdict)

    @property
    def value(self) -> str:
        """The status as files and filters write it."""
        code = f"progress.{self.status}" if self.status else "absence.no_information"
        return vocabulary.word(code).slug


def last_statement(
    party: str,
    last: Mapping[str, Any] | None,
    verdict: Mapping[str, Any] | None = None,
    *,
    answers: bool = True,
    is_on_others: bool = False,
) -> LastStatement:
    """What a party last said; None is nothing.

    ``last`` is as ``ProgressEntryQuerySet.statement_values`` gives it, ``verdict`` as
    ``PublishedVerdictQuerySet.verdict_values`` does.
    """
    status = last["status"] if last else ""
    true_on = date.fromisoformat(last["true_on"]) if last else None
    held = LastVerdict(**verdict, is_on_others=is_on_others) if verdict else None
    return LastStatement(party, status, true_on, held, answers)
