"""The form for recording the status of a county, for new and still open rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.models import Party
from agreements.pages import link, work_trail
from commitments.foundation.prepared_query import Prepared
from commitments.people.acting import writer
from commitments.people.unsaved import shows_unsaved, unsaved_in
from commitments.places.models import Region
from commitments.publishing import edit_actions
from commitments.publishing.form import StatementForm
from commitments.publishing.form_page import FormPage
from commitments.publishing.own_row import own_row
from commitments.regional import actions as regional
from commitments.regional.actions import CountySubject
from commitments.regional.forms import RegionalForm
from commitments.regional.models import RegionalStatus
from commitments.regional.queryset import RegionalStatusQuerySet
from commitments.register.models import Commitment
from commitments.register.rights import require_recorder
from commitments.sources.chosen_file import chosen_files


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalFormPage(FormPage):
    """A response with the form for a county."""

    county_subject: CountySubject

    def _frame(self, form: StatementForm) -> dict[str, object]:
        """Return the context of every version of the page, with the county and its grid."""
        commitment, year = self.county_subject.commitment, self.county_subject.year
        grid = reverse("commitments:status_grid", args=[commitment.ref, year])
        context = super(RegionalFormPage, self)._frame(form)  # slots: no bare super() here
        return {
            **context,
            "county_subject": self.county_subject,
            "way_back": form.entry.get_work_url() if form.entry else grid,
            "trail": work_trail(
                link(_("Counties"), "commitments:status_overview"),
                link(f"{commitment.named}, {year}", grid),
                link(self.county_subject.county.name, str(context["action"])),
            ),
        }

    @property
    def subject(self) -> str:
        """The commitment, the county and the year."""
        return RegionalStatus.subject_of(self.county_subject)

    @property
    def title(self) -> str:
        """The purpose of the form."""
        if self.form.is_correction:
            return _("Correct the status of %(place)s") % {"place": self.subject}
        return _("Record the status of %(place)s") % {"place": self.subject}

    @property
    def new_url(self) -> str:
        """The URL for recording the status of the same county and year."""
        county_subject = self.county_subject
        args = [county_subject.commitment.ref, county_subject.year, county_subject.county.code]
        return reverse("commitments:status_draft", args=args)

    @property
    def another_url(self) -> str:
        """Empty: a party can only have one open row for a county and year."""
        return ""

    def others(self, form: StatementForm) -> Sequence[Any]:
        """Return what the other party has published about the same county and year."""
        rows = RegionalStatus.objects.published().of_others(form.party.pk)
        rows = rows.about(self.county_subject.commitment).in_county(self.county_subject.county)
        return list(rows.for_year(self.county_subject.year).select_related("party"))


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def status_draft(request: HttpRequest, ref: str, year: int, code: str) -> HttpResponse:
    """Show and save the form for a county and year; redirect if the party already has a row."""
    by = writer(request)
    subject = county_subject(ref, year, code)
    party = require_recorder(by, subject.commitment)
    if request.method != "POST":
        unsaved = unsaved_in(request)
        if unsaved is None and (current := current_statuses(subject, party).first()):
            return redirect(current.get_work_url())
        form = RegionalForm(unsaved, commitment=subject.commitment, party=party)
        return RegionalFormPage(request, form, county_subject=subject).answer()
    form = RegionalForm(
        request.POST, chosen_files(request), commitment=subject.commitment, party=party
    )
    act = regional.draft_and_submit if "send" in request.POST else regional.draft
    return RegionalFormPage(request, form, county_subject=subject).save(
        lambda: act(subject, form.content(), by=by, token=form.cleaned_data["token"] or uuid4()),
    )


@shows_unsaved
@require_http_methods(["GET", "HEAD", "POST"])
def status_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and save the form of a draft or returned row; on a conflict show both versions."""
    row, by = own_row(request, pk, RegionalStatus)
    commitment = Commitment.objects.for_page().get(pk=row.commitment_id)
    subject = CountySubject(row.county, commitment, row.year)
    if request.method != "POST":
        if not row.is_editable:
            return redirect(row.get_work_url())
        form = RegionalForm(unsaved_in(request), commitment=commitment, party=row.party, entry=row)
        return RegionalFormPage(request, form, county_subject=subject).answer()
    form = RegionalForm(
        request.POST, chosen_files(request), commitment=commitment, party=row.party, entry=row
    )
    act: Callable[..., RegionalStatus] = (
        edit_actions.edit_and_submit if "send" in request.POST else edit_actions.edit
    )
    sheet = RegionalFormPage(request, form, county_subject=subject)
    try:
        return sheet.save(
            lambda: act(row, form.content(), by=by, version=form.cleaned_data["version"] or 0)
        )
    except RegionalStatus.DoesNotExist:
        raise Http404 from None


def county_subject(ref: str, year: int, code: str) -> CountySubject:
    """Return the county, commitment and year of a URL.

    Raises:
        Http404: they do not exist, or cannot have a regional status.
    """
    commitment, county = Commitment.of_page(ref), _COUNTY.first(code)
    if commitment is None or county is None:
        raise Http404
    subject = CountySubject(county, commitment, year)
    try:
        regional.require_subject(subject)
    except ValidationError as error:
        raise Http404 from error
    return subject


_COUNTY: Final = Prepared(lambda code: Region.objects.counties().filter(code=code))


def current_statuses(subject: CountySubject, party: Party) -> RegionalStatusQuerySet:
    """Return the party's open row on the subject, then its published one."""
    rows = (
        RegionalStatus.objects.of_party(party).about(subject.commitment).in_county(subject.county)
    )
    return rows.for_year(subject.year).with_all().open_before_published()
