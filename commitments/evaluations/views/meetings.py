"""Pages where the secretariat records meetings."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.pages import Link, link, work_trail
from commitments.evaluations import meeting_actions
from commitments.evaluations.forms import MeetingForm
from commitments.evaluations.meeting_models import Meeting
from commitments.foundation.stale_row import StaleRowError
from commitments.people.acting import secretariat
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.sources.chosen_file import chosen_files
from commitments.web.blank_forms import blank_form_url, made_here, name_row
from commitments.web.messages import refused_on_form


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """List every meeting with its papers, the latest first."""
    secretariat(request)
    context = {
        "meetings": Meeting.objects.with_papers(),
        "new_url": blank_form_url(reverse("commitments:meeting_add")),
        "trail": _trail(),
    }
    return render(request, "evaluations/meeting_list.html", context)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest) -> HttpResponse:
    """Record a meeting that was held."""
    by = secretariat(request)
    if request.method != "POST":
        unsaved = unsaved_in(request)
        if unsaved is None and (made := made_here(request, Meeting.objects.all())):
            return redirect("commitments:meeting_edit", made.pk)
        form = MeetingForm(unsaved, meeting=None)
        name_row(form, request)
        return _form(request, form)
    form = MeetingForm(request.POST, chosen_files(request), meeting=None)
    return _saved(
        request,
        form,
        lambda: meeting_actions.record_meeting(
            by=by, token=form.cleaned_data["token"], **form.facts()
        ),
        done=_("The meeting has been recorded."),
    )


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a meeting and its papers; after a conflict the saved version is above the form."""
    by = secretariat(request)
    meeting = get_object_or_404(Meeting.objects.with_papers(), pk=pk)
    if request.method != "POST":
        return _form(request, MeetingForm(unsaved_in(request), meeting=meeting))
    form = MeetingForm(request.POST, chosen_files(request), meeting=meeting)
    return _saved(
        request,
        form,
        lambda: meeting_actions.edit_meeting(
            meeting,
            by=by,
            version=form.cleaned_data["version"] or 0,
            papers=list(form.cleaned_data["papers"]),
            **form.facts(),
        ),
        done=_("The meeting has been saved."),
    )


def _saved(
    request: HttpRequest, form: MeetingForm, act: Callable[[], object], *, done: str
) -> HttpResponse:
    try:
        status = refused_on_form(request, form, act, done=done)
    except StaleRowError as error:
        form = _on_top_of(request, error.current)
        form.refuse(error)
        return _form(request, form, HTTPStatus.CONFLICT)
    return _form(request, form, status) if status else redirect("commitments:meeting_list")


def _on_top_of(request: HttpRequest, current: Meeting) -> MeetingForm:
    """Return the form as typed, set to overwrite what the other person saved."""
    posted = request.POST.copy()
    posted["version"] = str(current.version)
    form = MeetingForm(posted, chosen_files(request), meeting=current)
    form.is_valid()
    return form


def _form(
    request: HttpRequest, form: MeetingForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    edited = form.meeting
    address = reverse("commitments:meeting_edit", args=[edited.pk]) if edited else request.path
    heading = _("Edit the meeting") if edited else _("Record a meeting")
    context = {
        "form": form,
        "errors": form.error_list() if form.is_bound else [],
        "heading": heading,
        "current": edited if status == HTTPStatus.CONFLICT else None,
        "address": address,
        "trail": _trail(link(heading, address)),
    }
    return render(request, "evaluations/meeting_form.html", context, status=status)


def _trail(*steps: Link) -> list[Link]:
    return work_trail(link(_("Meetings"), "commitments:meeting_list"), *steps)
