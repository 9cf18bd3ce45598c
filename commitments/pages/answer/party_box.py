"""What each party says about a commitment: its last verdict with grounds, its latest progress."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commitments.evaluations.revisions.matrix import MatrixCell, MatrixYear
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.years.grounds import Grounds, Key
from commitments.progress.models import ProgressEntry
from commitments.progress.timeline import PartyStatement


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """A party's verdict or view in a published year, with its grounds.

    ``cell.verdict`` is not_assessed if the evaluation was signed without an assessment of it.
    """

    year: int
    cell: MatrixCell
    grounds: Grounds | None


@dataclass(frozen=True, slots=True)
class PartyBox:
    """One party. ``verdict`` is its last own one, ``view`` its last on the other's commitment.

    ``has_counties``: it has published the status of at least one county.
    """

    party: str
    answers: bool
    verdict: ToldVerdict | None
    view: ToldVerdict | None
    entry: ProgressEntry | None
    has_counties: bool

    @property
    def has_own(self) -> bool:
        """Whether the party is responsible, or has said something as if it were."""
        return self.answers or self.verdict is not None or self.entry is not None

    @property
    def is_silent(self) -> bool:
        """Whether nothing by the party is published about the commitment."""
        return not (self.verdict or self.view or self.entry or self.has_counties)


def boxes(
    statements: Sequence[PartyStatement],
    years: Sequence[MatrixYear],
    grounds: Mapping[Key, Grounds],
    in_counties: Collection[str],
) -> list[PartyBox]:
    """Return a box for each party, in their order.

    ``in_counties`` are the parties that have published the status of any county.
    """
    found = []
    for row in statements:
        own, views = (list(_cells(years, row.party, grounds, own=own)) for own in (True, False))
        verdicts = (_last(own), _last(views))
        is_told = row.party in in_counties
        found.append(PartyBox(row.party, row.answers, *verdicts, row.entry, is_told))
    return found


def _last(told: Sequence[ToldVerdict]) -> ToldVerdict | None:
    """Return the last verdict given, or else the last signed year without one."""
    given = [row for row in told if row.cell.stated and row.cell.stated.verdict]
    return next(reversed(given or told), None)


def _cells(
    years: Sequence[MatrixYear], party: str, grounds: Mapping[Key, Grounds], *, own: bool
) -> Iterator[ToldVerdict]:
    """Yield published cells; a party that is silent in what the other published has none."""
    for year in years:
        for cell in year.cells:
            stated = cell.stated
            if cell.party != party or stated is None or stated.is_view is own:
                continue
            if stated.verdict or stated.kind == Revision.Kind.SIGNED:
                yield ToldVerdict(year.year, cell, grounds.get((year.year, party)))
