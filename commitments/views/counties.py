"""The counties of the agreements' time: one commitment across the country, as page and files."""

from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.columns import REGIONAL_COLUMNS, RegionalRow
from commitments.exports.regional import RegionalRows
from commitments.filters import CountyFilter
from commitments.known_query import known_query
from commitments.models import Commitment, ContentVersion, Region
from commitments.models.words import Status
from commitments.views.county_table import CountyTable
from commitments.views.files import Table, refused


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
        "trail": [
            {"label": _("Front page"), "url": reverse("commitments:front")},
            {"label": _("Counties"), "url": reverse("commitments:county_list")},
        ],
    }
    if asked is None or asked.problems:
        status = HTTPStatus.BAD_REQUEST if asked else HTTPStatus.OK
        context |= {"table": None, "downloads": []}
        return render(request, "commitments/county_list.html", context, status=status)
    context |= {"table": _table(asked), "downloads": _downloads(asked)}
    return render(request, "commitments/county_list.html", context)


@login_not_required
@require_safe
def county_list_csv(request: HttpRequest) -> HttpResponseBase:
    """The same rows as CSV; the same bytes in every language."""
    asked = _asked_of_file(request)
    return refused(asked.problems) if asked.problems else _file(asked).csv()


@login_not_required
@require_safe
def county_list_json(request: HttpRequest) -> HttpResponseBase:
    """The same rows as JSON; the same bytes in every language."""
    asked = _asked_of_file(request)
    return refused(asked.problems) if asked.problems else _file(asked).json()


@login_not_required
@require_safe
def county_list_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a spreadsheet; the same bytes in every language."""
    asked = _asked_of_file(request)
    return refused(asked.problems) if asked.problems else _file(asked).xlsx()


def _asked(request: HttpRequest) -> CountyFilter | None:
    """What the page shows; None before any text is loaded."""
    commitments = list(Commitment.objects.of_counties())
    return CountyFilter(known_query(request), commitments=commitments) if commitments else None


def _asked_of_file(request: HttpRequest) -> CountyFilter:
    asked = _asked(request)
    if asked is None:
        raise Http404
    return asked


def _table(asked: CountyFilter, *, whole: bool = False) -> CountyTable:
    """The rows; ``whole``: with all that a file tells of each."""
    statuses = asked.statuses.with_all() if whole else asked.statuses
    return CountyTable.of(list(Region.objects.counties()), list(statuses), asked.year)


def _file(asked: CountyFilter) -> Table:
    stands_for = ContentVersion.changed_on()
    batches = _batches(_table(asked, whole=True), asked, stands_for)
    return Table("fylker", REGIONAL_COLUMNS, batches, stands_for, asked.chosen)


def _batches(
    table: CountyTable, asked: CountyFilter, stands_for: date | None
) -> Iterator[list[RegionalRow]]:
    made = RegionalRows(stands_for)
    place: dict[str, Any] = {
        "ref": asked.commitment.ref,
        "year": asked.year,
        "party": asked.party,
    }
    yield [
        made.row(row.status) if row.status else made.silent(row.county, **place)
        for row in table.rows
    ]


def _downloads(asked: CountyFilter) -> list[dict[str, str]]:
    query = asked.query(**asked.chosen)
    return [
        {"label": label, "url": reverse(f"commitments:county_list_{ending}") + query}
        for ending, label in (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
    ]
