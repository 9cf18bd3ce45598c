"""What a party last said about a commitment, as lists, margins and files show it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from agreements import vocabulary
from commitments.evaluation_state import ONE_SIDED


class Judged(NamedTuple):
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
class Said:
    """What one party that answers for a commitment last said; nothing where ``status`` is "".

    ``judged`` is its verdict in the last published evaluation, None before there is one.
    """

    party: str
    status: str = ""
    true_on: date | None = None
    judged: Judged | None = None

    @property
    def value(self) -> str:
        """The status as files and filters write it."""
        code = f"progress.{self.status}" if self.status else "absence.no_information"
        return vocabulary.word(code).slug


def said(party: str, text: str | None, verdict: str | None = None) -> Said:
    """What a party last said; None is nothing.

    ``text`` is as ``ProgressEntryQuerySet.last_said`` gives it, ``verdict`` as
    ``PublishedVerdictQuerySet.last_judged`` does.
    """
    found = judged(verdict)
    if text is None:
        return Said(party, judged=found)
    status, _, day = text.partition(" ")
    return Said(party, status, date.fromisoformat(day), found)


def judged(text: str | None) -> Judged | None:
    """What ``PublishedVerdictQuerySet.last_judged`` gives; None: nothing is published."""
    if text is None:
        return None
    verdict, year, kind = text.split(" ")
    return Judged(verdict, int(year), kind)
