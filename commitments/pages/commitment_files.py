"""One commitment and the published progress on it, as files."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.content_version import ContentVersion
from commitments.pages.register_file import Said, register_record
from commitments.progress.file import EntryFileRow, progress_rows
from commitments.progress.filter import TimeFilter
from commitments.progress.models import ProgressEntry
from commitments.register.models import Commitment
from commitments.register.older_version import lay_over
from commitments.web.cells import record
from commitments.web.known_query import known_query
from commitments.web.table_file import TableFile, refused


@login_not_required
@require_safe
def commitment_file(request: HttpRequest, ref: str, ending: str) -> HttpResponseBase:
    """Return the progress on a commitment as a file, the same bytes in every language.

    JSON has the progress under ``framdrift`` in the register's JSON of the commitment, together
    with the days of the filter (``utvalg``).
    """
    list_filter = TimeFilter(known_query(request))
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    rows = Commitment.objects.that_applied(list_filter.texts).select_related("agreement")
    commitment = get_object_or_404(rows, ref=ref.upper())
    lay_over(commitment, list_filter.texts)
    as_of = list_filter.times["kjent"] or ContentVersion.changed_on()
    agreements = {commitment.agreement_id: commitment.agreement}
    progress = progress_rows(list_filter.entries(commitment), agreements, as_of=as_of)
    if ending == "json":
        seen = ProgressEntry.objects.seen(**list_filter.times)
        verdicts = PublishedVerdict.objects.seen(**list_filter.times)
        said = Said(seen, verdicts, list_filter.texts)
        facts = register_record(commitment, said, as_of=as_of)
        told = [record(row) for batch in progress for row in batch]
        content = {**facts, "utvalg": list_filter.selection, "framdrift": told}
        return JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    name = f"framdrift-{ref.lower()}"
    table = TableFile(name, EntryFileRow._fields, progress, as_of, list_filter.selection)
    return table.answer(ending)
