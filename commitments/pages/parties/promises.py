"""What a party promised, and what it has published about each promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from agreements.models import Agreement
from agreements.vocabulary import NOT_ASSESSED
from commitments.evaluations import combined_reading
from commitments.evaluations.revisions.matrix import MatrixCell, MatrixLine, MatrixYear
from commitments.pages.last_statement import LastVerdict
from commitments.pages.parties.silence import Silence, silence
from commitments.register.models import Commitment
from commitments.web.list_page import in_words


@dataclass(frozen=True, slots=True)
class PartyPromise:
    """A commitment that a party is responsible for, with what the party has published on it.

    ``line`` has every counted year, ``progress_on`` is the day that the latest published
    progress describes, None if there is none. ``last_verdict`` is None if no evaluation with it
    is published; the verdict may be not_assessed.
    """

    commitment: Commitment
    line: MatrixLine
    status: str
    progress_on: date | None
    last_verdict: LastVerdict | None
    silence: Silence

    @property
    def is_shared(self) -> bool:
        """Whether another party is responsible too."""
        return len(self.line.promise.answering) > 1

    @property
    def assessed_for(self) -> int | None:
        """The last year for which the party has published a verdict."""
        return assessed_for(self.last_verdict)

    @property
    def days(self) -> str:
        """The days of silence, formatted for the reader."""
        return in_words(self.silence.days)


class StatedCell(NamedTuple):
    """What a party says of one commitment for one year."""

    line: MatrixLine
    year: MatrixYear
    cell: MatrixCell


def own_cells(line: MatrixLine, party: str) -> list[StatedCell]:
    """Return the party's cells by year, where it was or is responsible."""
    return [row for row in _cells(line, party) if row.cell.answers]


def views(lines: Iterable[MatrixLine], party: str) -> list[StatedCell]:
    """Return the party's published views on what only another party is responsible for."""
    cells = (row for line in lines for row in _cells(line, party))
    return [row for row in cells if row.cell.stated and row.cell.stated.is_view]


def using(lines: Iterable[MatrixLine], party: str, reservation: str) -> list[StatedCell]:
    """Return the published verdicts of the party that use this reservation."""
    cells = (row for line in lines for row in _cells(line, party))
    return [row for row in cells if row.cell.stated and row.cell.stated.reservation == reservation]


def last_by_both(line: MatrixLine) -> MatrixYear | None:
    """Return the last year for which two parties have published what they think, if any.

    Their disagreement lasts until they agree on a later year.
    """
    return next((year for year in reversed(line.years) if len(year.spoken) > 1), None)


def standing(lines: Sequence[MatrixLine], reading: str) -> list[tuple[MatrixLine, MatrixYear]]:
    """Return the commitments with this combined reading in the last year stated by both."""
    last = ((line, last_by_both(line)) for line in lines)
    return [(line, year) for line, year in last if year and year.reading == reading]


def disputed_in(line: MatrixLine) -> int | None:
    """Return the year for which the parties still disagree, if they do."""
    year = last_by_both(line)
    return year.year if year and year.reading == combined_reading.DISAGREE else None


def _cells(line: MatrixLine, party: str) -> list[StatedCell]:
    return [
        StatedCell(line, year, cell)
        for year in line.years
        for cell in year.cells
        if cell.party == party
    ]


def last_verdict(line: MatrixLine, party: str) -> LastVerdict | None:
    """Return the party's last verdict, or else that it did not assess in the last published year.

    None if no evaluation in which it is responsible is published.
    """
    own = [row for row in own_cells(line, party) if row.cell.stated]
    if not own:
        return None
    last = max(own, key=lambda row: (row.cell.verdict != NOT_ASSESSED, row.year.year))
    stated: Any = last.cell.stated
    return LastVerdict(
        last.cell.verdict,
        last.year.year,
        stated.kind,
        stated.revision,
        stated.version,
        is_on_others=last.year.basis is not None,
    )


def assessed_for(verdict: LastVerdict | None) -> int | None:
    """Return the year of a verdict; None if the party did not assess."""
    return verdict.year if verdict and verdict.verdict != NOT_ASSESSED else None


def promise(
    commitment: Commitment, line: MatrixLine, party: str, said: dict[str, Any] | None, today: date
) -> PartyPromise:
    """Build one promise; ``said`` is the party's latest progress as queries have it, if any."""
    agreement: Agreement = commitment.agreement
    verdict = last_verdict(line, party)
    progress_on = date.fromisoformat(said["true_on"]) if said else None
    silent = silence(
        progress_on=progress_on,
        assessed_for=assessed_for(verdict),
        ends_on=agreement.ends_on,
        today=today,
    )
    return PartyPromise(
        commitment, line, said["status"] if said else "", progress_on, verdict, silent
    )
