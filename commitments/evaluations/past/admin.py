"""Evaluations made at the time in the admin, with the workspace's steps and refusals."""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest

from commitments.evaluations.assessing.admin import PartyAdmin
from commitments.evaluations.past import actions as past_evaluations
from commitments.evaluations.past.actions import PastEvaluationContent
from commitments.evaluations.past.models import PastEvaluation
from commitments.people.models import Membership
from commitments.publishing.admin_steps import WorkflowAdmin, WorkflowAdminForm
from commitments.sources.admin_fields import CitingAdmin

_CONTENT: Final = ("made_on", "description", "language", "source")


class PastEvaluationAdminForm(WorkflowAdminForm):
    """The workspace form's fields and the step. New documents are added in the workspace."""

    class Meta:
        """The fields that a person fills in."""

        model = PastEvaluation
        fields = ["evaluation_year", *_CONTENT]


@admin.register(PastEvaluation)
class PastEvaluationAdmin(CitingAdmin, WorkflowAdmin, PartyAdmin):
    """The own party's rows in every state, and the other's once published."""

    form = PastEvaluationAdminForm
    list_display = ("evaluation_year", "party", "made_on", "state_label")
    list_select_related = ("evaluation_year__agreement", "party")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the content, then the step."""
        may = obj is None or self.has_change_permission(request, obj)
        last = ("step", "remark", "version") if may else ("state",)
        proposed = may and obj is not None and obj.withdrawal_is_proposed
        return ["evaluation_year", *_CONTENT, *(("proposal",) if proposed else ()), *last]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields that can no longer be edited."""
        if obj is None:
            return ()
        return ("evaluation_year", "state", "proposal", *(() if obj.is_editable else _CONTENT))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only documents of the own party."""
        if db_field.name == "source":
            kwargs["queryset"] = self.own_sources(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def draft(self, values: dict[str, Any], *, by: Membership) -> PastEvaluation:
        """Create a draft."""
        return past_evaluations.attach(values["evaluation_year"], _content(values), by=by)

    def edit(
        self, row: PastEvaluation, values: dict[str, Any], *, by: Membership, version: int
    ) -> PastEvaluation:
        """Save what was typed, and return the row."""
        return past_evaluations.edit(row, _content(values), by=by, version=version)


def _content(values: dict[str, Any]) -> PastEvaluationContent:
    return PastEvaluationContent(**{name: values[name] for name in _CONTENT})
