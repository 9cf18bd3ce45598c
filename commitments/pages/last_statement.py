"""A party's latest published entry and verdict on a commitment, for lists, margins and files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from agreements import vocabulary
from commitments.evaluations.state import ONE_SIDED


class LastVerdict(NamedTuple):
    """A party's verdict in a published evaluation; ``verdict`` may be not_assessed.

    ``kind`` is the revision's, signed or one_sided, ``revision`` its number. ``version`` is the
    key of the text version, None if the text was never changed. ``is_on_others``: the verdict
    is based on other words, or another responsibility, than those shown beside it.
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
    """The latest published entry of one party. ``status`` is empty if it has published none.

    ``last_verdict`` is its verdict in the last published evaluation, None before there is one.
    ``answers``: whether it is responsible for the commitment now; earlier statements remain.
    """

    party: str
    status: str = ""
    true_on: date | None = None
    last_verdict: LastVerdict | None = None
    answers: bool = True

    @property
    def is_silent(self) -> bool:
        """Whether the party is not responsible and has never said anything."""
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
    """Build a party's last statement; None if it has none.

    ``last`` is from ``ProgressEntryQuerySet.statement_values``, ``verdict`` from
    ``PublishedVerdictQuerySet.verdict_values``.
    """
    status = last["status"] if last else ""
    true_on = date.fromisoformat(last["true_on"]) if last else None
    held = LastVerdict(**verdict, is_on_others=is_on_others) if verdict else None
    return LastStatement(party, status, true_on, held, answers)
