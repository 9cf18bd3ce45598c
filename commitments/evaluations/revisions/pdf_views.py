"""An evaluation as a PDF: published revisions for everyone, a draft for the parties."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from agreements.templatetags.texts import label
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.revisions.document import EvaluationDocument
from commitments.evaluations.revisions.document_json import parse
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.pdf_data import draft_sheet, revision_sheet
from commitments.evaluations.revisions.record import to_publish_alone, to_sign
from commitments.evaluations.revisions.verify import checked
from commitments.evaluations.state import is_revealed
from commitments.foundation.choices import Language
from commitments.foundation.content_version import DatabaseMark
from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.web.typesetting import pdf


@login_not_required
@require_safe
def evaluation_pdf(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Return the current revision of a year; 404 before there is one."""
    rows = Revision.objects.in_year(slug, year).current().with_evaluation()
    return _document(get_object_or_404(rows))


@login_not_required
@require_safe
def revision_pdf(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Return one revision, at a permanent URL."""
    rows = Revision.objects.in_year(slug, year).with_evaluation()
    return _document(get_object_or_404(rows, number=number))


@require_safe
def evaluation_draft_pdf(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Return a draft with what the acting party can see: its own part, or all once revealed."""
    by = writer(request)
    rows = Evaluation.objects.visible_to(request.user).of_agreement(slug).of_year(year)
    evaluation = get_object_or_404(rows.with_relations())
    document = _seen_by(by, evaluation)
    with _frame() as language:
        sheet = draft_sheet(document, marks=_marks(), at=timezone.now())
        return _answer(f"utkast-{slug}-{year}", sheet, language)


def _document(revision: Revision) -> HttpResponse:
    """Return the revision as a PDF; redirect to the differences if it fails verification."""
    result = checked(revision)
    slug, year = revision.evaluation.agreement.slug, revision.evaluation.year
    args = [slug, year, revision.number]
    if not result.claims:
        return redirect("commitments:revision_verify", *args)
    with _frame() as language:
        marks = _marks()
        if result.outcome == "redacted":
            marks.append(capfirst(label("redacted", "mark")))
        sheet = revision_sheet(
            revision,
            marks=marks,
            verify_at=settings.ORIGIN + reverse("commitments:revision_verify", args=args),
        )
        return _answer(f"evaluering-{slug}-{year}-{revision.number}", sheet, language)


def _seen_by(by: Membership, evaluation: Evaluation) -> EvaluationDocument:
    party = by.party
    if party is None or is_revealed(facts(evaluation)):
        found = to_sign(evaluation)
    else:
        found = to_publish_alone(evaluation, party)
    return parse(EvaluationDocument, found.text)


@contextmanager
def _frame() -> Iterator[str]:
    """Set and return the document's language, which must be one that the parties write in."""
    language = translation.get_language() or ""
    if language not in Language.values:
        language = settings.LANGUAGE_CODE
    with translation.override(language):
        yield language


def _marks() -> list[str]:
    """Return the mark of every page if the database has invented content."""
    return [capfirst(label("example", "mark"))] if DatabaseMark.purpose_here() else []


def _answer(name: str, sheet: dict[str, object], language: str) -> HttpResponse:
    made = pdf("evaluation.typ", {**sheet, "lang": language})
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
