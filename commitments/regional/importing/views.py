"""Pages for importing counties from a file: a dry run first, then steps for all the rows."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Agreement, Party
from agreements.pages import Link, link, work_trail
from commitments.foundation.choices import State
from commitments.foundation.stale_row import StaleRowError
from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.regional import actions as regional
from commitments.regional.grid_views import published_words, sent_words
from commitments.regional.importing import actions as imports
from commitments.regional.importing.child_reader import ENDINGS
from commitments.regional.importing.file_errors import FileError
from commitments.regional.importing.limits import LARGEST_FILE
from commitments.regional.importing.models import RegionalImport
from commitments.regional.importing.plan import ImportPlan, plan
from commitments.regional.models import RegionalStatus
from commitments.web.form_errors import FormError
from kvalitet.guard.child import RETRY_SECONDS, ReaderBusyError

SHOWN = 200  # errors or rows on a page; the counts are of all


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Show templates and the upload form; refuse a file with errors and list them all.

    A file that has to wait too long is stored, so that it need not be uploaded again.
    """
    by = writer(request)
    if request.method != "POST":
        return _start(request, by)
    upload = request.FILES.get("file")
    if upload is None:
        return _start(request, by, errors=[FileError(_("Choose a file."))])
    if (upload.size or 0) > LARGEST_FILE:
        errors = [FileError(_("The file is larger than 10 MB."))]
        return _start(
            request, by, errors=errors, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, file=upload.name
        )
    body = upload.read()
    try:
        found = plan(upload.name or "", body, _party(by))
    except ReaderBusyError:
        kept = imports.keep(upload.name or "", body, by=by)
        return _busy(request, by, kept)
    if found.errors:
        return _start(request, by, errors=found.errors, file=upload.name)
    kept = imports.keep(upload.name or "", body, by=by)
    return redirect("commitments:import_review", kept.pk)


@require_safe
def import_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the file would change or, once it is imported, its rows and their steps."""
    kept, by = _own(request, pk)
    return _done(request, kept, by) if kept.imported_at else _dry_run(request, kept, _plan(kept))


@require_POST
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Import the file if its effect is still the one shown; otherwise show the new one."""
    kept, by = _own(request, pk)
    if kept.imported_at:
        return redirect("commitments:import_review", pk)
    found = _plan(kept)
    if found.errors or found.fingerprint != request.POST.get("fingerprint", ""):
        return _dry_run(request, kept, found, status=HTTPStatus.CONFLICT)
    rows = [(row.subject, row.content, row.current) for row in found.changing]
    try:
        made = imports.take_in(kept, rows, by=by)
    except StaleRowError:
        return _dry_run(request, kept, _plan(kept), status=HTTPStatus.CONFLICT)
    except ValidationError as error:
        if error.code == "replaced":
            file_error = FileError(error.messages[0])
            return _start(
                request, by, errors=[file_error], status=HTTPStatus.CONFLICT, file=kept.file_name
            )
        if error.code != "imported":
            raise
    else:
        messages.success(
            request, _("The file has been imported: %(count)d rows.") % {"count": len(made)}
        )
    return redirect("commitments:import_review", pk)


@require_POST
def import_submit_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Send every draft of the import for approval, all or none."""
    kept, by = _own(request, pk)
    rows = [row for row in _rows(kept) if row.is_editable]
    return _all(request, kept, BulkStep(lambda: regional.submit_all(rows, by=by), sent_words))


@require_POST
def import_approve_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the import's rows that await approval and that the approver did not write."""
    kept, by = _own(request, pk)
    rows = regional.of_others(_waiting(kept), by=by)
    return _all(request, kept, BulkStep(lambda: regional.approve_all(rows, by=by), published_words))


@dataclass(frozen=True, slots=True)
class BulkStep:
    """A step for many rows together, and the words for its result."""

    act: Callable[[], list[RegionalStatus]]
    words: Callable[[int], str]


