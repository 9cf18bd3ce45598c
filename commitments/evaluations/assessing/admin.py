"""Assessments and submissions in the admin, with the same steps and refusals as on the pages."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.templatetags.texts import label
from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.content import AssessmentContent
from commitments.evaluations.assessing.models import REASONS_TO_CHOOSE, Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts
from commitments.evaluations.models import Evaluation
from commitments.evaluations.state import is_revealed
from commitments.people.action_admin import ActionForm, OwnAdmin, Values
from commitments.progress.models import ProgressEntry
from commitments.sources.admin_fields import CitingAdmin

_CONTENT: Final = (
    "verdict",
    "reason",
    "reservation",
    "gap",
    "narrative",
    "language",
    "sources",
    "entries",
)
_WORDS: Final = {
    "verdict": vocabulary.names("verdict"),
    "reason": REASONS_TO_CHOOSE,
    "gap": vocabulary.names("gap"),
}


class PartyAdmin(OwnAdmin):
    """Rows of a party. Only its people write them; the other party sees them as on the pages."""

    list_select_related: ClassVar[tuple[str, ...]] = (
        "evaluation__evaluation_year__agreement",
        "party",
    )


class AssessmentAdminForm(ActionForm):
    """The fields of a row. New sources can only be added on the assessment page."""

    verdict = forms.ChoiceField(label=_("assessment"), required=False)
    reason = forms.ChoiceField(label=_("reason"), required=False)
    gap = forms.ChoiceField(label=_("what is missing"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """The fields that a person fills in."""

        model = Assessment
        fields = ["evaluation", "commitment", *_CONTENT]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Set the choices in the reader's language, and the version that is shown."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        for name, words in _WORDS.items():
            if name in self.fields:
                choices = [(word, label(word, name)) for word in words]
                self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


@admin.register(Assessment)
class AssessmentAdmin(CitingAdmin, PartyAdmin):
    """The own party's rows, and the other party's once both have submitted."""

    form = AssessmentAdminForm
    list_display = ("ref", "party", "evaluation", "verdict_label")
    list_select_related: ClassVar[tuple[str, ...]] = (
        "commitment",
        "party",
        "evaluation__evaluation_year__agreement",
    )
    autocomplete_fields = ("commitment",)
    readonly_fields = ("evaluation", "commitment")

    @admin.display(description=_("commitment"), ordering="commitment__ref")
    def ref(self, row: Assessment) -> str:
        """Return the commitment's reference and short title."""
        return row.commitment.named

    @admin.display(description=_("assessment"))
    def verdict_label(self, row: Assessment) -> str:
        """Return the verdict in the reader's language; «–» if the row has none yet."""
        return label(row.verdict, "verdict") if row.verdict else "–"

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Return the content, and the version if the row can be changed."""
        may = obj is None or self.has_change_permission(request, obj)
        return ("evaluation", "commitment", *_CONTENT, *(("version",) if may else ()))

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: object
    ) -> Any:
        """Offer only sources and published entries of the own party."""
        acting = self.acting(request)
        party = acting.party if acting else None
        own: dict[str, object] = {
            "sources": self.own_sources(request),
            "entries": ProgressEntry.objects.published().of_party(party),
        }
        kwargs["queryset"] = own[db_field.name]
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Assess, or amend once both have submitted."""
        own = obj if isinstance(obj, Assessment) else None
        evaluation: Evaluation = own.evaluation if own else values["evaluation"]
        commitment = own.commitment if own else values["commitment"]
        fields = {name: values[name] for name in _CONTENT}
        fields |= {name: list(fields[name]) for name in ("sources", "entries")}
        write = assessments.amend if is_revealed(facts(evaluation)) else assessments.assess
        version = values.get("version") or assessments.NEW
        content = AssessmentContent(**fields)
        return write(evaluation, commitment, content, by=self.by(request), version=version)


class SubmissionForm(ActionForm):
    """Submit, or take back."""

    confirm = forms.BooleanField(
        label=_("commitments without an assessment are shown as «not assessed»"), required=False
    )
    take_back = forms.BooleanField(label=_("take back"), required=False)

    class Meta:
        """Only the evaluation can be chosen."""

        model = Submission
        fields = ["evaluation"]


@admin.register(Submission)
class SubmissionAdmin(PartyAdmin):
    """The own party's submissions, and the other party's once both have submitted."""

    form = SubmissionForm
    list_display = ("evaluation", "party", "submitted_at", "taken_back_at")
    readonly_fields = ("evaluation", "party", "submitted_at", "content_sha256", "taken_back_at")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Return the fields for a new submission, or the stored facts of an existing one."""
        if obj is None:
            return ("evaluation", "confirm")
        may = self.has_change_permission(request, obj)
        return (*self.readonly_fields, *(("take_back",) if may else ()))

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Submit, or take back."""
        by = self.by(request)
        if isinstance(obj, Submission):
            return (
                submission_actions.take_back(obj.evaluation, by=by) if values["take_back"] else obj
            )
        evaluation = values["evaluation"]
        gaps = (
            submission_actions.gaps_of(evaluation, by.party)
            if values["confirm"] and by.party
            else []
        )
        return submission_actions.submit(evaluation, by=by, confirmed_gaps=gaps)
