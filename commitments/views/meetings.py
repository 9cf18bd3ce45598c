"""Meetings, recorded by the secretariat."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.pages import Link, link, work_trail
from commitments.actions import meetings
from commitments.actions.workflow import StaleRowError
from commitments.forms.meeting import MeetingForm
from commitments.models import Meeting
from commitments.unsaved import shows_unsaved, unsaved_in
from commitments.views.doors import secretariat
from commitments.views.steps import refused_on_form


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting with its papers, the latest first."""
    secretariat(request)
    context = {"meetings": Meeting.objects.with_papers(), "trail": _trail()}
    return render(request, "commitments/meeting_list.html", context)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest) -> HttpResponse:
    """Record a meeting that was held."""
    by = secretariat(request)
    if request.method != "POST":
        return _form(request, MeetingForm(unsaved_in(request), meeting=None))
    form = MeetingForm(request.POST, request.FILES, meeting=None)
    done = _("The meeting is recorded.")
    if refused_on_form(
        request, form, lambda: meetings.record_meeting(by=by, **form.facts()), done=done
    ):
        return _form(request, form)
    return redirect("commitments:meeting_list")


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a meeting and keep its papers; what another saved meanwhile stands above the form."""
    by = secretariat(request)
    meeting = get_object_or_404(Meeting.objects.with_papers(), pk=pk)
    if request.method != "POST":
        return _form(request, MeetingForm(unsaved_in(request), meeting=meeting))
    form = MeetingForm(request.POST, request.FILES, meeting=meeting)
    status = HTTPStatus.OK
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        papers = list(form.cleaned_data["papers"])
        try:
            meetings.edit_meeting(meeting, by=by, version=version, papers=papers, **form.facts())
        except StaleRowError as error:
            form = _on_top_of(request, error.current)
            form.refuse(error)
            status = HTTPStatus.CONFLICT
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The meeting is saved."))
            return redirect("commitments:meeting_list")
    return _form(request, form, status)


def _on_top_of(request: HttpRequest, current: Meeting) -> MeetingForm:
    """The form as it was typed; sending it again goes on top of what the other saved."""
    posted = request.POST.copy()
    posted["version"] = str(current.version)
    form = MeetingForm(posted, meeting=current)
    form.is_valid()
    return form


def _form(
    request: HttpRequest, form: MeetingForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    url = request.path
    heading = _("Edit the meeting") if form.meeting else _("Record a meeting")
    context = {
        "form": form,
        "errors": form.error_list() if form.is_bound else [],
        "heading": heading,
        "current": form.meeting if status == HTTPStatus.CONFLICT else None,
        "url": url,
        "trail": _trail(link(heading, url)),
    }
    return render(request, "commitments/meeting_form.html", context, status=status)


def _trail(*steps: Link) -> list[Link]:
    return work_trail(link(_("Meetings"), "commitments:meeting_list"), *steps)
