"""A published evaluation as pages and files show it, read from a revision's content alone."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from commitments import verdicts
from commitments.verdicts import DISAGREE, NOT_ASSESSED

_MARKER: Final = re.compile(r"^(?:[-·]|[0-9]+\.)\s+")  # of a list in the agreement's text


class Cited(NamedTuple):
    """A source: an address, or a file by name and SHA-256; ``party`` "" is the secretariat.

    ``url`` is where it is read, "" for a file that is not at hand.
    """

    title: str
    publisher: str
    day: date | None
    address: str
    file: str
    sha256: str
    party: str
    url: str


class Picked(NamedTuple):
    """A published progress entry that a party rests on, as it stood."""

    number: int
    status: str
    true_on: date | None
    text: str
    language: str
    sources: list[Cited]


@dataclass(frozen=True, slots=True)
class Limit:
    """A reservation that a verdict names, in the agreement's own words."""

    ref: str
    words: str

    @property
    def anchor(self) -> str:
        """Where it stands in its agreement's page: «R1»."""
        return _anchor(self.ref)


@dataclass(frozen=True, slots=True)
class Held:
    """What a party holds on one commitment; ``reason`` and ``gap`` may be ""."""

    verdict: str
    reason: str
    gap: str
    limit: Limit | None
    text: str
    language: str
    sources: list[Cited]
    entries: list[Picked]


@dataclass(frozen=True, slots=True)
class Column:
    """What one party says beside one commitment.

    ``said`` is None where it says nothing. ``amended_at``: it was changed after the reveal,
    and ``handed_in`` is what was handed in (None: nothing). ``written_in`` is the year of
    writing where that was over a year after the year evaluated.
    """

    party: str
    answers: bool
    is_view: bool
    said: Held | None
    amended_at: datetime | None
    handed_in: Held | None
    written_in: int | None

    @property
    def verdict(self) -> str:
        """What the party holds, "" where it says nothing."""
        return self.said.verdict if self.said else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment with a column for each party, in the order of the agreement's first lines."""

    ref: str
    wording: str
    answering: list[str]
    columns: list[Column]

    @property
    def anchor(self) -> str:
        """Its place in the page of the evaluation, and in that of the agreement: «F12»."""
        return _anchor(self.ref)

    @property
    def words(self) -> str:
        """The wording without its list marker."""
        return _MARKER.sub("", self.wording)

    @property
    def spoken(self) -> list[Column]:
        """The columns that say something."""
        return [column for column in self.columns if column.said]

    @property
    def reading(self) -> str:
        """What the columns say together, "" where no combined reading is shown."""
        said = {
            column.party: verdicts.Said(column.said.verdict, column.said.reason, column.said.gap)
            for column in self.columns
            if column.said
        }
        return verdicts.reading(said, self.answering) or ""


class HandedIn(NamedTuple):
    """A party's hand-in: when, whether late, and the hash of what it handed in.

    ``is_after_reveal``: the other party's assessments had become public before it.
    """

    party: str
    at: datetime
    is_late: bool
    is_after_reveal: bool
    sha256: str


class Sitting(NamedTuple):
    """The meeting where the evaluation was made; ``number`` None: a bilateral one."""

    year: int
    number: int | None
    day: date | None
    papers: list[Cited]


class Concluded(NamedTuple):
    """The joint conclusion that stands."""

    text: str
    language: str
    party: str
    proposed_at: datetime
    accepted_at: datetime


class Counted(NamedTuple):
    """What a party's own verdicts amount to; its views are not among them.

    ``verdicts`` has the verdicts that occur, in the order of the vocabulary.
    """

    party: str
    assessed: int
    answers: int
    verdicts: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class PublishedEvaluation:
    """An evaluation in the state that a revision froze."""

    agreement: str
    year: int
    parties: list[str]
    deadline_on: date | None
    opened_at: datetime
    opening: Cited | None
    meeting: Sitting | None
    hand_ins: list[HandedIn]
    rows: list[Row]
    conclusion: Concluded | None

    @property
    def disputed(self) -> list[Row]:
        """The commitments on which the parties disagree, as the text goes."""
        return [row for row in self.rows if row.reading == DISAGREE]

    @property
    def written_in(self) -> list[int]:
        """The years in which it was written in retrospect, the first first; none: in time."""
        years = (column.written_in for row in self.rows for column in row.columns)
        return sorted({year for year in years if year})

    def counted(self, order: Sequence[str]) -> list[Counted]:
        """What each party's verdicts amount to; ``order`` is that of the verdicts."""
        return [self._counted(code, order) for code in self.parties]

    def _counted(self, code: str, order: Sequence[str]) -> Counted:
        own = [column for row in self.rows for column in row.columns if column.party == code]
        given = [column.verdict for column in own if column.answers]
        assessed, answers = verdicts.assessed_of(given)
        counts = Counter(verdicts.counted(given))
        named = [(verdict, counts[verdict]) for verdict in (*order, NOT_ASSESSED)]
        return Counted(code, assessed, answers, [(name, count) for name, count in named if count])


def _anchor(ref: str) -> str:
    return ref.partition("-")[2]
