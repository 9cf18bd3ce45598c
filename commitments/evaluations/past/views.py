"""Evaluations made at the time: one person attaches them, another approver publishes them."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.pages import Link, link, work_trail
from commitments.evaluations.past import actions as past_evaluations
from commitments.evaluations.past.form import PastEvaluationForm
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.stale_row import StaleRowError
from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.publishing.own_row import own_row
from commitments.sources.chosen_file import chosen_files
from commitments.web.blank_forms import blank_form_url, made_here, name_row
from commitments.web.messages import status_of


@require_safe
def past_list(request: HttpRequest) -> HttpResponse:
    """List what is published, and the own party's drafts."""
    by = writer(request, PastEvaluation.TEXTS.no_writer)
    rows = PastEvaluation.objects.visible_to(request.user).with_relations()
    context = {
        "rows": rows.order_by("evaluation_year__year", "created_at"),
        "by": by,
        "new_url": blank_form_url(reverse("commitments:past_attach")),
        "trail": _trail(),
    }
    return render(request, "evaluations/past/list.html", context)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def past_attach(request: HttpRequest) -> HttpResponse:
    """Attach a document that shows an evaluation made at the time, as a draft."""
    by = writer(request, PastEvaluation.TEXTS.no_writer)
    if request.method != "POST":
        unsaved = unsaved_in(request)
        own = PastEvaluation.objects.of_party(_party(by))
        if unsaved is None and (made := made_here(request, own)):
            return redirect(made.step_url("edit"))
        form = PastEvaluationForm(unsaved, party=_party(by), row=None)
        name_row(form, request)
        return _form(request, by, form)
    form = PastEvaluationForm(request.POST, chosen_files(request), party=_party(by), row=None)
    if form.is_valid():
        year = form.cleaned_data["evaluation_year"]
        token = form.cleaned_data["token"]
        act = partial(past_evaluations.attach, year, form.content(), by=by, token=token)
        return _kept(request, by, form, act)
    return _form(request, by, form)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def past_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a draft or a returned row."""
    row, by = own_row(request, pk, PastEvaluation)
    if request.method != "POST":
        if not row.is_editable:
            return redirect(row.get_work_url())
        return _form(request, by, PastEvaluationForm(unsaved_in(request), party=row.party, row=row))
    form = PastEvaluationForm(request.POST, chosen_files(request), party=row.party, row=row)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        act = partial(past_evaluations.edit, row, form.content(), by=by, version=version)
        return _kept(request, by, form, act)
    return _form(request, by, form)


def _party(by: Membership) -> Any:
    return by.party


def _kept(
    request: HttpRequest,
    by: Membership,
    form: PastEvaluationForm,
    act: Callable[[], PastEvaluation],
) -> HttpResponse:
    try:
        row = act()
    except StaleRowError as error:
        posted = request.POST.copy()
        posted["version"] = str(error.current.version)
        form = PastEvaluationForm(
            posted, form.source.files, party=error.current.party, row=error.current
        )
        form.refuse(error)
        return _form(request, by, form, HTTPStatus.CONFLICT)
    except ValidationError as error:
        form.refuse(error)
        return _form(request, by, form, status_of(error))
    messages.success(request, _("The draft has been saved."))
    return redirect(row.get_work_url())


def _form(
    request: HttpRequest,
    by: Membership,
    form: PastEvaluationForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "form": form,
        "current": form.row if status == HTTPStatus.CONFLICT else None,
        "errors": form.error_list() if form.is_bound else [],
        "party": _party(by).code,
        "address": form.row.step_url("edit") if form.row else request.path,
        "trail": _trail(link(_("Attach an evaluation made at the time"), request.path)),
    }
    return render(request, "evaluations/past/form.html", context, status=status)


def _trail(*steps: Link) -> list[Link]:
    return work_trail(link(_("Evaluations made at the time"), "commitments:past_list"), *steps)
