"""All years of an agreement together: what is published, and how far the other years have come."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement
from agreements.pages import agreement_frame, link
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.cells import Cells
from commitments.evaluations.counting.claims import Count, PartyCounts, YearCounts
from commitments.evaluations.revisions.document import SignedConclusion
from commitments.evaluations.revisions.matrix import MatrixLine
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.evaluations.revisions.verify import checked
from commitments.evaluations.years import selection
from commitments.evaluations.years.disagreements import disagreements, rows_of
from commitments.evaluations.years.lines import AgreementLines
from commitments.evaluations.years.overviews import YearOverview, overviews
from commitments.evaluations.years.strips import MOST_SQUARES, Strip, strip
from commitments.evaluations.years.views import PAGE_SIZE, counted_agreement, on_page
from commitments.register.models import Commitment
from commitments.web.known_query import known_query
from commitments.web.paging import Pages, page_links, page_of
from commitments.web.table_file import downloads

_MOST_DISAGREEMENTS: Final = 10


@dataclass(frozen=True, slots=True)
class YearSection:
    """An evaluation year: how far it has come and, once published, what the parties say.

    ``said`` are each party's counts in all and of the year; ``written_in`` are the years in which
    assessments were written in retrospect. ``strip`` is None for a year that is not published, and
    for a long agreement.
    """

    overview: YearOverview
    said: list[tuple[PartyCounts, YearCounts]]
    written_in: list[int]
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of an agreement is assessed.

    ``signed`` years by both parties and ``alone`` by one, of ``years``; ``given`` assessments;
    ``unassessed`` commitments without an assessment of a responsible party in any year.
    """

    years: int
    signed: int
    alone: int
    given: Count
    unassessed: Count


@login_not_required
@require_safe
def all_years_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every year by itself, and every commitment with all its years in a row."""
    agreement = counted_agreement(slug)
    lines = AgreementLines(agreement)
    pages = Pages(Commitment.objects.none(), PAGE_SIZE, counted=len(lines.every))
    number = page_of(request, pages)
    shown = lines.shown(on_page(lines.every, number))
    counted = _counted(slug)
    found = overviews(slug, agreement.evaluation_years.all())
    disputed = PublishedVerdict.objects.seen_at_once().of_agreement(slug).still_disputed()
    in_all = disputed.order_by().values("commitment").distinct().count()
    context = {
        "agreement": agreement,
        "coverage": _coverage(slug, lines, counted, found),
        "shown_years": [_shown(row, counted, lines.every, shown) for row in found],
        "disagreements": disagreements(rows_of(disputed, _MOST_DISAGREEMENTS)),
        "in_disagreement": claims.in_disagreement(in_all, len(lines.every), avtale=slug),
        "conclusions": _conclusions(slug),
        "lines": shown,
        "counted": counted,
        "columns": vocabulary.names("verdict"),
        "pages": page_links(pages, number),
        **_frame(agreement),
    }
    return render(request, "evaluations/years/all_years.html", context)


@login_not_required
@require_safe
def old_address(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect permanently to the page of all years, with the known query."""
    page = reverse("commitments:all_years", args=[counted_agreement(slug).slug])
    query = known_query(request).urlencode()
    return redirect(f"{page}?{query}".rstrip("?"), permanent=True)


def _shown(
    found: YearOverview,
    counted: list[PartyCounts],
    every: list[MatrixLine],
    shown: list[MatrixLine],
) -> YearSection:
    year = found.year.year
    has_strip = found.revision is not None and len(every) <= MOST_SQUARES
    return YearSection(
        found,
        [(party, row) for party in counted for row in party.published if row.year == year],
        selection.written_in(every, year),
        strip(shown, year) if has_strip else None,
    )


def _counted(slug: str) -> list[PartyCounts]:
    """Count what each party has assessed, year by year, in two queries."""
    cells = Cells.of(PublishedVerdict.objects.seen()).filtered(slug=slug).counted()
    responsible = Commitment.objects.of_agreement(slug).counted_by_party()
    return claims.by_party(cells, slug, responsible.get(slug, {}))


def _coverage(
    slug: str, lines: AgreementLines, counted: list[PartyCounts], found: list[YearOverview]
) -> Coverage:
    unassessed = len(lines.every) - len(selection.assessed(lines.every))
    return Coverage(
        len(found),
        sum(row.is_signed for row in found),
        sum(bool(row.alone) for row in found),
        claims.given_in(slug, counted),
        claims.never_assessed_in(slug, unassessed, len(lines.every)),
    )


def _conclusions(slug: str) -> list[tuple[int, SignedConclusion]]:
    """Return the joint conclusion of each published year; none of a revision that differs."""
    rows: Any = Revision.objects.current().of_agreement(slug).with_evaluation()
    return [
        (row.evaluation.year, row.document.conclusion)
        for row in rows.in_order_of_years()
        if checked(row).claims and row.document.conclusion
    ]


def _frame(agreement: Agreement) -> dict[str, object]:
    label = gettext("All years together")
    here = link(label, "commitments:all_years", agreement.slug)
    citation = gettext("%(page)s, the %(name)s agreement") % {
        "page": label,
        "name": agreement.short_name,
    }
    trail = [*agreement_frame(agreement)["trail"], here]
    return {
        "trail": trail,
        "citation": citation,
        "downloads": downloads("matrix_file", agreement.slug),
    }
