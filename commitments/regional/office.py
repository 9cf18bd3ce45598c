"""An office's pages: its own counties, including rows that await approval."""

from datetime import datetime
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.pages import Link, link, work_trail
from commitments.foundation.content_version import ContentVersion
from commitments.people.models import Membership
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.places import successors
from commitments.places.models import OfficeCounty, Region
from commitments.regional.file import RegionalFileRow, regional_rows
from commitments.regional.filter import YearFilter
from commitments.regional.models import RegionalStatus
from commitments.regional.notes import actions as county_notes
from commitments.regional.notes.actions import NewNote
from commitments.regional.notes.forms import NoteForm
from commitments.regional.notes.models import CountyNote
from commitments.regional.pages.county_rows import CountyPage
from commitments.web.blank_forms import blank_form_url, made_here, name_row
from commitments.web.known_query import known_query
from commitments.web.messages import codes
from commitments.web.table_file import TableFile, downloads

LATEST: Final = 20  # changes on the start page


class Desk:
    """The start page of an office's reader: its counties, and what has happened in them."""

    def __init__(self, by: Membership, since: datetime | None) -> None:
        """Take the reader, and the time of their sign-in before this one; None if there is none."""
        self.since = since
        self.counties = list(Region.objects.of_member(by).order_by("code"))
        rows = RegionalStatus.objects.visible_to(by.user).in_counties(self.counties)
        self._rows = rows.with_all()

    @property
    def about_offices(self) -> list[RegionalStatus]:
        """The statuses of the commitments about the offices themselves, the last year first."""
        rows = self._rows.current().on_refs(successors.ABOUT_OFFICES)
        return list(rows.order_by("-year", "county__code", "party"))

    @property
    def changed(self) -> list[RegionalStatus]:
        """The rows that took a step since the previous sign-in, the latest first."""
        rows = self._rows.changed_since(self.since) if self.since else self._rows
        return list(rows.order_by("-published_at", "-submitted_at", "-created_at")[:LATEST])

    @property
    def waiting(self) -> list[RegionalStatus]:
        """The rows that await approval or were returned."""
        return list(self._rows.awaiting().in_order()[:LATEST])


@require_safe
def office_county(request: HttpRequest, place: str) -> HttpResponse:
    """Show an own county: published, submitted and returned rows, beside the whole country."""
    county, _by = own_county(request, place)
    seen = RegionalStatus.objects.visible_to(request.user).current().in_county(county)
    list_filter = YearFilter(known_query(request), statuses=seen)
    county_page = None
    if list_filter.shows_rows:
        county_page = CountyPage.of(seen, list_filter)
    office_county = OfficeCounty.objects.select_related("office").get(county=county)
    context = {
        "county": county,
        "office": office_county.office,
        "successors": successors.successors(county.code),
        "list_filter": list_filter,
        "county_page": county_page,
        "report_url": blank_form_url(reverse("commitments:note_send", args=[place])),
        "downloads": downloads("office_county_file", place),
        "trail": _trail(county),
    }
    status = HTTPStatus.BAD_REQUEST if list_filter.filter_errors else HTTPStatus.OK
    return render(request, "regional/office_county.html", context, status=status)


@require_safe
def office_county_file(request: HttpRequest, place: str, ending: str) -> HttpResponseBase:
    """Return what the office can see of its county as a file, for every year."""
    county, _by = own_county(request, place)
    rows = RegionalStatus.objects.visible_to(request.user).current().in_county(county)
    as_of = ContentVersion.changed_on()
    batches = regional_rows(rows.with_all().in_order(), as_of=as_of)
    table = TableFile(f"fylke-{county.place}", RegionalFileRow._fields, batches, as_of)
    return table.answer(ending)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def note_send(request: HttpRequest, place: str) -> HttpResponse:
    """Report an error about the own county; the answer is shown on the case's page."""
    county, by = own_county(request, place)
    fields = request.POST if request.method == "POST" else unsaved_in(request)
    if fields is None and (sent := made_here(request, CountyNote.objects.filter(created_by=by))):
        return redirect("commitments:note_detail", sent.number)
    form = NoteForm(fields)
    name_row(form, request)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        new = NewNote(county, values["party"], values["text"], values["commitment"])
        try:
            note = county_notes.send(new, by=by, token=values["token"] or uuid4())
        except ValidationError as error:
            if "sent" in codes(error):
                form, status = _as_another(request), HTTPStatus.CONFLICT
            form.refuse(error)
        else:
            messages.success(
                request,
                _("The error report has been sent. Its case number is %(number)s.")
                % {"number": note.number},
            )
            return redirect("commitments:note_detail", note.number)
    context = {
        "form": form,
        "errors": form.error_list() if form.is_bound else [],
        "county": county,
        "trail": _trail(county, link(_("Report an error"), request.path)),
    }
    return render(request, "regional/notes/form.html", context, status=status)


def _as_another(request: HttpRequest) -> NoteForm:
    """Return the form as typed; sending it again creates a separate note."""
    posted = request.POST.copy()
    posted["token"] = str(uuid4())
    form = NoteForm(posted)
    form.is_valid()
    return form


def own_county(request: HttpRequest, place: str) -> tuple[Region, Membership]:
    """Return a county of the acting user's offices, and the membership.

    Raises:
        PermissionDenied: the user does not read for an office.
        Http404: it is not one of their counties.
    """
    by = Membership.acting(request.user)
    if by is None or not by.reads_counties:
        raise PermissionDenied(
            _("Only readers at the county governor's offices have access to this page.")
        )
    county = get_object_or_404(Region.objects.of_member(by), code=place[:2])
    if place != county.place:
        raise Http404
    return county, by


def _trail(county: Region, *steps: Link) -> list[Link]:
    here = link(county.name, "commitments:office_county", county.place)
    return work_trail(here, *steps)
