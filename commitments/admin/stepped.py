"""Rows that go from draft to published, in the admin: the content, then the step to take."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.templatetags.texts import instant, label
from commitments.actions import withdrawals
from commitments.actions.withdrawals import Row
from commitments.admin.action_admin import ActionForm, OwnAdmin
from commitments.models import Membership, State

SAVE: Final = ""
DISCARD: Final = "discard"
STEPS: Final = {
    "submit": _("send to approval"),
    "approve": _("publish"),
    "send_back": _("return with a note"),
    "correct": _("make a correction"),
    "propose_withdrawal": _("propose to withdraw, with the reason"),
    "withdraw": _("withdraw, as proposed"),
    "decline_withdrawal": _("decline the withdrawal, or take back your own proposal"),
    DISCARD: _("discard: it disappears from all lists, its history remains"),
}


class SteppedForm(ActionForm):
    """What a person fills in, and one of the steps that ``steps_of_state`` names."""

    steps_of_state: ClassVar[Mapping[State, Sequence[str]]]
    step = forms.ChoiceField(label=_("then"), required=False)
    remark = forms.CharField(
        label=_("note or reason"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the steps that the state allows; remember the version that is shown."""
        super().__init__(*args, **kwargs)
        row = self.instance
        names = self.steps_of_state.get(row.state, ()) if row.pk else ("submit",)
        if row.withdrawal_is_proposed:
            names = ("withdraw", "decline_withdrawal")
        steps = [(name, STEPS[name]) for name in names]
        nothing = _("save only") if not row.pk or row.is_editable else _("nothing")
        self.fields["step"].choices = [(SAVE, nothing), *steps]  # type: ignore[attr-defined]
        if row.pk:
            self.initial["version"] = row.version


class SteppedAdmin(OwnAdmin):
    """Own rows can be written as long as a step is left to take; the form names the steps."""

    form: type[SteppedForm]

    @admin.display(description=_("proposed withdrawal"))
    def proposal(self, row: Any) -> str:
        """Who proposed to withdraw the row, when and why; shown on own rows alone."""
        name, when = row.withdrawal_proposed_by.user.name, instant(row.withdrawal_proposed_at)
        return f"{name}, {when}: {row.withdrawal_reason}"

    @admin.display(description=_("state"), ordering="state")
    def state_label(self, row: Any) -> str:
        """The state in the reader's words."""
        return label(row.state, "entry")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Own rows for which there is a step left to take."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or getattr(obj, "state", None) in self.form.steps_of_state)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After a discarded row the list: there is no page of it left to go on with."""
        if request.POST.get("step") != DISCARD:
            return super().response_change(request, obj)
        self.message_user(request, gettext("The entry is discarded. Its history remains."))
        return self.response_post_save_change(request, obj)


def take_withdrawal_step(row: Row, values: dict[str, Any], by: Membership, version: int) -> Row:
    """Take the chosen step if it is about withdrawing; the row as it is after any other."""
    match values["step"]:
        case "propose_withdrawal":
            reason = values["remark"]
            return withdrawals.propose_withdrawal(row, by=by, version=version, reason=reason)
        case "withdraw":
            return withdrawals.withdraw(row, by=by, version=version)
        case "decline_withdrawal":
            return withdrawals.decline_withdrawal(row, by=by, version=version)
    return row
