"""Evaluations of the time in the admin: the same verbs and refusals as in the workspace."""

from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext

from commitments.actions import past_evaluations
from commitments.actions.past_evaluations import Content
from commitments.admin.assessing import PartyAdmin
from commitments.admin.stepped import DISCARD, SteppedAdmin, SteppedForm, take_withdrawal_step
from commitments.models import Membership, PastEvaluation, State

_CONTENT: Final = ("made_on", "description", "language", "source")
_STEPS_OF_STATE: Final = {
    State.DRAFT: ("submit", DISCARD),
    State.RETURNED: ("submit",),
    State.SUBMITTED: ("approve", "send_back"),
    State.PUBLISHED: ("propose_withdrawal",),
}


class PastEvaluationForm(SteppedForm):
    """What the workspace's form has, but a new document, which is added there; and the step."""

    steps_of_state = _STEPS_OF_STATE

    class Meta:
        """Fields that a person fills in."""

        model = PastEvaluation
        fields = ["evaluation_year", *_CONTENT]


@admin.register(PastEvaluation)
class PastEvaluationAdmin(SteppedAdmin, PartyAdmin):
    """The own party's in every state, the other's once published."""

    form = PastEvaluationForm
    list_display = ("evaluation_year", "party", "made_on", "state_label")
    list_select_related = ("evaluation_year__agreement", "party")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The content, then the step."""
        may = obj is None or self.has_change_permission(request, obj)
        last = ("step", "remark", "version") if may else ("state",)
        proposed = may and isinstance(obj, PastEvaluation) and obj.withdrawal_is_proposed
        return ["evaluation_year", *_CONTENT, *(("proposal",) if proposed else ()), *last]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Everything that can no longer be edited."""
        if not isinstance(obj, PastEvaluation):
            return ()
        return ("evaluation_year", "state", "proposal", *(() if obj.is_editable else _CONTENT))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Documents of the own party alone."""
        if db_field.name == "source":
            kwargs["queryset"] = self.own_sources(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def act(self, request: HttpRequest, obj: Model | None, values: dict[str, Any]) -> Model:
        """Save the content where it can be edited, then take the step."""
        by = self.by(request)
        if not isinstance(obj, PastEvaluation):
            row = past_evaluations.attach(values["evaluation_year"], _content(values), by=by)
            return _take_step(row, values, by, row.version)
        try:
            return _changed(obj, values, by)
        except PastEvaluation.DoesNotExist as error:
            raise ValidationError(
                gettext("A colleague has discarded it."), code="discarded"
            ) from error


def _changed(row: PastEvaluation, values: dict[str, Any], by: Membership) -> PastEvaluation:
    version = values["version"] or row.version
    if row.is_editable and values["step"] != DISCARD:
        row = past_evaluations.edit(row, _content(values), by=by, version=version)
        version = row.version
    return _take_step(row, values, by, version)


def _take_step(
    row: PastEvaluation, values: dict[str, Any], by: Membership, version: int
) -> PastEvaluation:
    match values["step"]:
        case "submit":
            return past_evaluations.submit(row, by=by, version=version)
        case "approve":
            return past_evaluations.approve(row, by=by, version=version)
        case "send_back":
            note = values["remark"]
            return past_evaluations.send_back(row, by=by, version=version, note=note)
        case "discard":
            past_evaluations.discard(row, by=by, version=version)
    return take_withdrawal_step(row, values, by, version)


def _content(values: dict[str, Any]) -> Content:
    return Content(**{name: values[name] for name in _CONTENT})
