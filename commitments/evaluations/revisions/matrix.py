"""Commitments by year and party: each party's verdicts in the published evaluations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from agreements.vocabulary import NOT_ASSESSED, NOT_PUBLISHED
from commitments.evaluations import combined_reading
from commitments.evaluations.revisions.basis import Bases, Basis

# The columns of ``PublishedVerdictQuerySet.with_version`` that ``lines`` needs.
COLUMNS = (
    "commitment_id", "year", "party__code", "is_view", "verdict", "reason", "gap", "reservation",
    "written_in", "revision__number", "revision__kind", "version",
)  # fmt: skip


class MatrixPromise(NamedTuple):
    """A commitment: key, reference, title, wording without marker, and responsible parties.

    ``group`` is left empty where a page does not group its commitments.
    """

    key: int
    ref: str
    title: str
    words: str
    answering: Sequence[str]
    group: str = ""

    @classmethod
    def of(cls, row: Any, answering: Sequence[str]) -> Self:
        """Create the promise of a commitment, for which these parties are responsible."""
        return cls(row.pk, row.ref, row.title, row.words, answering, row.group)

    @classmethod
    def with_answers(cls, row: Any, codes: Iterable[str]) -> Self:
        """Create the promise of a commitment that was loaded ``with_answers`` of these parties."""
        return cls.of(row, [code for code in codes if getattr(row, f"answers_{code}")])

    @property
    def anchor(self) -> str:
        """The commitment's anchor on the pages of its agreement: «F12»."""
        return self.ref.partition("-")[2]


class MatrixVerdict(NamedTuple):
    """A party's verdict in the published evaluation of a year; "" if it did not assess."""

    is_view: bool
    verdict: str
    reason: str
    gap: str
    reservation: str
    written_in: int | None
    revision: int
    kind: str
    version: int | None


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One party in one year; ``stated`` is None without a published evaluation or a view.

    ``answers``: whether the party was responsible in the published evaluation, whatever changed
    since; without one, whether it is now.
    """

    party: str
    answers: bool
    stated: MatrixVerdict | None

    @property
    def verdict(self) -> str:
        """The verdict, not_assessed, or not_published if the year has no published evaluation.

        A party that is not responsible and has given no view has not_published too.
        """
        return (self.stated.verdict or NOT_ASSESSED) if self.stated else NOT_PUBLISHED

    @property
    def is_silent(self) -> bool:
        """Whether the party is not responsible for the commitment and has no view on it."""
        return not self.answers and self.stated is None


@dataclass(frozen=True, slots=True)
class MatrixYear:
    """One commitment in one year: a cell for each party.

    ``basis`` is the basis of its verdicts; None if that is the same as the page shows.
    """

    year: int
    cells: list[MatrixCell]
    reading: str
    basis: Basis | None = None

    @property
    def spoken(self) -> list[MatrixCell]:
        """The cells with a verdict."""
        return [cell for cell in self.cells if cell.stated and cell.stated.verdict]

    @property
    def published(self) -> MatrixVerdict | None:
        """Any party's verdict in the published evaluation, for the facts they have in common."""
        return next((cell.stated for cell in self.cells if cell.stated), None)


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A commitment with every evaluation year of its agreement, the earliest first."""

    promise: MatrixPromise
    years: list[MatrixYear]

    @property
    def anchor(self) -> str:
        """The promise's anchor."""
        return self.promise.anchor


def lines(
    promises: Iterable[MatrixPromise],
    years: Sequence[int],
    parties: Sequence[str],
    rows: Iterable[Sequence[object]],
    other_bases: Bases,
) -> list[MatrixLine]:
    """Return a line for each commitment, in their order; ``rows`` have ``COLUMNS``.

    ``other_bases`` are those that differ from what the page shows of a commitment.
    """
    published: dict[tuple[object, object, object], MatrixVerdict] = {}
    for key, year, party, *found in rows:
        published[key, year, party] = MatrixVerdict(*found)  # type: ignore[arg-type] # as COLUMNS says
    return [
        MatrixLine(
            promise, [_year(promise, year, parties, published, other_bases) for year in years]
        )
        for promise in promises
    ]


def versions(rows: Iterable[Sequence[Any]]) -> set[int | None]:
    """Return the text versions that the verdicts in rows of ``COLUMNS`` are based on."""
    return {version for *_others, version in rows}


def _year(
    promise: MatrixPromise,
    year: int,
    parties: Sequence[str],
    published: Mapping[tuple[object, object, object], MatrixVerdict],
    other_bases: Bases,
) -> MatrixYear:
    held = {code: published.get((promise.key, year, code)) for code in parties}
    found = {code: row for code, row in held.items() if row}
    own = [code for code, row in found.items() if not row.is_view]
    answering = own if found else promise.answering
    stated = {
        code: combined_reading.StatedVerdict(row.verdict, row.reason, row.gap, row.reservation)
        for code, row in found.items()
    }
    bases = (other_bases.get((row.version, promise.ref)) for row in found.values())
    return MatrixYear(
        year,
        [MatrixCell(code, code in answering, row) for code, row in held.items()],
        (combined_reading.reading(stated, answering) or "") if found else "",
        next(bases, None),
    )
