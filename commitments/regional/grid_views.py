"""Pages for filling in the counties: the overview, and grids with steps for many rows."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from agreements.models import Party
from agreements.pages import link, work_trail
from commitments.foundation.stale_row import StaleRowError
from commitments.people.acting import writer
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_at
from commitments.regional import actions as regional
from commitments.regional.actions import CountySubject
from commitments.regional.form_pages import RegionalFormPage, county_subject, current_statuses
from commitments.regional.forms import GridForm, RegionalForm
from commitments.regional.grid import MISSING, WAITING, Grid
from commitments.regional.models import RegionalStatus
from commitments.regional.overview import Overview
from commitments.register.models import Commitment
from commitments.register.rights import require_recorder
from commitments.sources.chosen_file import chosen_files
from commitments.sources.models import Source
from commitments.web.form_errors import FormError
from commitments.web.messages import status_of


@require_safe
def status_overview(request: HttpRequest) -> HttpResponse:
    """Show for each year which counties are missing, with links for filling them in."""
    by = writer(request)
    context = {
        "by": by,
        "overviews": Overview.of_party(by.party_id),
        "trail": work_trail(link(_("Counties"), "commitments:status_overview")),
    }
    return render(request, "regional/overview.html", context)


@shows_unsaved
@require_safe
def status_grid(request: HttpRequest, ref: str, year: int) -> HttpResponse:
    """Show every county as a row to fill in; ``vis`` limits it to missing or waiting ones."""
    by, commitment, party = _acting_on(request, ref, year)
    grid = Grid.of(commitment, year, party)
    urls = {
        reverse("commitments:status_row", args=[ref, year, row.county.code]): row.county.code
        for row in grid.rows
        if row.form
    }
    unsaved = {urls[url]: fields for url, fields in unsaved_at(request, urls).items()}
    return _shown(request, grid.filled_in(unsaved), by)


@require_POST
def status_row(request: HttpRequest, ref: str, year: int, code: str) -> HttpResponse:
    """Save one row as a draft. If it is refused, the grid shows it with its errors."""
    by = writer(request)
    subject = county_subject(ref, year, code)
    party = require_recorder(by, subject.commitment)
    current = current_statuses(subject, party).first()
    form = GridForm(
        request.POST,
        chosen_files(request),
        commitment=subject.commitment,
        party=party,
        entry=current,
        code=code,
    )
    status = HTTPStatus.OK
    if form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            content = form.content()
            regional.put(subject, content, by=by, current=current, version=version)
        except StaleRowError as error:
            return _conflict(request, subject, party, error)
        except ValidationError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(
                request, _("%(county)s has been saved.") % {"county": subject.county.name}
            )
            query = f"?vis={vis}" if (vis := request.POST.get("vis")) in {MISSING, WAITING} else ""
            url = reverse("commitments:status_grid", args=[ref, year])
            return redirect(f"{url}{query}#f{code}")
    grid = Grid.of(subject.commitment, year, party, bound=(code, form))
    return _shown(request, grid, by, status=status)


@require_POST
def status_submit_all(request: HttpRequest, ref: str, year: int) -> HttpResponse:
    """Send every draft of the grid for approval, all or none."""
    by, commitment, party = _acting_on(request, ref, year)
    rows = Grid.of(commitment, year, party).to_send()
    return _all(request, (commitment, year), lambda: regional.submit_all(rows, by=by), sent_words)


@require_POST
def status_approve_all(request: HttpRequest, ref: str, year: int) -> HttpResponse:
    """Publish every row that awaits approval and that the approver has not written in."""
    by, commitment, party = _acting_on(request, ref, year)
    rows = regional.of_others(Grid.of(commitment, year, party).waiting(), by=by)
    return _all(
        request, (commitment, year), lambda: regional.approve_all(rows, by=by), published_words
    )


def _acting_on(request: HttpRequest, ref: str, year: int) -> tuple[Membership, Commitment, Party]:
    by = writer(request)
    commitment = county_subject(ref, year, "01").commitment
    return by, commitment, require_recorder(by, commitment)


def _all(
    request: HttpRequest,
    subject: tuple[Commitment, int],
    act: Callable[[], list[RegionalStatus]],
    words: Callable[[int], str],
) -> HttpResponse:
    """Take a step with many rows and redirect to the grid; if refused, show it with the reason."""
    commitment, year = subject
    try:
        done = act()
    except ValidationError as error:
        by = writer(request)
        grid = Grid.of(commitment, year, require_recorder(by, commitment))
        stale = isinstance(error, StaleRowError)
        status = HTTPStatus.CONFLICT if stale else HTTPStatus.OK
        return _shown(request, grid, by, refusals=error.messages, status=status)
    messages.success(request, words(len(done)))
    return redirect("commitments:status_grid", commitment.ref, year)


def sent_words(count: int) -> str:
    """Say how many counties were sent."""
    text = ngettext(
        "%(count)s county has been sent for approval.",
        "%(count)s counties have been sent for approval.",
        count,
    )
    return text % {"count": count}


def published_words(count: int) -> str:
    """Say how many counties were published."""
    text = ngettext(
        "%(count)s county has been published.", "%(count)s counties have been published.", count
    )
    return text % {"count": count}


def _conflict(
    request: HttpRequest, subject: CountySubject, party: Party, error: StaleRowError
) -> HttpResponse:
    """Show a 409 page with the saved and the typed content, which htmx swaps in as a whole."""
    form = RegionalForm(
        request.POST, chosen_files(request), commitment=subject.commitment, party=party
    )
    answer = RegionalFormPage(request, form, county_subject=subject).conflict(error.current)
    answer["HX-Retarget"] = answer["HX-Reselect"] = "#innhold"
    return answer


def _shown(
    request: HttpRequest,
    grid: Grid,
    by: Membership,
    *,
    refusals: list[str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    part = request.GET.get("vis", "") or request.POST.get("vis", "")
    refused = [row.form for row in grid.rows if row.form and row.form.is_bound]
    if request.method != "POST":
        refused = []
    url = reverse("commitments:status_grid", args=[grid.commitment.ref, grid.year])
    context: dict[str, object] = {
        "grid": grid,
        "rows": grid.listed(part),
        "part": part if part in {MISSING, WAITING} else "",
        "by": by,
        "may_publish": grid.has_rows_to_approve(by),
        "address": url,
        "refusals": [FormError(text, "") for text in refusals or []],
        "errors": [error for form in refused for error in form.error_list()],
        "addresses": [
            source for source in Source.cited_for(grid.commitment, grid.party) if source.address
        ],
        "trail": work_trail(
            link(_("Counties"), "commitments:status_overview"),
            link(f"{grid.commitment.named}, {grid.year}", url),
        ),
    }
    return render(request, "regional/grid.html", context, status=status)
