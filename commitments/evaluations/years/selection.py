"""Which commitments of the matrix are shown, in which order, and how many there are of each kind.

Every number is a ``Count`` whose ``query`` selects exactly the commitments counted in the matrix,
or, for assessments, in the list of assessments.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from agreements import vocabulary
from agreements.vocabulary import NOT_ASSESSED, NOT_PUBLISHED
from commitments.evaluations.combined_reading import AGREE, AGREE_OTHER_REASON
from commitments.evaluations.counting.claims import GIVEN, Count
from commitments.evaluations.revisions.matrix import MatrixCell, MatrixLine

MISSING: Final = "ja"  # the only value of ``mangler``
# What the parties may say together, by its value in addresses. «In agreement» includes agreement
# for different reasons.
_ALIKE: Final = {AGREE: (AGREE, AGREE_OTHER_REASON)}
_NOT_ASKED: Final = {AGREE_OTHER_REASON, "other_party"}
READINGS: Final = {
    word.slug: word.name
    for word in vocabulary.words("reading").values()
    if word.name not in _NOT_ASKED
}
_ORDER: Final = (*vocabulary.names("verdict"), NOT_ASSESSED, NOT_PUBLISHED)


class LineGroup(NamedTuple):
    """The lines of one group of the vocabulary; ``name`` is empty for lines of every group."""

    name: str
    lines: list[MatrixLine]


class ReadingCount(NamedTuple):
    """How many of the commitments that both parties are responsible for have one reading."""

    name: str
    commitments: Count


class YearSummary(NamedTuple):
    """What the parties say together about one published year.

    ``given`` counts assessments, ``readings`` commitments; readings that do not occur are left out.
    """

    year: int
    given: Count
    readings: list[ReadingCount]


def with_reading(
    lines: Iterable[MatrixLine], name: str, year: int | None = None
) -> list[MatrixLine]:
    """Return the lines with this reading in this year; in any year if it is None."""
    names = _ALIKE.get(name, (name,))
    return [
        line
        for line in lines
        if any(found.reading in names for found in line.years if year in (None, found.year))
    ]


def with_missing(lines: Iterable[MatrixLine], year: int | None = None) -> list[MatrixLine]:
    """Return the lines where a responsible party has no published assessment in this year.

    In some year if it is None.
    """
    return [line for line in lines if any(map(_is_missing, _cells_in([line], year)))]


def assessed(lines: Iterable[MatrixLine]) -> list[MatrixLine]:
    """Return the lines where a responsible party has an assessment in at least one year."""
    return [
        line
        for line in lines
        if any(cell.answers and not _is_missing(cell) for cell in _cells_in([line]))
    ]


def by_verdict(lines: Iterable[MatrixLine], year: int) -> list[MatrixLine]:
    """Sort by the responsible parties' verdicts on this year, in the order of the key.

    The first party's verdict comes first; lines with the same verdicts keep their order.
    """

    def ranks(line: MatrixLine) -> list[int]:
        cells = _cells_in([line], year)
        return [_ORDER.index(cell.verdict) for cell in cells if cell.answers]

    return sorted(lines, key=ranks)


def written_in(lines: Iterable[MatrixLine], year: int) -> list[int]:
    """Return the years in which assessments of this year were written in retrospect."""
    stated = (cell.stated for cell in _cells_in(lines, year))
    return sorted({row.written_in for row in stated if row and row.written_in})


def grouped(lines: Iterable[MatrixLine]) -> list[LineGroup]:
    """Return the lines by group; the group whose first commitment comes first is first."""
    found: dict[str, list[MatrixLine]] = {}
    for line in lines:
        found.setdefault(line.promise.group, []).append(line)
    return [LineGroup(name, members) for name, members in found.items()]


def summary(lines: Sequence[MatrixLine], agreement: str, year: int) -> YearSummary:
    """Count the assessments and the readings of one published year of an agreement."""
    cells = [cell for cell in _cells_in(lines, year) if cell.answers]
    given = sum(not _is_missing(cell) for cell in cells)
    asked = {"avtale": agreement, "ar": year, "vurdering": GIVEN}
    joint = sum(
        found.year == year and sum(cell.answers for cell in found.cells) > 1
        for line in lines
        for found in line.years
    )
    readings = [
        ReadingCount(name, Count(number, joint, f"?{urlencode({'samlet': slug, 'ar': year})}"))
        for slug, name in READINGS.items()
        if (number := len(with_reading(lines, name, year)))
    ]
    return YearSummary(year, Count(given, len(cells), f"?{urlencode(asked)}"), readings)


def _cells_in(lines: Iterable[MatrixLine], year: int | None = None) -> Iterable[MatrixCell]:
    years = (found for line in lines for found in line.years if year in (None, found.year))
    return (cell for found in years for cell in found.cells)


def _is_missing(cell: MatrixCell) -> bool:
    return cell.answers and cell.verdict in {NOT_ASSESSED, NOT_PUBLISHED}
