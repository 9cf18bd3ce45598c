"""Progress and verdicts in one list, in order of the days they are about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from agreements.templatetags.texts import label, short_day
from commitments.evaluations.revisions.matrix import MatrixYear
from commitments.evaluations.years.grounds import Grounds, Key
from commitments.pages.answer.drawing import DatedMark
from commitments.pages.answer.party_box import ToldVerdict
from commitments.progress.timeline import TimeLine, TimelineEntry


@dataclass(frozen=True, slots=True)
class SaidRow:
    """An entry, or a party's verdict on a year, which counts as said on the year's last day."""

    day: date
    party: str
    entry: TimelineEntry | None = None
    verdict: ToldVerdict | None = None


def said_rows(
    line: TimeLine, years: Sequence[MatrixYear], grounds: Mapping[Key, Grounds]
) -> list[SaidRow]:
    """Return the entries on this page of the timeline, and the verdicts between them."""
    begins, ends = line.span
    entries = [
        SaidRow(row.entry.true_on, row.entry.party.code, entry=row)
        for row in line.entries
        if row.entry.true_on
    ]
    verdicts = [
        row
        for row in _verdicts(years, grounds)
        if (begins is None or begins <= row.day) and (ends is None or row.day < ends)
    ]
    return sorted([*entries, *verdicts], key=lambda row: row.day)  # entries first on the same day


def _verdicts(years: Sequence[MatrixYear], grounds: Mapping[Key, Grounds]) -> Iterator[SaidRow]:
    for year in years:
        for cell in year.spoken:
            told = ToldVerdict(year.year, cell, grounds.get((year.year, cell.party)))
            yield SaidRow(date(year.year, 12, 31), cell.party, verdict=told)


def in_drawing(rows: Iterable[SaidRow]) -> list[DatedMark]:
    """Return the same for the drawing, in the reader's words; what was withdrawn is left out."""
    return [
        DatedMark(row.day, row.party, *_mark_and_words(row))
        for row in rows
        if row.entry is None or not row.entry.withdrawn
    ]


def _mark_and_words(row: SaidRow) -> tuple[str, str]:
    return _of_verdict(row.verdict) if row.verdict else _of_entry(row)


def _of_entry(row: SaidRow) -> tuple[str, str]:
    status = row.entry.entry.status if row.entry else ""
    words = {"status": label(status, "progress"), "day": short_day(row.day)}
    return f"progress-{status}", gettext("%(status)s, %(day)s") % words


def _of_verdict(told: ToldVerdict) -> tuple[str, str]:
    verdict = told.cell.verdict
    words = {"verdict": label(verdict, "verdict"), "year": told.year}
    if told.cell.stated and told.cell.stated.is_view:
        return f"verdict-{verdict}", gettext("view: %(verdict)s for %(year)s") % words
    return f"verdict-{verdict}", gettext("%(verdict)s for %(year)s") % words
