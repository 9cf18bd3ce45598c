"""Totals by type of promise, from rows that the database has counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

WORK_FOR: Final = "arbeide_for"  # promises effort in a direction
RESULT: Final = frozenset({"sorge_for", "tilfore"})  # promise that something will be
PROSE: Final = "prose"  # the group of commitments outside the lists

# A number other than a year, or an amount in words; the same for SQLite and PostgreSQL. A number
# at the start of a wording is its list marker, so a character must come before.
NUMBERS: Final = (
    r"[^0-9]([0-9]{1,3}|[0-9]{5,}|(?!19|20)[0-9]{4})([^0-9]|$)"
    r"|[Pp]rosent|[Kk]roner|[Mm]illion|[Mm]illiard"
)


class PromiseCount(NamedTuple):
    """How many commitments of an agreement have one group and one type of promise.

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


class ResponsibilityCount(NamedTuple):
    """How many commitments of an agreement bind a party as this actor, alone or with another.

    ``actor`` is who is bound, as the text writes it.
    """

    agreement: str
    party: str
    actor: str
    is_shared: bool
    commitments: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of commitments by type. Every number counts commitments."""

    cells: tuple[PromiseCount, ...]

    @property
    def commitments(self) -> int:
        """All commitments."""
        return sum(cell.commitments for cell in self.cells)

    @property
    def listed(self) -> int:
        """Commitments in a list rather than in running text."""
        return sum(cell.commitments for cell in self.cells if cell.group != PROSE)

    @property
    def work_for(self) -> int:
        """Commitments to «arbeide for» something."""
        return self.by_verb[WORK_FOR]

    @property
    def listed_work_for(self) -> int:
        """Commitments in a list to «arbeide for» something."""
        return sum(
            cell.commitments
            for cell in self.cells
            if cell.group != PROSE and cell.verb_class == WORK_FOR
        )

    @property
    def result(self) -> int:
        """Commitments to «sørge for» or «tilføre» something."""
        return sum(self.by_verb[verb] for verb in RESULT)

    @property
    def with_deadline(self) -> int:
        """Commitments whose wording has a deadline."""
        return sum(cell.with_deadline for cell in self.cells)

    @property
    def with_period(self) -> int:
        """Commitments whose wording names a period, which is not a deadline."""
        return sum(cell.with_period for cell in self.cells)

    @property
    def definite(self) -> int:
        """Commitments to a definite thing or event that an outsider can look up."""
        return sum(cell.definite for cell in self.cells)

    @property
    def silent(self) -> int:
        """Commitments on which no party has published any progress."""
        return sum(cell.silent for cell in self.cells)

    @property
    def unassessed(self) -> int:
        """Commitments on which no responsible party has published a verdict for any year."""
        return sum(cell.unassessed for cell in self.cells)

    @property
    def disputed(self) -> int:
        """Commitments on which the parties disagree in the last year that both have assessed."""
        return sum(cell.disputed for cell in self.cells)

    @property
    def by_verb(self) -> Counter[str]:
        """Commitments per type of promise."""
        return _counted((cell.verb_class, cell.commitments) for cell in self.cells)


class VerbCount(NamedTuple):
    """How many commitments of one agreement make a type of promise."""

    slug: str
    commitments: int


@dataclass(frozen=True, slots=True)
class VerbRow:
    """A type of promise: how many commitments make it, by agreement and in total."""

    verb: str
    cells: tuple[VerbCount, ...]

    @property
    def total(self) -> int:
        """Commitments of all agreements."""
        return sum(cell.commitments for cell in self.cells)


def of_agreement(cells: Iterable[PromiseCount], agreement_id: int) -> Totals:
    """Return the totals of one agreement."""
    return Totals(tuple(cell for cell in cells if cell.agreement_id == agreement_id))


def by_verb(totals: Mapping[str, Totals], verbs: Sequence[str]) -> list[VerbRow]:
    """Return a row per type of promise that any agreement makes, the most frequent first.

    Equally frequent ones are in the order of ``verbs``.
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
