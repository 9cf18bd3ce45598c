"""What a party is responsible for, as rows of a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from agreements.facts import in_file
from commitments.evaluations import combined_reading
from commitments.evaluations.counting.claims import ALONE, SHARED
from commitments.evaluations.revisions.file import verdict_value, word_value
from commitments.pages.last_statement import LastStatement
from commitments.pages.parties.promises import PartyPromise, last_by_both, own_cells
from commitments.pages.parties.record import PartyRecord


class PartyFileRow(NamedTuple):
    """A commitment that the party is responsible for; the fields are the columns, in this order.

    ``ansvar``: alene or felles. ``aar`` are the counted years of its agreement, ``vurderinger``
    the party's assessment of each, in the same order: ikke_publisert for a year without a
    published evaluation, which does not mean that nothing was done. ``framdrift`` is the status
    that the party last published, ``framdrift_dato`` the day that it describes.

    ``taus_siden`` is the day on which the party's latest published statement was true, or the
    agreement's last day if it has published nothing (``har_uttalt_seg`` is false); a verdict
    counts as true on the last day of its year. ``dager_taus`` are the days from then until
    today. ``uenige_aar`` is the year for which the parties still disagree, ``ulik_arsak_aar``
    the one for which they agree but state different reasons. ``forbehold`` are those that the
    party may invoke. ``per_dato`` is the day on which public content last changed.
    """

    referanse: str
    kortnavn: str
    avtale: str
    gruppe: str
    ansvar: str
    aar: Sequence[str]
    vurderinger: Sequence[str]
    framdrift: str
    framdrift_dato: date | None
    taus_siden: date
    dager_taus: int
    har_uttalt_seg: bool
    uenige_aar: int | None
    ulik_arsak_aar: int | None
    forbehold: Sequence[str]
    per_dato: date | str


def party_rows(record: PartyRecord, *, as_of: date | None) -> Iterator[list[PartyFileRow]]:
    """Yield a batch of rows for each agreement, in text order."""
    for part in record.parts:
        limits: dict[str, list[str]] = {}
        for use in part.reservations:
            for row in use.promises:
                limits.setdefault(row.commitment.ref, []).append(use.reservation.ref)
        if part.promises:
            yield [
                _row(row, record.party, limits.get(row.commitment.ref, []), as_of)
                for row in part.promises
            ]


def _row(
    promise: PartyPromise, party: str, limits: Sequence[str], as_of: date | None
) -> PartyFileRow:
    commitment, silent = promise.commitment, promise.silence
    cells = {row.year.year: row.cell for row in own_cells(promise.line, party)}
    both = last_by_both(promise.line)
    readings = {both.reading: both.year} if both else {}
    return PartyFileRow(
        referanse=commitment.ref,
        kortnavn=in_file(commitment.short_title),
        avtale=commitment.agreement.slug,
        gruppe=word_value("group", commitment.group),
        ansvar=SHARED if promise.is_shared else ALONE,
        aar=[str(year.year) for year in promise.line.years],
        vurderinger=[
            verdict_value(cells[year.year].verdict) if year.year in cells else ""
            for year in promise.line.years
        ],
        framdrift=LastStatement(party, promise.status).value,
        framdrift_dato=promise.progress_on,
        taus_siden=silent.since,
        dager_taus=silent.days,
        har_uttalt_seg=not silent.is_unbroken,
        uenige_aar=readings.get(combined_reading.DISAGREE),
        ulik_arsak_aar=readings.get(combined_reading.AGREE_OTHER_REASON),
        forbehold=limits,
        per_dato=as_of or "",
    )
