"""The counties of the agreements' time: one commitment across the country, as page and files."""

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, trail
from commitments.columns import REGIONAL_COLUMNS, RegionalFileRow
from commitments.exports.regional import RegionalRows
from commitments.filters.counties import CountyFilter
from commitments.known_query import known_query
from commitments.models import Commitment, ContentVersion, Region
from commitments.models.words import Status
from commitments.views.county_table import CountyTable
from commitments.views.files import TableFile, downloads, refused


@login_not_required
@require_safe
def county_list(request: HttpRequest) -> HttpResponse:
    """One commitment in every county, as a table and as a map of the same rows.

    A value that cannot be taken: 400, and nothing is listed.
    """
    asked = _asked(request)
    changed_at, mark = ContentVersion.changed_and_marked()
    context: dict[str, Any] = {
        "asked": asked,
        "statuses": list(Status),
        "changed_at": changed_at,
        "mark": mark,
        "trail": trail(link(_("Counties"), "commitments:county_list")),
    }
    if asked is None or asked.problems:
        status = HTTPStatus.BAD_REQUEST if asked else HTTPStatus.OK
        context |= {"table": None, "downloads": []}
        return render(request, "commitments/county_list.html", context, status=status)
    links = downloads("county_list_file", query=asked.query(**asked.chosen))
    context |= {"table": _table(asked), "downloads": links}
    return render(request, "commitments/county_list.html", context)


@login_not_required
@require_safe
def county_list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same rows as a file; the same bytes in every language."""
    asked = _asked(request)
    if asked is None:
        raise Http404
    if asked.problems:
        return refused(asked.problems)
    as_of = ContentVersion.changed_on()
    batches = _batches(_table(asked, whole=True), asked, as_of)
    table = TableFile("fylker", REGIONAL_COLUMNS, batches, as_of, asked.chosen)
    return table.answer(ending)


def _asked(request: HttpRequest) -> CountyFilter | None:
    """What the page shows; None before any text is loaded."""
    commitments = list(Commitment.objects.of_counties())
    return CountyFilter(known_query(request), commitments=commitments) if commitments else None


def _table(asked: CountyFilter, *, whole: bool = False) -> CountyTable:
    """The rows; ``whole``: with all that a file tells of each."""
    statuses = asked.statuses.with_all() if whole else asked.statuses
    return CountyTable.of(list(Region.objects.counties()), list(statuses), asked.year)


def _batches(
    table: CountyTable, asked: CountyFilter, as_of: date | None
) -> Iterator[list[RegionalFileRow]]:
    made = RegionalRows(as_of)
    subject: dict[str, Any] = {
        "ref": asked.commitment.ref,
        "year": asked.year,
        "party": asked.party,
    }
    yield [
        made.row(row.status) if row.status else made.silent(row.county, **subject)
        for row in table.rows
    ]
