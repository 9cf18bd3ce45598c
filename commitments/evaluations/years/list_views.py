"""The evaluations of an agreement: for each year what was made at the time, and what is here."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements.models import Agreement
from agreements.pages import agreement_frame, link
from commitments.evaluations.yearly_duty import followed_up
from commitments.evaluations.years.overviews import overviews


@login_not_required
@require_safe
def evaluation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List every evaluation year of an agreement, doubtful years in words."""
    agreements = Agreement.objects.with_parties().with_evaluation_years(followed_up())
    agreement = get_object_or_404(agreements.without_texts(), slug=slug)
    rows = overviews(slug, agreement.evaluation_years.all())
    counted = [row for row in rows if row.is_counted]
    context = {
        "agreement": agreement,
        "rows": rows,
        "counted": len(counted),
        "known": sum(bool(row.past) for row in counted),
        "signed": sum(row.is_signed for row in counted),
        **_frame(agreement),
    }
    return render(request, "evaluations/years/evaluations.html", context)


def _frame(agreement: Agreement) -> dict[str, object]:
    here = link(gettext("The evaluations"), "commitments:evaluation_list", agreement.slug)
    citation = gettext("The evaluations, the %(name)s agreement") % {"name": agreement.short_name}
    return {"trail": [*agreement_frame(agreement)["trail"], here], "citation": citation}
