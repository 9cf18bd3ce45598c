"""A published evaluation as files: the canonical bytes, and its columns as a table."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from commitments import published_reader
from commitments.columns import VERDICT_COLUMNS
from commitments.days import in_norway
from commitments.exports.evaluation import evaluation_rows
from commitments.models import Revision
from commitments.verifying.revisions import checked
from commitments.views.files import Table


@login_not_required
@require_safe
def evaluation_json(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The content of the current revision: the bytes that were signed, in every language."""
    return _canonical(_current(slug, year))


@login_not_required
@require_safe
def evaluation_csv(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The columns of the current revision as CSV, the same bytes in every language."""
    return _table(slug, year, Table.csv)


@login_not_required
@require_safe
def evaluation_xlsx(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """The same columns as a spreadsheet."""
    return _table(slug, year, Table.xlsx)


@login_not_required
@require_safe
def revision_json(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """The content of one revision, for ever."""
    return _canonical(get_object_or_404(Revision.objects.in_year(slug, year), number=number))


def _table(slug: str, year: int, answer: Callable[[Table], HttpResponseBase]) -> HttpResponseBase:
    """A revision that does not verify claims nothing: the answer leads to what differs."""
    revision = _current(slug, year)
    if not checked(revision).claims:
        return redirect("commitments:revision_verify", slug, year, revision.number)
    stands_for = in_norway(revision.published_at).date()
    rows = evaluation_rows(published_reader.read(revision.document), revision)
    return answer(Table(f"evaluering-{year}", VERDICT_COLUMNS, iter([rows]), stands_for))


def _current(slug: str, year: int) -> Revision:
    return get_object_or_404(Revision.objects.in_year(slug, year).current().with_evaluation())


def _canonical(revision: Revision) -> HttpResponse:
    return HttpResponse(revision.content.encode(), content_type="application/json")
