"""The matrix of an agreement: each party's assessments by commitment and year, and as a file."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement
from agreements.pages import agreement_frame, link
from commitments.evaluations.combined_reading import DISAGREE
from commitments.evaluations.revisions.matrix import MatrixLine
from commitments.evaluations.yearly_duty import followed_up
from commitments.evaluations.years import selection
from commitments.evaluations.years.lines import AgreementLines
from commitments.evaluations.years.matrix_file import MatrixFileRow, matrix_rows
from commitments.evaluations.years.matrix_filter import MatrixFilter
from commitments.evaluations.years.selection import MISSING, LineGroup
from commitments.foundation.content_version import ContentVersion
from commitments.register.models import Commitment
from commitments.web.known_query import known_query
from commitments.web.paging import Pages, page_links, page_of
from commitments.web.table_file import TableFile, downloads, refused

PAGE_SIZE: Final = 100  # commitments
_READING: Final = vocabulary.word(f"reading.{DISAGREE}").slug


@login_not_required
@require_safe
def matrix_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show commitments down, years across, and each party's mark in every cell.

    An invalid filter gives 400 and no lines.
    """
    agreement = counted_agreement(slug)
    years: list[Any] = list(agreement.evaluation_years.all())
    list_filter = MatrixFilter(known_query(request), years=[row.year for row in years])
    lines = AgreementLines(agreement)
    chosen = list_filter.select(lines.every)
    pages = Pages(Commitment.objects.none(), PAGE_SIZE, counted=len(chosen))
    number = page_of(request, pages)
    published = [row.year for row in years if row.published]
    context = {
        "agreement": agreement,
        "others": Agreement.objects.without_texts().order_by("slug"),
        "years": years,
        "list_filter": list_filter,
        "total": len(lines.every),
        "hits": len(chosen),
        "summaries": [selection.summary(lines.every, slug, year) for year in published],
        "filters": _filters(list_filter, lines.every),
        "orders": _orders(list_filter, published),
        "groups": _groups(list_filter, lines.shown(on_page(chosen, number))),
        "verdicts": vocabulary.names("verdict"),
        "lacks_year": len(published) < len(years),
        "pages": page_links(pages, number, lambda side: list_filter.query(side=str(side))),
        **_frame(agreement, list_filter),
    }
    status = HTTPStatus.BAD_REQUEST if list_filter.filter_errors else HTTPStatus.OK
    return render(request, "evaluations/years/matrix.html", context, status=status)


@login_not_required
@require_safe
def matrix_file(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """Return the matrix as a file, the same bytes in every language."""
    agreement = counted_agreement(slug)
    years = [row.year for row in agreement.evaluation_years.all()]
    list_filter = MatrixFilter(known_query(request), years=years)
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    among = None
    if list_filter.is_filtered or list_filter.is_sorted:
        chosen = list_filter.select(AgreementLines(agreement).every)
        among = [line.promise.key for line in chosen]
    as_of = ContentVersion.changed_on()
    batches = matrix_rows(agreement, as_of=as_of, among=among)
    table = TableFile(
        f"matrise-{slug}", MatrixFileRow._fields, batches, as_of, list_filter.selection
    )
    return table.answer(ending)


def counted_agreement(slug: str) -> Agreement:
    """Return the agreement with its parties and its counted evaluation years, or 404."""
    years = followed_up().counted()
    rows = Agreement.objects.with_parties().with_evaluation_years(years).without_texts()
    return get_object_or_404(rows, slug=slug)


def on_page(lines: Sequence[MatrixLine], number: int) -> Sequence[MatrixLine]:
    """Return the lines of one page."""
    return lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def _filters(list_filter: MatrixFilter, lines: Sequence[MatrixLine]) -> list[dict[str, Any]]:
    """Return links to everything, to disagreements and to gaps, with how many lines each has."""
    disagreeing = len(selection.with_reading(lines, DISAGREE))
    missing = len(selection.with_missing(lines))
    asked: list[tuple[str, int, dict[str, str]]] = [
        ("all", len(lines), {}),
        ("disagree", disagreeing, {"samlet": _READING}),
        ("missing", missing, {"mangler": MISSING}),
    ]
    nothing = {"samlet": "", "mangler": "", "ar": ""}
    return [
        {
            "name": name,
            "number": number,
            "url": list_filter.query(**{**nothing, **values}),
            "current": all(
                list_filter.data.get(key, "") == value
                for key, value in {**nothing, **values}.items()
            ),
        }
        for name, number, values in asked
    ]


def _orders(list_filter: MatrixFilter, published: Sequence[int]) -> list[dict[str, Any]]:
    """Return links to text order, and to the order of the verdicts on each published year."""
    current = list_filter.data.get("sorter", "")
    return [
        {"year": year, "url": list_filter.query(sorter=year), "current": year == current}
        for year in ("", *map(str, published))
    ]


def _groups(list_filter: MatrixFilter, lines: Sequence[MatrixLine]) -> list[LineGroup]:
    if list_filter.is_sorted:
        return [LineGroup("", list(lines))]
    return selection.grouped(lines)


def _frame(agreement: Agreement, list_filter: MatrixFilter) -> dict[str, object]:
    label = gettext("The promises, year by year")
    here = link(label, "commitments:matrix", agreement.slug)
    citation = gettext("%(page)s, the %(name)s agreement") % {
        "page": label,
        "name": agreement.short_name,
    }
    query = list_filter.query().removesuffix("?")
    files = downloads("matrix_file", agreement.slug, query=query)
    return {
        "trail": [*agreement_frame(agreement)["trail"], here],
        "citation": citation,
        "downloads": [] if list_filter.filter_errors else files,
    }
