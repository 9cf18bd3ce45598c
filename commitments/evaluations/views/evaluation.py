"""The yearly evaluation: its state, and what the parties have signed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agreements.models import EvaluationYear
from commitments.evaluations.page import EvaluationPage
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision, RevisionQuerySet
from commitments.evaluations.revisions.verify import checked


@login_not_required
@require_safe
def evaluation_detail(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show a year's current revision and how it came about, or only the steps before that."""
    row = _year(slug, year)
    current = _revisions(row).current().last()
    return _answer(request, row, current, is_current=True)


@login_not_required
@require_safe
def revision_detail(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Show a revision as it was published, at a permanent URL."""
    row = _year(slug, year)
    revision = get_object_or_404(_revisions(row), number=number)
    return _answer(request, row, revision, is_current=False)


def _answer(
    request: HttpRequest, year: EvaluationYear, revision: Revision | None, *, is_current: bool
) -> HttpResponse:
    result = checked(revision) if revision else None
    if result and not result.claims:
        return render(request, "evaluations/agreeing/differs.html", _place(year, revision))
    past = list(PastEvaluation.objects.published().filter(evaluation_year=year).with_relations())
    page = EvaluationPage(year, past, revision, is_current=is_current)
    template = "evaluations/page.html" if revision else "evaluations/steps.html"
    redacted = result is not None and result.outcome == "redacted"
    return render(request, template, {**page.context(), "redacted": redacted})


def _place(year: EvaluationYear, revision: Revision | None) -> dict[str, object]:
    """Return a context without any stored content, for a revision that fails verification."""
    return {"agreement": year.agreement, "year": year.year, "revision": revision}


def _revisions(year: EvaluationYear) -> RevisionQuerySet:
    return Revision.objects.filter(evaluation__evaluation_year=year).with_evaluation()


def _year(slug: str, year: int) -> EvaluationYear:
    rows = EvaluationYear.objects.with_counted().select_related("agreement", "evaluation__meeting")
    rows = rows.defer("agreement__source_text", "agreement__cut_source")
    return get_object_or_404(rows, agreement__slug=slug, year=year)
