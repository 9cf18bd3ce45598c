"""Meetings and evaluations in the admin, where the secretariat edits them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin import ReadOnlyAdmin
from commitments.evaluations import meeting_actions, opening_actions
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.people.action_admin import ActionAdmin, ActionForm, Values
from commitments.sources.actions import NewSource


class SecretariatAdmin(ActionAdmin):
    """Rows that the secretariat edits and every signed-in member may read."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Return all rows: their existence is public."""
        rows: QuerySet[Model] = super(ReadOnlyAdmin, self).get_queryset(request)
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the secretariat may add."""
        return self.is_secretariat(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only the secretariat may change."""
        return self.is_secretariat(request)


class MeetingAdminForm(ActionForm):
    """A meeting's facts, and the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """The fields that a person fills in."""

        model = Meeting
        fields = ["year", "number", "held_on", "papers"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the meeting's own papers. New ones can only be added in the workspace."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        if "papers" in self.fields:
            rows = self.instance.papers.all() if self.instance.pk else None
            papers: Any = self.fields["papers"]
            papers.queryset = rows if rows is not None else papers.queryset.none()


@admin.register(Meeting)
class MeetingAdmin(SecretariatAdmin):
    """Meetings of the parties."""

    form = MeetingAdminForm
    list_display = ("year", "number", "held_on")

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Record or edit the meeting."""
        by = self.by(request)
        version, papers = values.pop("version") or 0, list(values.pop("papers"))
        if not isinstance(obj, Meeting):
            return meeting_actions.record_meeting(by=by, **values)
        return meeting_actions.edit_meeting(obj, by=by, version=version, papers=papers, **values)


class EvaluationForm(ActionForm):
    """The fields for opening a year. Afterwards only the meeting can be changed."""

    title = forms.CharField(label=_("title of the document"), required=False)
    address = forms.CharField(label=_("address of the document"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """The fields that a person fills in."""

        model = Evaluation
        fields = ["evaluation_year", "deadline_on", "grace_until_on", "meeting"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Store the version that is shown."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version


@admin.register(Evaluation)
class EvaluationAdmin(SecretariatAdmin):
    """Evaluations, which the secretariat opens and assigns to a meeting."""

    form = EvaluationForm
    list_display = ("evaluation_year", "deadline_on", "round", "meeting")
    list_select_related = ("evaluation_year__agreement", "meeting")
    readonly_fields = ("evaluation_year", "deadline_on", "grace_until_on")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Return the fields for opening a year, or the stored facts of an open evaluation."""
        facts = ("evaluation_year", "deadline_on", "grace_until_on", "meeting")
        if obj is None:
            return (*facts, "title", "address")
        return (*facts, *(("version",) if self.is_secretariat(request) else ()))

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Open the evaluation, or set its meeting."""
        by = self.by(request)
        if isinstance(obj, Evaluation):
            version = values.get("version") or 0
            return opening_actions.set_meeting(obj, values["meeting"], by=by, version=version)
        title, address = values["title"], values["address"]
        return opening_actions.open_evaluation(
            values["evaluation_year"],
            by=by,
            deadline_on=values["deadline_on"],
            grace_until_on=values["grace_until_on"],
            meeting=values["meeting"],
            document=NewSource(title, address) if title or address else None,
        )
