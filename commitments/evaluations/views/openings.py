"""The secretariat's pages for opening an evaluation and naming its meeting."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.pages import Link, link, work_trail
from commitments.evaluations import opening_actions
from commitments.evaluations.acting import address, opened
from commitments.evaluations.forms import EvaluationMeetingForm, OpeningForm
from commitments.foundation.stale_row import StaleRowError
from commitments.people.acting import secretariat
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.sources.chosen_file import chosen_files
from commitments.web.messages import refused_on_form


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_open(request: HttpRequest) -> HttpResponse:
    """Open the evaluation of a year, which makes its deadline and steps public."""
    by = secretariat(request)
    status: HTTPStatus | None = HTTPStatus.OK
    if request.method == "POST":
        form = OpeningForm(request.POST, chosen_files(request))
        done = _("The evaluation is open. The parties can now assess.")
        status = refused_on_form(request, form, lambda: _open(form, by), done=done)
    else:
        form = OpeningForm(unsaved_in(request))
    if status is None:
        return redirect("commitments:evaluation_work_list")
    url = reverse("commitments:evaluation_open")
    context = {
        "form": form,
        "errors": form.error_list() if form.is_bound else [],
        "trail": _trail(link(_("Open an evaluation"), url)),
    }
    return render(request, "evaluations/open.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_meeting(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Set the meeting that the evaluation belongs to, or none."""
    by = secretariat(request)
    evaluation = opened(request, slug, year)
    initial = {"meeting": evaluation.meeting_id, "version": evaluation.version}
    form = EvaluationMeetingForm(
        request.POST if request.method == "POST" else None, initial=initial
    )
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            opening_actions.set_meeting(
                evaluation,
                form.cleaned_data["meeting"],
                by=by,
                version=form.cleaned_data["version"],
            )
        except StaleRowError as error:
            posted = request.POST.copy()
            posted["version"] = str(error.current.version)
            form = EvaluationMeetingForm(posted)
            form.refuse(error)
            status = HTTPStatus.CONFLICT
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The meeting has been saved."))
            return redirect("commitments:evaluation_work_list")
    url = address(evaluation, "evaluation_meeting")
    context = {
        "evaluation": evaluation,
        "form": form,
        "errors": form.error_list() if form.is_bound else [],
        "trail": _trail(link(_("Meeting"), url)),
    }
    return render(request, "evaluations/meeting.html", context, status=status)


def _open(form: OpeningForm, by: Membership) -> None:
    values = form.cleaned_data
    opening_actions.open_evaluation(
        values["evaluation_year"],
        by=by,
        deadline_on=values["deadline_on"],
        grace_until_on=values["grace_until_on"],
        meeting=values["meeting"],
        document=next(iter(form.source.new_sources()), None),
    )


def _trail(*steps: Link) -> list[Link]:
    return work_trail(link(_("Evaluations"), "commitments:evaluation_work_list"), *steps)