def _all(request: HttpRequest, kept: RegionalImport, step: BulkStep) -> HttpResponse:
    try:
        done = step.act()
    except ValidationError as error:
        stale = isinstance(error, StaleRowError)
        status = HTTPStatus.CONFLICT if stale else HTTPStatus.OK
        return _done(request, kept, writer(request), refusals=error.messages, status=status)
    messages.success(request, step.words(len(done)))
    return redirect("commitments:import_review", kept.pk)


def _own(request: HttpRequest, pk: int) -> tuple[RegionalImport, Membership]:
    by = writer(request)
    rows = RegionalImport.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, pk=pk), by


def _party(by: Membership) -> Party:
    assert by.party is not None  # noqa: S101  # only members of a party can get here
    return by.party


def _plan(kept: RegionalImport) -> ImportPlan:
    return plan(kept.file_name, bytes(kept.body), kept.party)


def _rows(kept: RegionalImport) -> list[RegionalStatus]:
    return list(kept.rows.with_steps().in_order())


def _waiting(kept: RegionalImport) -> list[RegionalStatus]:
    return [row for row in _rows(kept) if row.state == State.SUBMITTED]


def _to_publish(kept: RegionalImport, by: Membership) -> int:
    return int(kept.rows.to_be_approved_by(by).count())


def _start(
    request: HttpRequest,
    by: Membership,
    *,
    errors: list[FileError] | None = None,
    status: HTTPStatus = HTTPStatus.BAD_REQUEST,
    file: str | None = "",
) -> HttpResponse:
    found = errors or []
    context = _form(request, by) | {
        "errors": found[:SHOWN],
        "more_errors": max(0, len(found) - SHOWN),
        "file": file,
    }
    answer = status if found else HTTPStatus.OK
    return render(request, "regional/importing/list.html", context, status=answer)


def _busy(request: HttpRequest, by: Membership, kept: RegionalImport) -> HttpResponse:
    """Show the form again, with a link to the file that could not be read yet."""
    context = _form(request, by) | {"unread": kept}
    response = render(
        request, "regional/importing/list.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _form(request: HttpRequest, by: Membership) -> dict[str, object]:
    """Return the context that the page with the form always needs."""
    return {
        "by": by,
        "endings": [f".{ending}" for ending in ENDINGS],
        "errors": [],
        "more_errors": 0,
        "file": "",
        "unread": None,
        "agreements": Agreement.objects.without_texts().with_evaluation_years(),
        "imports": RegionalImport.objects.visible_to(request.user).with_people().defer("body")[:20],
        "trail": _trail(),
    }


def _dry_run(
    request: HttpRequest,
    kept: RegionalImport,
    found: ImportPlan,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "kept": kept,
        "plan": found,
        "moved": status == HTTPStatus.CONFLICT,
        "new": len(found.of("new")),
        "changed": len(found.of("changed")),
        "unchanged": len(found.of("unchanged")),
        "cleaned": found.cleaned[:SHOWN],
        "more_cleaned": max(0, len(found.cleaned) - SHOWN),
        "rows": found.changing[:SHOWN],
        "more_rows": max(0, len(found.changing) - SHOWN),
        "trail": _trail(kept),
    }
    return render(request, "regional/importing/review.html", context, status=status)


def _done(
    request: HttpRequest,
    kept: RegionalImport,
    by: Membership,
    *,
    refusals: list[str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    rows = _rows(kept)
    context = {
        "kept": kept,
        "refusals": [FormError(text, "") for text in (refusals or [])[:SHOWN]],
        "rows": rows[:SHOWN],
        "more_rows": max(0, len(rows) - SHOWN),
        "to_send": sum(row.is_editable for row in rows),
        "to_publish": _to_publish(kept, by),
        "waiting": sum(row.state == State.SUBMITTED for row in rows),
        "trail": _trail(kept),
    }
    return render(request, "regional/importing/done.html", context, status=status)


def _trail(*kept: RegionalImport) -> list[Link]:
    links = (link(row.file_name, "commitments:import_review", row.pk) for row in kept)
    return work_trail(
        link(_("Counties"), "commitments:status_overview"),
        link(_("Import"), "commitments:import_list"),
        *links,
    )
