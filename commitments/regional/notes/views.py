"""Cases: offices report errors about their counties, and the parties answer."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.pages import link, work_trail
from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.regional.notes import actions as county_notes
from commitments.regional.notes.forms import AnswerForm
from commitments.regional.notes.models import CountyNote
from commitments.web.paging import PAGE_SIZE, Pages, page_links, page_of


@require_safe
def note_list(request: HttpRequest) -> HttpResponse:
    """List the cases of the own party or office, the newest first."""
    pages = Pages(CountyNote.objects.visible_to(request.user).listed(), PAGE_SIZE)
    number = page_of(request, pages)
    context = {
        "notes": pages.rows(number),
        "pages": page_links(pages, number),
        "trail": work_trail(link(_("Cases"), "commitments:note_list")),
    }
    return render(request, "regional/notes/list.html", context)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def note_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case and its answer; for the party also the form to answer."""
    rows = CountyNote.objects.visible_to(request.user).listed()
    note = get_object_or_404(
        rows.select_related("created_by__user", "answered_by__user"), number=number
    )
    by = Membership.acting(request.user)
    may_answer = by is not None and by.writes and note.answered_at is None
    status = HTTPStatus.OK
    form = AnswerForm(request.POST if request.method == "POST" else unsaved_in(request))
    if request.method == "POST":
        by = writer(request)
        if form.is_valid():
            try:
                county_notes.answer(note, form.cleaned_data["answer"], by=by)
            except ValidationError as error:
                form.refuse(error)
                status = HTTPStatus.CONFLICT if not may_answer else status
            else:
                messages.success(request, _("The answer has been sent to the office."))
                return redirect("commitments:note_detail", number)
    context = {
        "note": note,
        "form": form if may_answer else None,
        "errors": form.error_list() if form.is_bound else [],
        "unsaved": form["answer"].value() or "",
        "trail": work_trail(
            link(_("Cases"), "commitments:note_list"), link(note.number, request.path)
        ),
    }
    return render(request, "regional/notes/detail.html", context, status=status)
