"""All published progress: the list with filters, and the same list as files."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from agreements import read_rows
from agreements.models import Agreement
from agreements.pages import link, trail
from commitments.foundation.content_version import ContentVersion
from commitments.progress.file import EntryFileRow, progress_rows
from commitments.progress.filter import ProgressFilter
from commitments.progress.models import ProgressEntry
from commitments.register.older_version import lay_over
from commitments.web.known_query import known_query
from commitments.web.list_filter import FilterToDrop
from commitments.web.list_page import ListPage, in_words, without
from commitments.web.table_file import TableFile, refused


class ProgressList(ListPage):
    """One page of the published progress that matches a query."""

    file_url_name = "progress_list_file"

    def __init__(
        self, list_filter: ProgressFilter, side: str, *, agreements: Sequence[Agreement]
    ) -> None:
        """Take the filters, the page number as typed, and the agreements with their parties."""
        super().__init__(list_filter, side, rows=list_filter.entries.with_commitment())
        self.agreements = {agreement.pk: agreement for agreement in agreements}

    def context(self) -> dict[str, Any]:
        """Return everything the template uses."""
        return {
            **super().context(),
            "trail": trail(link(gettext("Progress"), "commitments:progress_list")),
        }

    def shown(self, rows: list[ProgressEntry]) -> list[ProgressEntry]:
        """Set each entry's commitment and agreement as they were at the requested time."""
        for entry in rows:
            entry.commitment.agreement = self.agreements[entry.commitment.agreement_id]
            lay_over(entry.commitment, self.list_filter.texts)
        return rows

    def counted(self, hits: int) -> str:
        """Return the sentence with the number of entries."""
        text = ngettext("%(hits)s entry", "%(hits)s entries", hits)
        return text % {"hits": in_words(hits)}

    def counted_without(self, to_drop: FilterToDrop) -> str:
        """Return the sentence with the number of entries without a filter."""
        text = ngettext(
            "%(hits)s entry without the filter «%(label)s: %(value)s»",
            "%(hits)s entries without the filter «%(label)s: %(value)s»",
            to_drop.hits,
        )
        return text % without(to_drop)


@login_not_required
@require_safe
def progress_list(request: HttpRequest) -> HttpResponse:
    """List the entries that match the query, the last published first, 50 on each page.

    An invalid value, including a ``side`` that is not a number, gives a 400 and an empty list. A
    page that does not exist gives a 404 with a link to the first page.
    """
    query = known_query(request)
    agreements = list(Agreement.objects.with_parties())
    list_filter = ProgressFilter(query, agreements=agreements)
    list_page = ProgressList(list_filter, query.get("side", ""), agreements=agreements)
    context, status = list_page.context(), list_page.status
    return render(request, "progress/list.html", context, status=status)


@login_not_required
@require_safe
def progress_list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Send every matching entry as a file, the same bytes in every language."""
    agreements = {row.pk: row for row in Agreement.objects.with_parties()}
    list_filter = ProgressFilter(known_query(request), agreements=agreements.values())
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    as_of = list_filter.times["kjent"] or ContentVersion.changed_on()
    for key, text in list_filter.texts.older.items():
        read_rows.lay_over(agreements[key], text)
    rows = progress_rows(list_filter.entries, agreements, as_of=as_of)
    table = TableFile("framdrift", EntryFileRow._fields, rows, as_of, list_filter.selection)
    return table.answer(ending)
