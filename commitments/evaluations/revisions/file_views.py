"""A published evaluation as files: the canonical bytes, and its columns as a table."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from commitments.evaluations.revisions.file import VerdictFileRow, evaluation_rows
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verify import checked
from commitments.foundation.days import in_norway
from commitments.web.table_file import TableFile


@login_not_required
@require_safe
def evaluation_file(request: HttpRequest, slug: str, year: int, ending: str) -> HttpResponseBase:
    """Return the current revision as a file, the same bytes in every language.

    JSON is the signed content, byte for byte; the others are its columns as a table. If the
    revision fails verification, the table is replaced by a redirect to the differences.
    """
    rows = Revision.objects.in_year(slug, year).current().with_evaluation()
    revision = get_object_or_404(rows)
    if ending == "json":
        return _canonical(revision)
    if not checked(revision).claims:
        return redirect("commitments:revision_verify", slug, year, revision.number)
    as_of = in_norway(revision.published_at).date()
    found = evaluation_rows(revision)
    table = TableFile(f"evaluering-{year}", VerdictFileRow._fields, iter([found]), as_of)
    return table.answer(ending)


@login_not_required
@require_safe
def revision_json(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Return the content of one revision, at a permanent URL."""
    return _canonical(get_object_or_404(Revision.objects.in_year(slug, year), number=number))


def _canonical(revision: Revision) -> HttpResponse:
    return HttpResponse(revision.content.encode(), content_type="application/json")
