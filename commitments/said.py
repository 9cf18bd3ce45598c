"""What a party last said about a commitment, as lists, margins and files show it."""

from dataclasses import dataclass
from datetime import date

from agreements import vocabulary


@dataclass(frozen=True, slots=True)
class Said:
    """What one party that answers for a commitment last said; nothing where ``status`` is ""."""

    party: str
    status: str = ""
    true_on: date | None = None

    @property
    def value(self) -> str:
        """The status as files and filters write it."""
        code = f"progress.{self.status}" if self.status else "absence.no_information"
        return vocabulary.word(code).slug


def said(party: str, text: str | None) -> Said:
    """What ``ProgressEntryQuerySet.last_said`` gives for a party; None is nothing."""
    if text is None:
        return Said(party)
    status, _, day = text.partition(" ")
    return Said(party, status, date.fromisoformat(day))
