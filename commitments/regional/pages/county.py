"""One county: the parties' statuses for a year, beside those of the whole country."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.pages import link, trail
from commitments.foundation.content_version import ContentVersion
from commitments.places import successors
from commitments.places.models import OfficeCounty, Region
from commitments.regional.file import RegionalFileRow, regional_rows
from commitments.regional.filter import YearFilter
from commitments.regional.models import RegionalStatus
from commitments.regional.pages.county_rows import CountyPage
from commitments.web.known_query import known_query
from commitments.web.table_file import TableFile, downloads, refused


@login_not_required
@require_safe
def county_detail(request: HttpRequest, place: str) -> HttpResponse:
    """Show a county's page; redirect there if the URL misspells it or has its name alone.

    An invalid value gives 400 and no rows.
    """
    office_county = _office_county(place)
    county = office_county.county
    if place != county.place:
        query = known_query(request).urlencode()
        return redirect(f"{county.get_absolute_url()}?{query}".rstrip("?"), permanent=True)
    statuses = RegionalStatus.objects.published().in_county(county)
    list_filter = YearFilter(known_query(request), statuses=statuses)
    links: list[dict[str, str]] = []
    county_page = None
    if list_filter.shows_rows:
        county_page = CountyPage.of(statuses, list_filter)
        links = downloads("county_file", county.place, query=list_filter.query())
    context = {
        "county": county,
        "office": office_county.office,
        "successors": successors.successors(county.code),
        "list_filter": list_filter,
        "county_page": county_page,
        "downloads": links,
        "trail": trail(link(_("Counties"), "commitments:county_list"), link(county.name, county)),
    }
    status = HTTPStatus.BAD_REQUEST if list_filter.filter_errors else HTTPStatus.OK
    return render(request, "regional/county.html", context, status=status)


@login_not_required
@require_safe
def county_file(request: HttpRequest, place: str, ending: str) -> HttpResponseBase:
    """Return the county's published rows as a file, the same bytes in every language."""
    county = get_object_or_404(Region.objects.counties(), code=place[:2])
    if place != county.place:
        raise Http404
    rows = RegionalStatus.objects.published().in_county(county)
    list_filter = YearFilter(known_query(request), statuses=rows)
    if list_filter.filter_errors:
        return refused(list_filter.filter_errors)
    as_of = ContentVersion.changed_on()
    batches = regional_rows(list_filter.selected.with_all().in_order(), as_of=as_of)
    columns, name = RegionalFileRow._fields, f"fylke-{county.place}"
    return TableFile(name, columns, batches, as_of, list_filter.selection).answer(ending)


def _office_county(place: str) -> OfficeCounty:
    """Return the county of an address with the office that had it, by its code or its name.

    Raises:
        Http404: it is not one of the agreements' counties.
    """
    rows = OfficeCounty.objects.select_related("county", "office")
    if place[:1].isdigit():
        return get_object_or_404(rows, county__code=place[:2])
    for row in rows:
        if place.lower() == successors.slug_of(row.county.name):
            return row
    raise Http404
