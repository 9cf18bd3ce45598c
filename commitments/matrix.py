"""Commitments by year and party: what each party holds in the published evaluations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from commitments import verdicts
from commitments.verdicts import NOT_ASSESSED

# Of each row of ``PublishedVerdictQuerySet`` that ``lines`` takes, after the commitment's key.
COLUMNS = (
    "commitment_id", "year", "party__code", "is_view", "verdict", "reason", "gap", "written_in",
    "revision__number", "revision__kind",
)  # fmt: skip


class MatrixPromise(NamedTuple):
    """A commitment: its key, reference, wording without marker, and who answers for it."""

    key: int
    ref: str
    words: str
    answering: Sequence[str]


class MatrixVerdict(NamedTuple):
    """What a party holds in the published evaluation of a year; ``verdict`` "": not assessed."""

    is_view: bool
    verdict: str
    reason: str
    gap: str
    written_in: int | None
    revision: int
    kind: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One party in one year; ``stated`` is None where no evaluation is published, or no view."""

    party: str
    answers: bool
    stated: MatrixVerdict | None

    @property
    def verdict(self) -> str:
        """What it holds; not_assessed where it holds nothing, also where nothing is published."""
        return (self.stated.verdict if self.stated else "") or NOT_ASSESSED

    @property
    def is_silent(self) -> bool:
        """Whether it neither answers for the commitment nor has a view on it."""
        return not self.answers and self.stated is None


@dataclass(frozen=True, slots=True)
class MatrixYear:
    """One commitment in one year: a cell for each party."""

    year: int
    cells: list[MatrixCell]
    reading: str

    @property
    def spoken(self) -> list[MatrixCell]:
        """The cells with a verdict."""
        return [cell for cell in self.cells if cell.verdict != NOT_ASSESSED]


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A commitment with every evaluation year of its agreement, the first first."""

    promise: MatrixPromise
    years: list[MatrixYear]

    @property
    def anchor(self) -> str:
        """Its place in the pages of its agreement: «F12»."""
        return self.promise.ref.partition("-")[2]


def lines(
    promises: Iterable[MatrixPromise],
    years: Sequence[int],
    parties: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> list[MatrixLine]:
    """A line for each commitment, in their order; ``rows`` are of ``COLUMNS``."""
    published: dict[tuple[object, object, object], MatrixVerdict] = {}
    for key, year, party, *found in rows:
        published[key, year, party] = MatrixVerdict(*found)  # type: ignore[arg-type] # as COLUMNS says
    return [
        MatrixLine(promise, [_year(promise, year, parties, published) for year in years])
        for promise in promises
    ]


def _year(
    promise: MatrixPromise,
    year: int,
    parties: Sequence[str],
    published: Mapping[tuple[object, object, object], MatrixVerdict],
) -> MatrixYear:
    cells = [
        MatrixCell(code, code in promise.answering, published.get((promise.key, year, code)))
        for code in parties
    ]
    stated = {
        cell.party: verdicts.StatedVerdict(cell.stated.verdict, cell.stated.reason, cell.stated.gap)
        for cell in cells
        if cell.stated
    }
    return MatrixYear(year, cells, verdicts.reading(stated, promise.answering) or "")


class YearVerdictTally(NamedTuple):
    """A party's own verdicts in one year: a count for each verdict asked for, then not_assessed."""

    year: int
    counts: list[int]

    @property
    def answers(self) -> int:
        """How many commitments the party answered for in this year."""
        return sum(self.counts)


class PartyVerdictTally(NamedTuple):
    """A party's own verdicts year by year; it answers for ``answers`` commitments now."""

    party: str
    answers: int
    years: list[YearVerdictTally]


@dataclass(frozen=True, slots=True)
class VerdictTally:
    """The parties' own verdicts on an agreement, counted; views are not among them.

    ``answers``: how many commitments a party answers for now. ``verdicts``: by year and party
    how many have which verdict, "" for none; only of years with a published evaluation.
    """

    commitments: int
    answers: dict[str, int]
    verdicts: dict[tuple[int, str], dict[str, int]]

    def by_party(
        self, parties: Sequence[str], years: Sequence[int], names: Sequence[str]
    ) -> list[PartyVerdictTally]:
        """The counts of these parties and years, in this order of verdicts."""
        return [
            PartyVerdictTally(
                code,
                self.answers.get(code, 0),
                [YearVerdictTally(year, self._counts(code, year, names)) for year in years],
            )
            for code in parties
        ]

    def _counts(self, code: str, year: int, names: Sequence[str]) -> list[int]:
        """A published evaluation says itself who answered; otherwise those who do now."""
        is_published = any(published == year for published, _code in self.verdicts)
        now = {"": self.answers.get(code, 0)}
        found = self.verdicts.get((year, code), {}) if is_published else now
        return [found.get(name, 0) for name in (*names, "")]


def tally(rows: Iterable[Mapping[str, Any]]) -> VerdictTally:
    """The counts that ``PublishedVerdictQuerySet.counted_by_year`` reads."""
    commitments = 0
    answers: dict[str, int] = {}
    verdicts_of: dict[tuple[int, str], dict[str, int]] = {}
    for row in rows:
        if row["what"] == "all":
            commitments = row["n"]
        elif row["what"] == "answers":
            answers[row["who"]] = row["n"]
        else:
            verdicts_of.setdefault((row["of"], row["who"]), {})[row["stated"]] = row["n"]
    return VerdictTally(commitments, answers, verdicts_of)
