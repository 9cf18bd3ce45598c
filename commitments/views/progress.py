"""All published progress: the list with filters, and the same list as files."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from commitments.columns import PROGRESS_COLUMNS
from commitments.exports.progress import progress_rows
from commitments.filters import ProgressFilter
from commitments.known_query import known_query
from commitments.models import ContentVersion
from commitments.views.files import Table, refused
from commitments.views.progress_list import ProgressList


@login_not_required
@require_safe
def progress_list(request: HttpRequest) -> HttpResponse:
    """The entries that the query asks for, the last published first, 50 to a page.

    A value that cannot be taken, also a ``side`` that is no number: 400, and nothing is
    listed. A page that does not exist: 404, with a way back to the first.
    """
    query = known_query(request)
    agreements = list(Agreement.objects.with_parties())
    asked = ProgressFilter(query, agreements=agreements)
    listing = ProgressList(asked, query.get("side", ""), agreements=agreements)
    template = "commitments/progress_list.html"
    return render(request, template, listing.context(), status=listing.status)


@login_not_required
@require_safe
def progress_list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Every entry the query asks for, as a file; the same bytes in every language."""
    agreements = {row.pk: row for row in Agreement.objects.with_parties()}
    asked = ProgressFilter(known_query(request), agreements=agreements.values())
    if asked.problems:
        return refused(asked.problems)
    stands_for = asked.times["kjent"] or ContentVersion.changed_on()
    rows = progress_rows(asked.entries, agreements, stands_for=stands_for)
    table = Table("framdrift", PROGRESS_COLUMNS, rows, stands_for, asked.selection)
    return table.answer(ending)
