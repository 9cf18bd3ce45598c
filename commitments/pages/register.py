"""The register of commitments: the list with filters and search, and the same list as files."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from commitments.foundation.content_version import ContentVersion
from commitments.pages.register_file import CommitmentFileRow, Said, register_rows
from commitments.pages.register_filter import CommitmentFilter
from commitments.pages.register_list import RegisterList
from commitments.web.known_query import known_query
from commitments.web.table_file import TableFile, refused


@login_not_required
@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """List the commitments that match the query, 50 to a page.

    An invalid value, also a ``side`` that is not a number, gives 400 and an empty list. A page
    that does not exist gives 404 and a link to the first page.
    """
    query = known_query(request)
    agreements = list(_agreements())
    list_filter = CommitmentFilter(query, agreements=agreements)
    list_page = RegisterList(list_filter, query.get("side", ""), agreements=agreements)
    template = "pages/register/list.html"
    return render(request, template, list_page.context(), status=list_page.status)


@login_not_required
@require_safe
def commitment_list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Return every commitment that matches the query as a file, the same bytes in all languages."""
    list_filter = CommitmentFilter(known_query(request), agreements=_agreements())
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    as_of = list_filter.times["kjent"] or ContentVersion.changed_on()
    said = Said(list_filter.entries, list_filter.verdicts, list_filter.texts)
    rows = register_rows(list_filter.commitments, said, as_of=as_of)
    table = TableFile(
        "forpliktelser", CommitmentFileRow._fields, rows, as_of, list_filter.selection
    )
    return table.answer(ending)


def _agreements() -> QuerySet[Agreement]:
    return Agreement.objects.with_parties().with_evaluation_years().without_texts()
