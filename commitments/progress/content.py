"""The content of a progress entry."""

from dataclasses import dataclass
from datetime import date

from commitments.publishing.content import StatementContent


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContent(StatementContent):
    """What a person can write in a progress entry."""

    true_on: date | None = None
