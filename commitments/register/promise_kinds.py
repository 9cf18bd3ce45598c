"""What kind of promises the texts make: totals of rows that the database has counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

WORK_FOR: Final = "arbeide_for"  # promises effort in a direction
RESULT: Final = frozenset({"sorge_for", "tilfore"})  # promise that something will be
PROSE: Final = "prose"  # the group of what stands outside the lists

# A number other than a year, or an amount in words; the same for SQLite and PostgreSQL. What
# begins a wording is its place in a list, so a character must stand before.
NUMBERS: Final = (
    r"[^0-9]([0-9]{1,3}|[0-9]{5,}|(?!19|20)[0-9]{4})([^0-9]|$)"
    r"|[Pp]rosent|[Kk]roner|[Mm]illion|[Mm]illiard"
)


class PromiseCount(NamedTuple):
    """How many commitments of an agreement have one group and one kind of promise.

    ``silent`` are those on which no party has published any progress, ``unassessed`` those on
    which no responsible party has published a verdict for any year, ``disputed`` those on which
    the parties still disagree.
    """

    agreement_id: int
    group: str
    verb_class: str
    commitments: int
    with_deadline: int
    with_period: int
    definite: int
    silent: int = 0
    unassessed: int = 0
    disputed: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """How many commitments of which kind there are. Every number counts commitments."""

    cells: tuple[PromiseCount, ...]

    @property
    def commitments(self) -> int:
        """All of them."""
        return sum(cell.commitments for cell in self.cells)

    @property
    def listed(self) -> int:
        """Those that stand in a list, not in running text."""
        return sum(cell.commitments for cell in self.cells if cell.group != PROSE)

    @property
    def work_for(self) -> int:
        """Those that promise to «arbeide for» something."""
        return self.by_verb[WORK_FOR]

    @property
    def listed_work_for(self) -> int:
        """Those in a list that promise to «arbeide for» something."""
        return sum(
            cell.commitments
            for cell in self.cells
            if cell.group != PROSE and cell.verb_class == WORK_FOR
        )

    @property
    def result(self) -> int:
        """Those that promise to «sørge for» or «tilføre» something."""
        return sum(self.by_verb[verb] for verb in RESULT)

    @property
    def with_deadline(self) -> int:
        """Those whose wording gives them a time of their own."""
        return sum(cell.with_deadline for cell in self.cells)

    @property
    def with_period(self) -> int:
        """Those whose wording names a period, which is no deadline."""
        return sum(cell.with_period for cell in self.cells)

    @property
    def definite(self) -> int:
        """Those that promise a definite thing or event that an outsider can look up."""
        return sum(cell.definite for cell in self.cells)

    @property
    def silent(self) -> int:
        """Those on which no party has published any progress."""
        return sum(cell.silent for cell in self.cells)

    @property
    def unassessed(self) -> int:
        """Those on which no responsible party has published a verdict for any year."""
        return sum(cell.unassessed for cell in self.cells)

    @property
    def disputed(self) -> int:
        """Those on which the parties disagree in the last year that both have assessed."""
        return sum(cell.disputed for cell in self.cells)

    @property
    def by_group(self) -> Counter[str]:
        """Commitments per group."""
        return _counted((cell.group, cell.commitments) for cell in self.cells)

    @property
    def by_verb(self) -> Counter[str]:
        """Commitments per kind of promise."""
        return _counted((cell.verb_class, cell.commitments) for cell in self.cells)


class VerbCount(NamedTuple):
    """How many commitments of one agreement make a kind of promise."""

    slug: str
    commitments: int


@dataclass(frozen=True, slots=True)
class VerbRow:
    """A kind of promise: how many commitments make it, agreement by agreement and in all."""

    verb: str
    cells: tuple[VerbCount, ...]

    @property
    def total(self) -> int:
        """Those of all agreements."""
        return sum(cell.commitments for cell in self.cells)


def of_agreement(cells: Iterable[PromiseCount], agreement_id: int) -> Totals:
    """The totals of one agreement."""
    return Totals(tuple(cell for cell in cells if cell.agreement_id == agreement_id))


def by_verb(totals: Mapping[str, Totals], verbs: Sequence[str]) -> list[VerbRow]:
    """A row per kind of promise that any agreement makes, the most frequent first.

    Equally frequent ones stand in the order of ``verbs``.
    """
    rows = [
        VerbRow(verb, tuple(VerbCount(slug, own.by_verb[verb]) for slug, own in totals.items()))
        for verb in verbs
    ]
    return sorted((row for row in rows if row.total), key=lambda row: -row.total)


def _counted(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    counter: Counter[str] = Counter()
    for name, number in pairs:
        counter[name] += number
    return counter
