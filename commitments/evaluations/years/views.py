"""An agreement year by year: the matrix of verdicts, and the page of all years together."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement
from agreements.pages import agreement_frame, link
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.cells import Cells
from commitments.evaluations.counting.claims import PartyCounts
from commitments.evaluations.revisions import matrix
from commitments.evaluations.revisions.basis import Basis
from commitments.evaluations.revisions.matrix_file import MatrixFileRow, matrix_rows
from commitments.evaluations.revisions.verdict_bases import other_bases
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.evaluations.yearly_duty import followed_up
from commitments.foundation.content_version import ContentVersion
from commitments.register.models import Commitment
from commitments.web.known_query import known_query
from commitments.web.paging import Pages, page_links, page_of
from commitments.web.table_file import TableFile, downloads

PAGE_SIZE: Final = 100  # commitments


@login_not_required
@require_safe
def matrix_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show commitments down, years across, and each party's mark in every cell."""
    agreement = _agreement(slug)
    frame = _frame(agreement, gettext("All assessments, year by year"), "commitments:matrix")
    context = {**_years(request, agreement), **frame}
    return render(request, "evaluations/years/matrix.html", context)


@login_not_required
@require_safe
def all_years_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every commitment with all its years in a row; no verdict for the whole period."""
    agreement = _agreement(slug)
    frame = _frame(agreement, gettext("All years together"), "commitments:all_years")
    context = {**_years(request, agreement), **frame, "counted": _counted(agreement.slug)}
    return render(request, "evaluations/years/all_years.html", context)


@login_not_required
@require_safe
def old_address(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect permanently to the page of all years, with the known query."""
    page = reverse("commitments:all_years", args=[_agreement(slug).slug])
    query = known_query(request).urlencode()
    return redirect(f"{page}?{query}".rstrip("?"), permanent=True)


@login_not_required
@require_safe
def matrix_file(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """Return the matrix as a file, the same bytes in every language."""
    as_of = ContentVersion.changed_on()
    batches = matrix_rows(_agreement(slug), as_of=as_of)
    return TableFile(f"matrise-{slug}", MatrixFileRow._fields, batches, as_of).answer(ending)


def _agreement(slug: str) -> Agreement:
    years = followed_up().counted()
    rows = Agreement.objects.with_parties().with_evaluation_years(years).without_texts()
    return get_object_or_404(rows, slug=slug)


def _years(request: HttpRequest, agreement: Agreement) -> dict[str, object]:
    """Return the commitments on this page with all years."""
    years: list[Any] = list(agreement.evaluation_years.all())
    verdicts = PublishedVerdict.objects.seen().of_agreement(agreement.slug)
    listed = Commitment.objects.of_agreement(agreement.slug).in_text_order()
    listed = listed.for_list().with_answers(agreement.party_codes)
    pages = Pages(listed, PAGE_SIZE)
    number = page_of(request, pages)
    commitments = pages.rows(number)
    keys = [row.pk for row in commitments]
    promises = _promises(commitments, agreement.party_codes)
    published = verdicts.filter(commitment__in=keys).order_by().with_version()
    rows = list(published.values_list(*matrix.COLUMNS))
    shown = {
        row.ref: Basis(row.wording, tuple(promise.answering))
        for row, promise in zip(commitments, promises, strict=True)
    }
    return {
        "agreement": agreement,
        "years": years,
        "lines": matrix.lines(
            promises,
            [row.year for row in years],
            agreement.party_codes,
            rows,
            other_bases(matrix.versions(rows), shown),
        ),
        "columns": vocabulary.names("verdict"),
        "lacks_year": not all(row.published for row in years),
        "pages": page_links(pages, number),
    }


def _counted(slug: str) -> list[PartyCounts]:
    """Count what each party has assessed, year by year, in two queries."""
    cells = Cells.of(PublishedVerdict.objects.seen()).filtered(slug=slug).counted()
    responsible = Commitment.objects.of_agreement(slug).counted_by_party()
    return claims.by_party(cells, slug, responsible.get(slug, {}))


def _promises(commitments: Iterable[Any], codes: Iterable[str]) -> list[matrix.MatrixPromise]:
    return [
        matrix.MatrixPromise.of(row, [code for code in codes if getattr(row, f"answers_{code}")])
        for row in commitments
    ]


def _frame(agreement: Agreement, label: str, name: str) -> dict[str, object]:
    trail = agreement_frame(agreement)["trail"]
    here = link(label, name, agreement.slug)
    citation = gettext("%(page)s, the %(name)s agreement") % {
        "page": label,
        "name": agreement.short_name,
    }
    links = downloads("matrix_file", agreement.slug)
    return {"trail": [*trail, here], "citation": citation, "downloads": links}
