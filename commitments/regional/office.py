"""What an office reads: its own counties, also what awaits approval there, beside the country."""

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

LATEST: Final = 20  # changes on the first page


class Desk:
    """The first page of an office's reader: the counties, and what has happened in them."""

    def __init__(self, by: Membership, since: datetime | None) -> None:
        """Take who reads, and when the person signed in the time before; None: never."""
        self.since = since
        self.counties = list(Region.objects.of_member(by).order_by("code"))
        rows = RegionalStatus.objects.visible_to(by.user).in_counties(self.counties)
        self._rows = rows.with_all()

    @property
    def about_offices(self) -> list[RegionalStatus]:
        """What is said on the sentences about the offices themselves, the last year first."""
        rows = self._rows.current().on_refs(successors.ABOUT_OFFICES)
        return list(rows.order_by("-year", "county__code", "party"))

    @property
    def changed(self) -> list[RegionalStatus]:
        """What took a step since the last sign-in but one, the last first."""
        rows = self._rows.changed_since(self.since) if self.since else self._rows
        return list(rows.order_by("-published_at", "-submitted_at", "-created_at")[:LATEST])

    @property
    def waiting(self) -> list[RegionalStatus]:
        """What awaits approval or was returned."""
        return list(self._rows.awaiting().in_order()[:LATEST])


@require_safe
def office_county(request: HttpRequest, place: str) -> HttpResponse:
    """A county of the own office: published, submitted and returned, beside the country."""
    county, _by = own_county(request, place)
    seen = RegionalStatus.objects.visible_to(request.user).current().in_county(county)
    list_filter = YearFilter(known_query(request), statuses=seen)
    county_page = None
    if list_filter.shows_rows:
        rows = seen.for_year(list_filter.year, list_filter.year - 1).with_party_and_sources()
        county_page = CountyPage.of(list(rows.order_by("-published_at")), list_filter)
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
    """What the office sees of its county as a file, every year."""
    county, _by = own_county(request, place)
    rows = RegionalStatus.objects.visible_to(request.user).current().in_county(county)
    as_of = ContentVersion.changed_on()
    batches = regional_rows(rows.with_all().in_order(), as_of=as_of)
    table = TableFile(f"fylke-{county.place}", RegionalFileRow._fields, batches, as_of)
    return table.answer(ending)


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def note_send(request: HttpRequest, place: str) -> HttpResponse:
    """Report an error in what is said of the own county; the answer comes to the case's page."""
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
    """The form as it was typed; sent again, it makes a note of its own."""
    posted = request.POST.copy()
    posted["token"] = str(uuid4())
    form = NoteForm(posted)
    form.is_valid()
    return form


def own_county(request: HttpRequest, place: str) -> tuple[Region, Membership]:
    """A county of the acting person's offices, and the membership.

    Raises:
        PermissionDenied: the person reads for no office.
        Http404: it is no county of theirs.
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
