"""The register of commitments: the list with filters and search, and the same list as files."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from commitments.exports.register import csv_file, json_file
from commitments.filters import CommitmentFilter
from commitments.known_query import known_query
from commitments.models import ContentVersion
from commitments.views.listing import Listing


@login_not_required
@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """The commitments that the query asks for, 50 to a page.

    A value that cannot be taken, also a ``side`` that is no number: 400, and nothing is
    listed. A page that does not exist: 404, with a way back to the first.
    """
    query = known_query(request)
    agreements = list(Agreement.objects.with_parties())
    asked = CommitmentFilter(query, agreements=agreements)
    listing = Listing(asked, query.get("side", ""), agreements=agreements)
    template = "commitments/commitment_list.html"
    return render(request, template, listing.context(), status=listing.status)


@login_not_required
@require_safe
def commitment_list_csv(request: HttpRequest) -> HttpResponseBase:
    """Every commitment the query asks for as CSV; the file's name says which day it was read."""
    agreements = list(Agreement.objects.with_parties())
    asked = CommitmentFilter(known_query(request), agreements=agreements)
    if asked.problems:
        return _refused(asked)
    rows = csv_file(asked.commitments, content_of=ContentVersion.changed_on())
    return _file(rows, "csv", "text/csv; charset=utf-8")


@login_not_required
@require_safe
def commitment_list_json(request: HttpRequest) -> HttpResponseBase:
    """Every commitment the query asks for as JSON; the same bytes in every language."""
    agreements = list(Agreement.objects.with_parties())
    asked = CommitmentFilter(known_query(request), agreements=agreements)
    if asked.problems:
        return _refused(asked)
    rows = json_file(
        asked.commitments,
        content_of=ContentVersion.changed_on(),
        selection=asked.selection,
    )
    return _file(rows, "json", "application/json")


def _file(rows: Iterator[bytes], ending: str, content_type: str) -> StreamingHttpResponse:
    name = f"forpliktelser-{timezone.localdate().isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(rows, content_type=content_type, headers=headers)


def _refused(asked: CommitmentFilter) -> HttpResponse:
    text = "".join(f"{problem.text}\n" for problem in asked.problems)
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
