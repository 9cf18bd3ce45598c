"""The page of the form for a county: the recording form, about one county and year."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.pages import link, work_trail
from commitments.publishing.form import StatementForm
from commitments.publishing.form_page import FormPage
from commitments.regional.actions import CountySubject
from commitments.regional.models import RegionalStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalFormPage(FormPage):
    """One showing of the form for a county."""

    county_subject: CountySubject

    def _frame(self, form: StatementForm) -> dict[str, object]:
        """What every showing of the form needs, with the county and the grid it belongs to."""
        commitment, year = self.county_subject.commitment, self.county_subject.year
        grid = reverse("commitments:status_grid", args=[commitment.ref, year])
        context = super(RegionalFormPage, self)._frame(form)  # slots: no bare super() here
        return {
            **context,
            "county_subject": self.county_subject,
            "way_back": form.entry.get_work_url() if form.entry else grid,
            "trail": work_trail(
                link(_("Counties"), "commitments:status_overview"),
                link(f"{commitment.ref}, {year}", grid),
                link(self.county_subject.county.name, str(context["url"])),
            ),
        }

    @property
    def subject(self) -> str:
        """The commitment, the county and the year."""
        return RegionalStatus.subject_of(self.county_subject)

    @property
    def title(self) -> str:
        """What the form is for."""
        if self.form.is_correction:
            return _("Correct the status of %(place)s") % {"place": self.subject}
        return _("Record the status of %(place)s") % {"place": self.subject}

    @property
    def new_url(self) -> str:
        """Where the status of the same county and year is recorded."""
        county_subject = self.county_subject
        args = [county_subject.commitment.ref, county_subject.year, county_subject.county.code]
        return reverse("commitments:status_draft", args=args)

    @property
    def another_url(self) -> str:
        """Empty: a party has one open row for a county and year."""
        return ""

    def others(self, form: StatementForm) -> QuerySet[Any]:
        """What the other party has published of the same county and year."""
        rows = RegionalStatus.objects.published().of_others(form.party.pk)
        rows = rows.about(self.county_subject.commitment).in_county(self.county_subject.county)
        return rows.for_year(self.county_subject.year).with_relations()
