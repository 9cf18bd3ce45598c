"""Everything that a commitment's page says about what became of it, read by a few queries."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.basis import Basis
from commitments.evaluations.revisions.verdict_bases import other_bases
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.evaluations.years.grounds import read
from commitments.foundation.prepared_query import Prepared
from commitments.pages.agreement_dates import Term
from commitments.pages.answer.banner import banner
from commitments.pages.answer.drawing import draw
from commitments.pages.answer.party_box import boxes
from commitments.pages.answer.said_rows import in_drawing, said_rows
from commitments.progress.filter import TimeFilter
from commitments.progress.timeline import TimeLine
from commitments.register.models import Commitment


def answer(
    commitment: Any, list_filter: TimeFilter, words: dict[str, list[Any]], line: TimeLine
) -> dict[str, object]:
    """Return what the parties say, in every form that the page shows it, for the filter's days.

    ``used`` are the names of reservations that were used, by reference.
    """
    if list_filter.filter_errors:
        return dict.fromkeys(("years", "own", "others", "said", "drawing", "banner"))
    asked = _VERDICTS if list_filter.asks_of_today else _verdicts
    rows = list(asked(commitment.pk, **list_filter.times))
    years = _years(commitment, words, [columns for *columns, _stated, _revision in rows])
    stated = {(year, party): text for _pk, year, party, *_others, text, _revision in rows}
    grounds = read(stated, {revision for *_others, revision in rows})
    told = boxes(line.statements, years, grounds, {row["party"] for row in words["county"]})
    said = said_rows(line, years, grounds)
    agreement = commitment.agreement
    term = Term(agreement.short_name, agreement.starts_on, agreement.ends_on, tuple(words["year"]))
    return {
        "years": years,
        "used": {row.stated.reservation: row.reservation for row in grounds.values()},
        "unpublished": [str(year.year) for year in years if year.published is None],
        "own": [box for box in told if box.has_own],
        "others": [box for box in told if not box.has_own],
        "said": said,
        "drawing": draw(term, in_drawing(said), words["party"]),
        "banner": banner(years, of_the_past=not list_filter.asks_of_today),
    }


def _years(
    commitment: Commitment, words: dict[str, list[Any]], rows: list[Sequence[Any]]
) -> list[matrix.MatrixYear]:
    """Return each party's verdicts, year by year; ``rows`` have the matrix's columns."""
    shown = {commitment.ref: Basis(commitment.wording, tuple(words["answers"]))}
    [line] = matrix.lines(
        [matrix.MatrixPromise.of(commitment, words["answers"])],
        words["year"],
        words["party"],
        rows,
        other_bases(matrix.versions(rows), shown),
    )
    return line.years


def _verdicts(commitment: int, **times: date | None) -> QuerySet[Any, tuple[Any, ...]]:
    rows = PublishedVerdict.objects.seen(**times).filter(commitment=commitment).order_by()
    return rows.with_version().values_list(*matrix.COLUMNS, "statement", "revision")


_VERDICTS: Final = Prepared(_verdicts)
