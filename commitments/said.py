"""What a party last said about a commitment, as lists, margins and files show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from agreements import vocabulary
from commitments.evaluation_state import ONE_SIDED


class LastVerdict(NamedTuple):
    """A party's verdict in a published evaluation; ``verdict`` may be not_assessed.

    ``kind`` is that of the revision, signed or one_sided.
    """

    verdict: str
    year: int
    kind: str

    @property
    def is_one_sided(self) -> bool:
        """Whether the other party has not signed it."""
        return self.kind == ONE_SIDED


@dataclass(frozen=True, slots=True)
class LastStatement:
    """What one party that answers for a commitment last said; nothing where ``status`` is "".

    ``last_verdict`` is its verdict in the last published evaluation, None before there is one.
    """

    party: str
    status: str = ""
    true_on: date | None = None
    last_verdict: LastVerdict | None = None

    @property
    def value(self) -> str:
        """The status as files and filters write it."""
        code = f"progress.{self.status}" if self.status else "absence.no_information"
        return vocabulary.word(code).slug


def last_statement(
    party: str, last: Mapping[str, Any] | None, verdict: Mapping[str, Any] | None = None
) -> LastStatement:
    """What a party last said; None is nothing.

    ``last`` is as ``ProgressEntryQuerySet.last_statement_values`` gives it, ``verdict`` as
    ``PublishedVerdictQuerySet.last_verdict_values`` does.
    """
    last_verdict = LastVerdict(**verdict) if verdict else None
    if last is None:
        return LastStatement(party, last_verdict=last_verdict)
    return LastStatement(party, last["status"], date.fromisoformat(last["true_on"]), last_verdict)
