"""One commitment across the agreements' counties, as a page and as files."""

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
from commitments.foundation.choices import Status
from commitments.foundation.content_version import ContentVersion
from commitments.places.models import Region
from commitments.regional.file import RegionalFileRow, RegionalRows
from commitments.regional.filter import CountyFilter
from commitments.regional.pages.country_table import CountyTable
from commitments.register.models import Commitment
from commitments.web.known_query import known_query
from commitments.web.table_file import TableFile, downloads, refused


@login_not_required
@require_safe
def county_list(request: HttpRequest) -> HttpResponse:
    """Show one commitment in every county, as a table and as a map of the same rows.

    An invalid value gives 400 and no rows.
    """
    list_filter = _list_filter(request)
    context: dict[str, Any] = {
        "list_filter": list_filter,
        "statuses": list(Status),
        "trail": trail(link(_("Counties"), "commitments:county_list")),
    }
    if list_filter is None or list_filter.filter_errors:
        status = HTTPStatus.BAD_REQUEST if list_filter else HTTPStatus.OK
        context |= {"table": None, "downloads": []}
        return render(request, "regional/country.html", context, status=status)
    links = downloads("county_list_file", query=list_filter.query(**list_filter.chosen))
    context |= {"table": _table(list_filter), "downloads": links}
    return render(request, "regional/country.html", context)


@login_not_required
@require_safe
def county_list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Return the same rows as a file, the same bytes in every language."""
    list_filter = _list_filter(request)
    if list_filter is None:
        raise Http404
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    as_of = ContentVersion.changed_on()
    batches = _batches(_table(list_filter, whole=True), list_filter, as_of)
    table = TableFile("fylker", RegionalFileRow._fields, batches, as_of, list_filter.chosen)
    return table.answer(ending)


def _list_filter(request: HttpRequest) -> CountyFilter | None:
    """Return the filter; None before any text is loaded."""
    commitments = list(Commitment.objects.of_counties())
    return CountyFilter(known_query(request), commitments=commitments) if commitments else None


def _table(list_filter: CountyFilter, *, whole: bool = False) -> CountyTable:
    """Return the table; ``whole`` fetches everything that a file needs."""
    statuses = list_filter.statuses.with_all() if whole else list_filter.statuses
    counties = list(Region.objects.counties())
    return CountyTable.of(counties, list(statuses), list_filter.year, list_filter.years)


def _batches(
    table: CountyTable, list_filter: CountyFilter, as_of: date | None
) -> Iterator[list[RegionalFileRow]]:
    made = RegionalRows(as_of)
    subject: dict[str, Any] = {
        "commitment": list_filter.commitment,
        "year": list_filter.year,
        "party": list_filter.party,
    }
    yield [
        made.row(row.status) if row.status else made.silent(row.county, **subject)
        for row in table.rows
    ]
