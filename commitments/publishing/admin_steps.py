"""Workflow rows in the admin: the content, then the step to take."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.templatetags.texts import instant, label
from commitments.foundation.stale_row import StaleRowError
from commitments.people.action_admin import ActionForm, OwnAdmin
from commitments.people.models import Membership
from commitments.publishing import workflow
from commitments.publishing.workflow_models import Workflow

SAVE: Final = ""
DISCARD: Final = "discard"
STEPS: Final = {
    "submit": _("send for approval"),
    "approve": _("publish"),
    "send_back": _("return with a note"),
    "correct": _("make a correction"),
    "propose_withdrawal": _("propose to withdraw, with the reason"),
    "withdraw": _("withdraw, as proposed"),
    "decline_withdrawal": _("decline the withdrawal, or take back your own proposal"),
    DISCARD: _("discard: it disappears from all lists, but its history remains"),
}


class WorkflowAdminForm(ActionForm):
    """The fields of a row, and one of the steps that its state allows."""

    step = forms.ChoiceField(label=_("next step"), required=False)
    remark = forms.CharField(
        label=_("note or reason"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the steps that the state allows, and store the version that is shown."""
        super().__init__(*args, **kwargs)
        row = self.instance
        names = row.STEPS if row.pk else ("submit",)
        steps = [
            (name, text)
            for name, text in STEPS.items()
            if name in names and row.state_refusal(name) is None
        ]
        nothing = _("save only") if not row.pk or row.is_editable else _("nothing")
        self.fields["step"].choices = [(SAVE, nothing), *steps]  # type: ignore[attr-defined]
        if row.pk:
            self.initial["version"] = row.version

    def clean(self) -> None:
        """Refuse a note or reason unless the step needs one."""
        is_sent = self.cleaned_data.get("step") in workflow.REMARKS
        self.refuse_left_behind("remark", is_taken=is_sent)


class WorkflowAdmin(OwnAdmin):
    """Own rows can be changed as long as there is a step to take."""

    def draft(self, values: dict[str, Any], *, by: Membership) -> Workflow:
        """Create a row by its action. The admin page overrides this."""
        raise AssertionError

    def edit(self, row: Any, values: dict[str, Any], *, by: Membership, version: int) -> Workflow:
        """Save what was typed by the row's action. The admin page overrides this."""
        raise AssertionError

    def act(self, request: HttpRequest, obj: Any, values: dict[str, Any]) -> Workflow:
        """Save the content if it can be edited, then take the step."""
        by = self.by(request)
        if obj is None:
            row = self.draft(values, by=by)
            return _take_step(row, values, by, row.version)
        try:
            return self._change(obj, values, by)
        except ObjectDoesNotExist as error:
            raise ValidationError(str(obj.TEXTS.discarded), code="discarded") from error

    def _change(self, row: Workflow, values: dict[str, Any], by: Membership) -> Workflow:
        version = values.get("version") or row.version
        if row.is_editable and values["step"] != DISCARD:
            row = self.edit(row, values, by=by, version=version)
            version = row.version
        # Any other step checks the version itself.
        elif values["step"] == SAVE and row.version != version:
            raise StaleRowError(row)  # shows what was typed, which can no longer be saved
        return _take_step(row, values, by, version)

    @admin.display(description=_("proposed withdrawal"))
    def proposal(self, row: Any) -> str:
        """Return who proposed to withdraw the row, when and why. Shown only to the own party."""
        name, when = row.withdrawal_proposed_by.user.name, instant(row.withdrawal_proposed_at)
        return f"{name}, {when}: {row.withdrawal_reason}"

    @admin.display(description=_("stage"), ordering="state")
    def state_label(self, row: Any) -> str:
        """Return the stage in the reader's language."""
        return label(row.state, "entry")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Own rows may be changed as long as there is a step to take."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.has_steps)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Redirect to the list after discarding, because the row's page is gone."""
        if request.POST.get("step") != DISCARD:
            return super().response_change(request, obj)
        self.message_user(request, gettext("The entry is discarded. Its history remains."))
        return self.response_post_save_change(request, obj)


def _take_step(row: Workflow, values: dict[str, Any], by: Membership, version: int) -> Workflow:
    """Take the chosen step, if any, and return the row."""
    step, remark = values["step"], values["remark"]
    if step == SAVE:
        return row
    return workflow.take(step, row, by=by, version=version, remark=remark)
