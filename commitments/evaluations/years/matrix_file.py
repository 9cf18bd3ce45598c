"""The matrix of an agreement as rows of a file, built in batches."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, islice
from typing import Any, NamedTuple

from django.db.models import QuerySet

from agreements.facts import in_file
from agreements.models import Agreement
from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.document import ASSESSMENT, VIEW
from commitments.evaluations.revisions.file import kind_value, verdict_value, word_value
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.register.models import Commitment
from commitments.web.csv_and_json import AT_A_TIME


class MatrixFileRow(NamedTuple):
    """One party's assessment of a commitment in one counted year, even if there is none.

    ``aar_merke`` is the mark of the year, empty for most. The values are those of
    ``VerdictFileRow``. For a year without a published evaluation ``revisjon`` is empty and
    ``vurdering`` is ikke_publisert, which does not mean that nothing was done.
    """

    referanse: str
    kortnavn: str
    avtale: str
    aar: int
    aar_merke: str
    part: str
    rolle: str
    vurdering: str
    arsak: str
    forbehold: str
    mangler: str
    samlet: str
    skrevet_i_ettertid: int | None
    revisjon: int | None
    art: str
    per_dato: date | str


def matrix_rows(
    agreement: Agreement, *, as_of: date | None, among: Sequence[int] | None = None
) -> Iterator[list[MatrixFileRow]]:
    """Yield batches of rows, by commitment, year and party: one query for each batch, and one.

    A party that is not responsible for a commitment and has no view on it has no row.
    ``as_of`` is ``per_dato``, None before anything was published. ``among`` are the keys of the
    commitments to include, in order; None includes all in text order.
    """
    codes = agreement.party_codes
    years: dict[int, Any] = {row.year: row for row in agreement.evaluation_years.all()}
    rows = Commitment.objects.of_agreement(agreement.slug).in_text_order().with_answers(codes)
    columns = ("pk", "ref", "short_title", *(f"answers_{code}" for code in codes))
    found = _in_order(rows.values_list(*columns), among)
    seen = PublishedVerdict.objects.seen().order_by().with_version()
    while batch := list(islice(found, AT_A_TIME)):
        promises = [
            matrix.MatrixPromise(key, ref, in_file(title), "", list(compress(codes, answers)))
            for key, ref, title, *answers in batch
        ]
        verdicts = seen.filter(commitment__in=[promise.key for promise in promises])
        lines = matrix.lines(
            promises, list(years), codes, verdicts.values_list(*matrix.COLUMNS), {}
        )
        yield [row for line in lines for row in _rows(line, agreement.slug, years, as_of)]


def _in_order(rows: QuerySet[Any, Any], among: Sequence[int] | None) -> Iterator[Any]:
    """Return all rows in text order, or those with these keys in the order of the keys."""
    if among is None:
        return rows.iterator(chunk_size=AT_A_TIME)
    by_key = {row[0]: row for row in rows.filter(pk__in=among)}
    return (by_key[key] for key in among)


def _rows(
    line: matrix.MatrixLine, slug: str, years: Mapping[int, Any], as_of: date | None
) -> Iterator[MatrixFileRow]:
    for year in line.years:
        mark = word_value("mark", years[year.year].shown_mark)
        for cell in year.cells:
            if not cell.is_silent:
                yield _row(line, year, cell, avtale=slug, aar_merke=mark, per_dato=as_of or "")


def _row(
    line: matrix.MatrixLine, year: matrix.MatrixYear, cell: matrix.MatrixCell, **place: Any
) -> MatrixFileRow:
    stated = cell.stated
    return MatrixFileRow(
        referanse=line.promise.ref,
        kortnavn=line.promise.title,
        aar=year.year,
        part=cell.party,
        rolle=ASSESSMENT if cell.answers else VIEW,
        vurdering=verdict_value(cell.verdict),
        arsak=word_value("reason", stated.reason) if stated else "",
        forbehold=stated.reservation if stated else "",
        mangler=word_value("gap", stated.gap) if stated else "",
        samlet=word_value("reading", year.reading),
        skrevet_i_ettertid=stated.written_in if stated else None,
        revisjon=stated.revision if stated else None,
        art=kind_value(stated.kind) if stated else "",
        **place,
    )
