"""One commitment: its wording, the facts about it, what limits it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from commitments.exports.register import json_row
from commitments.models import Commitment, ContentVersion, Reservation


@login_not_required
@require_safe
def commitment_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """A commitment's page. A reference typed in small letters leads to the page."""
    if ref != ref.upper():
        return redirect("commitments:commitment_detail", ref.upper(), permanent=True)
    commitment = get_object_or_404(Commitment.objects.for_page(), ref=ref)
    context = {
        "commitment": commitment,
        "agreement": commitment.agreement,
        "answering": commitment.answering(),
        "reservations": Reservation.objects.limiting(commitment),
        "downloads": [
            {"label": "JSON", "url": reverse("commitments:commitment_json", args=[ref])},
        ],
        "trail": [
            {"label": gettext("Front page"), "url": reverse("commitments:front")},
            {"label": gettext("Commitments"), "url": reverse("commitments:commitment_list")},
            {"label": ref, "url": commitment.get_absolute_url()},
        ],
    }
    return render(request, "commitments/commitment_detail.html", context)


@login_not_required
@require_safe
def commitment_json(request: HttpRequest, ref: str) -> HttpResponse:
    """The commitment with the columns of the register's JSON; the same bytes in every language."""
    one = Commitment.objects.with_ref(ref.upper())
    row = json_row(one, content_of=ContentVersion.changed_on())
    if row is None:
        raise Http404
    return JsonResponse(row, json_dumps_params={"ensure_ascii": False})
