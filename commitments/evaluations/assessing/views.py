"""The page on which a party assesses a year; each row is saved by itself."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.pages import link
from commitments.evaluations.acting import address, evaluation_trail, own_evaluation
from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing.marked_text_form import MarkedTextForm
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.rows import AssessmentRow
from commitments.evaluations.assessing.table import AssessmentTable
from commitments.foundation.stale_row import StaleRowError
from commitments.people.unsaved import forget, shows_unsaved, unsaved_at, unsaved_in
from commitments.sources.chosen_file import chosen_files
from commitments.sources.step_messages import notes
from commitments.web.day_fields import whole_number
from commitments.web.messages import refused_as_message, status_of


@shows_unsaved
@require_safe
def evaluation_assess(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show the party's commitments in text order, its progress, and the next step."""
    evaluation, by = own_evaluation(request, slug, year)
    return _sheet(request, AssessmentTable(evaluation, by))


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_edit(request: HttpRequest, slug: str, year: int, ref: str) -> HttpResponse:
    """Show or save one row. If someone else has saved it since, show both versions."""
    evaluation, by = own_evaluation(request, slug, year)
    table = AssessmentTable(evaluation, by, ref)
    row = _row(table)
    if request.method != "POST":
        unsaved = unsaved_in(request) if row.may_write else None
        row = replace(row, data=unsaved) if unsaved is not None else row
        return _alone(request, table, row, restored=unsaved is not None)
    row = replace(row, data=request.POST, files=chosen_files(request), may_write=True)
    form = row.form
    assert form is not None  # noqa: S101  # a row that can be written has a form
    act = assessments.amend if table.phase in {"revealed", "signed"} else assessments.assess
    status = HTTPStatus.OK
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            act(evaluation, row.commitment, form.content(), by=by, version=version)
        except StaleRowError as error:
            return _conflict(request, table, error.current)
        except ValidationError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            return _saved(request, table, row)
    return _alone(request, table, row, status=status)


@require_POST
def assessment_clear(request: HttpRequest, slug: str, year: int, ref: str) -> HttpResponse:
    """Clear a row. A repeated request changes nothing and redirects as usual."""
    evaluation, by = own_evaluation(request, slug, year)
    row = _row(AssessmentTable(evaluation, by, ref))
    version = whole_number(request.POST.get("version", ""))
    if row.own is not None:
        own = row.own
        cleared = _("%(ref)s is no longer assessed.") % {"ref": row.commitment.named}
        refused_as_message(
            request, lambda: assessments.clear(own, by=by, version=version), done=cleared
        )
    return redirect(f"{address(evaluation)}#{row.commitment.anchor}")


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_set_text(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Set one text on every marked row, or on none and say why."""
    evaluation, by = own_evaluation(request, slug, year)
    table = AssessmentTable(evaluation, by)
    if request.method != "POST":
        return _sheet(request, table)
    form = MarkedTextForm(request.POST)
    if form.is_valid():
        try:
            rows = assessments.set_text(
                evaluation,
                form.marked([row.commitment for row in table.rows]),
                by=by,
                narrative=form.cleaned_data["narrative"],
                language=form.cleaned_data["language"],
            )
        except StaleRowError as error:
            form.refuse(error)
            return _page(request, AssessmentTable(evaluation, by), form, HTTPStatus.CONFLICT)
        except ValidationError as error:
            form.refuse(error)
        else:
            refs = ", ".join(row.commitment.named for row in rows)
            messages.success(request, _("The text has been saved on: %(refs)s.") % {"refs": refs})
            return redirect(address(evaluation))
    return _page(request, table, form)


@require_POST
def assessment_copy(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Copy last year's assessments to the commitments that have none yet."""
    evaluation, by = own_evaluation(request, slug, year)
    done = _("Last year's assessments have been copied. Read each one before you submit.")
    refused_as_message(
        request, lambda: assessments.start_from_last_year(evaluation, by=by), done=done
    )
    return redirect(address(evaluation))


@require_safe
def evaluation_preview(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show what the party would submit now, marked as a draft, for reading and printing."""
    evaluation, by = own_evaluation(request, slug, year)
    label, url = _("Draft"), address(evaluation, "evaluation_preview")
    context = {
        "evaluation": evaluation,
        "table": AssessmentTable(evaluation, by),
        "trail": evaluation_trail(evaluation, link(label, url)),
    }
    return render(request, "evaluations/assessing/preview.html", context)


def _row(table: AssessmentTable) -> AssessmentRow:
    if not table.rows:
        raise Http404
    return table.rows[0]


def _sheet(request: HttpRequest, table: AssessmentTable) -> HttpResponse:
    """Show every row, with any text typed and not saved."""
    marked_url = address(table.evaluation, "assessment_set_text")
    written = [row.url for row in table.rows if row.may_write]
    unsaved = unsaved_at(request, [*written, marked_url] if table.phase == "writing" else written)
    table.fill_in(unsaved)
    return _page(request, table, MarkedTextForm(unsaved.get(marked_url)))


def _page(
    request: HttpRequest,
    table: AssessmentTable,
    marked: MarkedTextForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **_frame(request, table),
        "marked": marked,
        "errors": marked.error_list() if marked.is_bound else [],
        "trail": evaluation_trail(table.evaluation),
    }
    return render(request, "evaluations/assessing/page.html", context, status=status)


def _frame(request: HttpRequest, table: AssessmentTable) -> dict[str, object]:
    """Return the context that both the whole page and a single row need."""
    return {
        "evaluation": table.evaluation,
        "table": table,
        "counted": table.counted(),
        "page_url": address(table.evaluation),
    }


def _alone(  # noqa: PLR0913 (the ways in which a row is shown, all by name)
    request: HttpRequest,
    table: AssessmentTable,
    row: AssessmentRow,
    *,
    restored: bool = False,
    conflict: bool = False,
    saved: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render the row as a page; for an htmx request, as the row to swap in."""
    form = row.form
    context = {
        **_frame(request, table),
        "row": row,
        "errors": form.error_list() if form and not (restored or conflict) else [],
        "conflict": conflict,
        "saved": saved,
        "notes": notes(request) if saved else [],
        "trail": evaluation_trail(table.evaluation, link(row.commitment.named, row.url)),
    }
    template = "evaluations/assessing/edit.html"
    if "HX-Request" in request.headers:
        template = "evaluations/assessing/_swap.html"
    return render(request, template, context, status=status)


def _saved(request: HttpRequest, table: AssessmentTable, row: AssessmentRow) -> HttpResponse:
    if "HX-Request" in request.headers:
        forget(request)
        fresh = AssessmentTable(table.evaluation, table.by, row.commitment.ref)
        return _alone(request, fresh, _row(fresh), saved=True)
    messages.success(request, _("%(ref)s has been saved.") % {"ref": row.commitment.named})
    return redirect(f"{address(table.evaluation)}#{row.commitment.anchor}")


def _conflict(
    request: HttpRequest, table: AssessmentTable, current: Assessment | None
) -> HttpResponse:
    """Show a 409 page with the saved and the typed content, which can be saved over it."""
    fresh = AssessmentTable(table.evaluation, table.by, table.only)
    posted = request.POST.copy()
    posted["version"] = str(current.version if current else assessments.NEW)
    row = replace(_row(fresh), data=posted, files=chosen_files(request), may_write=True)
    return _alone(request, fresh, row, conflict=True, status=HTTPStatus.CONFLICT)
