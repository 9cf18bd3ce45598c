"""The start page after signing in, its full lists, and the help page."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, work_trail
from commitments.context.waiting import waiting_proposals
from commitments.evaluations.models import Evaluation
from commitments.evaluations.waiting import waiting_for
from commitments.foundation.choices import State
from commitments.foundation.prepared_query import Prepared
from commitments.pages.worklists import ALL_COMMITMENTS, WorklistPage, kind_named, lists_of
from commitments.people.models import Membership
from commitments.people.sign_in import previous_sign_in
from commitments.people.unsaved_models import UnsavedText
from commitments.regional.notes.models import CountyNote
from commitments.regional.office import Desk
from commitments.web.paging import PAGE_SIZE, page_links, page_of


@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    """Show what waits for the user: a party's worklists, or the pages of another role."""
    by = Membership.acting(request.user)
    unsaved = UnsavedText.objects.of_author(request.user.pk).order_by("-typed_at")
    rows = Membership.objects.awaiting_confirmation().of_person(request.user)
    context = {
        "by": by,
        "unsaved": [(row, row.form) for row in unsaved],
        "waiting": None if by else rows.first(),
        "steps": waiting_for(by, _EVALUATIONS()) if by and by.writes else [],
        "proposals": waiting_proposals(by) if by else [],
        "lists": lists_of(by) if by else [],
        "to_record": WorklistPage(ALL_COMMITMENTS, by).url if by and by.writes else "",
        "offices": list(by.offices.all()) if by and by.reads_counties else [],
        "desk": Desk(by, previous_sign_in(request)) if by and by.reads_counties else None,
        "cases": CountyNote.objects.visible_to(request.user).unanswered().count(),
    }
    return render(request, "pages/workspace/page.html", context)


_EVALUATIONS: Final = Prepared(lambda: Evaluation.objects.with_relations().in_order_of_years())


@require_safe
def worklist(request: HttpRequest, name: str) -> HttpResponse:
    """Show one list in full, in pages."""
    by = Membership.acting(request.user)
    kind = kind_named(name, by) if by else None
    if by is None or kind is None:
        raise Http404
    found = WorklistPage(kind, by, PAGE_SIZE)
    number = page_of(request, found.in_pages)
    context = {
        "list": found,
        "rows": found.in_pages.rows(number),
        "pages": page_links(found.in_pages, number),
        "trail": work_trail(link(str(kind.heading), found.url)),
    }
    return render(request, "pages/workspace/list.html", context)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Explain, under «Slik gjør du», how to record, approve, correct and withdraw."""
    context = {
        "states": list(State),
        "trail": work_trail(link(_("How to do it"), "commitments:help")),
    }
    return render(request, "pages/explanations/help.html", context)
