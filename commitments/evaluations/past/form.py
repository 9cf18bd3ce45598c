"""The form with which a party attaches an evaluation made at the time."""

from typing import Final
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agreements.models import EvaluationYear, Party
from commitments.evaluations.forms import PaperForm, YearChoice
from commitments.evaluations.past.actions import PastEvaluationContent
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import Language
from commitments.sources.chosen_file import Files
from commitments.web.day_fields import OptionalDayField
from commitments.web.form_errors import PlainTextField

_TEXTS: Final = ("made_on", "description", "language", "version")


class PastEvaluationForm(PaperForm):
    """The year, the day the evaluation was made, what the document shows, and the document."""

    evaluation_year = YearChoice(
        EvaluationYear.objects.none(), label=_("Evaluation year"), empty_label=_("Choose")
    )
    made_on = OptionalDayField(
        label=_("Date the evaluation was made"),
        help_text=_("In the year it covers or within one year after it."),
    )
    description = PlainTextField(
        label=_("What the document shows"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB
    )
    token = forms.UUIDField(required=False, initial=uuid4)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Files | None = None,
        *,
        party: Party,
        row: PastEvaluation | None,
    ) -> None:
        """Create an empty form, or one filled in from ``row``, whose year cannot change."""
        initial = {name: getattr(row, name) for name in _TEXTS} if row else {}
        super().__init__(data, files, initial=initial)
        self.row = row
        self.fields["made_on"].required = True
        if row:
            del self.fields["evaluation_year"]
        else:
            years = EvaluationYear.objects.filter(agreement__parties=party)
            self.fields["evaluation_year"].queryset = (  # type: ignore[attr-defined]  # rows
                years.select_related("agreement").order_by("agreement__slug", "year")
            )

    def content(self) -> PastEvaluationContent:
        """Return what was typed, as the actions take it."""
        values = self.cleaned_data
        return PastEvaluationContent(
            made_on=values["made_on"],
            description=values["description"],
            language=values["language"],
            new_source=next(iter(self.source.new_sources()), None),
        )

    def refuse(self, error: ValidationError) -> None:
        """Put the error of a missing document on its address."""
        by_field = dict(getattr(error, "error_dict", {}))
        if missing := by_field.pop("source", None):
            by_field["document"] = missing
        super().refuse(ValidationError(by_field) if by_field else error)
