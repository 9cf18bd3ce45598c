"""Evaluations in the workspace, with the state of each."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, work_trail
from commitments.evaluations.models import Evaluation
from commitments.evaluations.standing import overviews_of
from commitments.people.models import Membership, Role


@require_safe
def evaluation_work_list(request: HttpRequest) -> HttpResponse:
    """List every evaluation ever opened: who has submitted and when, but none of the content."""
    by = Membership.acting(request.user)
    is_secretariat = by is not None and by.role == Role.SECRETARIAT
    if by is None or not (by.writes or is_secretariat):
        raise PermissionDenied(
            _("Only the parties and the secretariat have access to evaluations here.")
        )
    rows = Evaluation.objects.visible_to(request.user).with_relations().in_order_of_years()
    context = {
        "by": by,
        "overviews": overviews_of(rows),
        "is_secretariat": is_secretariat,
        "trail": work_trail(link(_("Evaluations"), "commitments:evaluation_work_list")),
    }
    return render(request, "evaluations/work_list.html", context)
