"""The secretariat's forms: for a meeting, for opening an evaluation, and for its meeting."""

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import EvaluationYear
from commitments.evaluations.meeting_models import NUMBERS, Meeting
from commitments.sources.chosen_file import SOURCE, Files
from commitments.sources.form import SourceForm
from commitments.sources.models import Source
from commitments.web.day_fields import OptionalDayField
from commitments.web.form_errors import ErrorListForm, FormError

_BILATERAL: Final = ("", _("bilateral meeting"))


class PaperForm(ErrorListForm):
    """A form that also has the fields for one new paper of the secretariat."""

    def __init__(
        self, data: QueryDict | None = None, files: Files | None = None, **options: Any
    ) -> None:
        """Add the fields for a paper."""
        super().__init__(data, files, **options)
        self.source = SourceForm(data, files, prefix=SOURCE)

    def is_valid(self) -> bool:
        """Whether both the form and the paper are valid."""
        return all([super().is_valid(), self.source.is_valid()])

    def refuse(self, error: ValidationError) -> None:
        """Put each error where it can be fixed; that of a missing document on the address."""
        by_field = dict(getattr(error, "error_dict", {}))
        of_source = {name: by_field.pop(name) for name in self.source.fields if name in by_field}
        if missing := by_field.pop("document", None):
            of_source["address"] = missing
        if of_source:
            self.source.refuse(ValidationError(of_source))
        if by_field or not of_source:
            super().refuse(ValidationError(by_field) if by_field else error)

    def error_list(self) -> list[FormError]:
        """Return the errors of the whole form."""
        return super().error_list() + self.source.error_list()


class MeetingForm(PaperForm):
    """A meeting: its year, its number in the year, the day, and its papers."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    number = forms.ChoiceField(
        label=_("Number in the year"),
        choices=[_BILATERAL, *((str(number), str(number)) for number in NUMBERS)],
        required=False,
    )
    held_on = OptionalDayField(label=_("Day of the meeting"))
    token = forms.UUIDField(required=False, initial=uuid4)
    papers = forms.ModelMultipleChoiceField(queryset=Source.objects.none(), required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, data: QueryDict | None = None, files: Files | None = None, *, meeting: Meeting | None
    ) -> None:
        """Create an empty form, or one filled in from ``meeting``."""
        names = ("year", "number", "held_on", "version")
        initial = {name: getattr(meeting, name) for name in names} if meeting else {}
        super().__init__(data, files, initial=initial)
        self.meeting = meeting
        self.fields["held_on"].required = True
        if meeting:
            self.fields["papers"].queryset = meeting.papers.all()  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what was typed, as the actions take it."""
        values = self.cleaned_data
        return {
            "year": values["year"],
            "number": int(values["number"]) if values["number"] else None,
            "held_on": values["held_on"],
            "new_papers": self.source.new_sources(),
        }

    def offered(self) -> list[tuple[Source, bool]]:
        """Return the meeting's papers, with whether each stays."""
        if self.meeting is None:
            return []
        kept = {str(pk) for pk in self["papers"].value() or ()} if self.is_bound else None
        return [(row, kept is None or str(row.pk) in kept) for row in self.meeting.papers.all()]


class MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    """A recorded meeting, or none if it is not stated."""

    def __init__(self) -> None:
        """Make the choice optional, with the latest meeting first."""
        super().__init__(
            Meeting.objects.all(),
            label=_("Meeting"),
            required=False,
            empty_label=_("not stated"),
            help_text=_("Record only meetings that were held."),
        )

    def label_from_instance(self, meeting: Meeting) -> str:
        """Return «2012, møte 2», or the day of a bilateral meeting."""
        if meeting.is_bilateral:
            return str(_("%(day)s, bilateral") % {"day": meeting.held_on.isoformat()})
        place = {"year": meeting.year, "number": meeting.number}
        return str(_("%(year)s, meeting %(number)s") % place)


class YearChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not at run time
    """A choice of evaluation years."""

    def label_from_instance(self, year: EvaluationYear) -> str:
        """Return the year and its agreement, with a mark if the year is doubtful."""
        label = f"{year.year} ({year.agreement.short_name})"
        if year.is_doubtful:
            mark = vocabulary.word("mark.doubtful_year").label(get_language())
            return f"{label}, {mark}"
        return label


class OpeningForm(PaperForm):
    """The year to open, its deadline and grace period, the meeting, and a document if needed."""

    evaluation_year = YearChoice(
        EvaluationYear.objects.none(), label=_("Evaluation year"), empty_label=_("Choose")
    )
    deadline_on = OptionalDayField(label=_("Deadline"), help_text=_("The day itself is included."))
    grace_until_on = OptionalDayField(
        label=_("Grace period until"),
        help_text=_(
            "After this day, a party that has submitted can publish its assessments alone."
        ),
    )
    meeting = MeetingChoice()

    def __init__(self, data: QueryDict | None = None, files: Files | None = None) -> None:
        """Offer the years that have not been opened."""
        super().__init__(data, files)
        years = EvaluationYear.objects.filter(evaluation__isnull=True)
        self.fields["evaluation_year"].queryset = (  # type: ignore[attr-defined]  # a choice of rows
            years.select_related("agreement").order_by("agreement__slug", "year")
        )
        for name in ("deadline_on", "grace_until_on"):
            self.fields[name].required = True


class EvaluationMeetingForm(ErrorListForm):
    """The meeting of an open evaluation."""

    meeting = MeetingChoice()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
