"""One commitment and the published progress on it, as files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from commitments.columns import PROGRESS_COLUMNS, record
from commitments.exports.progress import progress_rows
from commitments.exports.register import register_record
from commitments.filters import TimeFilter
from commitments.known_query import known_query
from commitments.models import Commitment, ContentVersion, ProgressEntry, PublishedVerdict
from commitments.views.files import Table, refused


@login_not_required
@require_safe
def commitment_csv(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The progress on a commitment as CSV; the same bytes in every language."""
    asked = TimeFilter(known_query(request))
    return refused(asked.problems) if asked.problems else _table(ref, asked).csv()


@login_not_required
@require_safe
def commitment_xlsx(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The progress on a commitment as a spreadsheet; the same bytes in every language."""
    asked = TimeFilter(known_query(request))
    return refused(asked.problems) if asked.problems else _table(ref, asked).xlsx()


@login_not_required
@require_safe
def commitment_json(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The commitment as in the register's JSON, and under ``framdrift`` the progress on it."""
    asked = TimeFilter(known_query(request))
    if asked.problems:
        return refused(asked.problems)
    table = _table(ref, asked)
    seen = ProgressEntry.objects.seen(**asked.times)
    one = Commitment.objects.with_ref(ref.upper())
    verdicts = PublishedVerdict.objects.seen(**asked.times).of_last_year()
    facts = register_record(one, seen, verdicts, stands_for=table.stands_for)
    if facts is None:
        raise Http404
    progress = [record(row) for batch in table.batches for row in batch]
    return JsonResponse({**facts, "framdrift": progress}, json_dumps_params={"ensure_ascii": False})


def _table(ref: str, asked: TimeFilter) -> Table:
    commitment = get_object_or_404(Commitment.objects.select_related("agreement"), ref=ref.upper())
    stands_for = asked.times["kjent"] or ContentVersion.changed_on()
    agreement = commitment.agreement
    rows = progress_rows(
        asked.entries(commitment), {agreement.pk: agreement}, stands_for=stands_for
    )
    return Table(f"framdrift-{commitment.ref.lower()}", PROGRESS_COLUMNS, rows, stands_for)
