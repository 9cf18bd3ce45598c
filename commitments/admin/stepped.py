"""Rows that go from draft to published, in the admin: the content, then the step to take."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.admin.action_admin import ActionForm
from commitments.models import State

SAVE: Final = ""
DISCARD: Final = "discard"
STEPS: Final = {
    "submit": _("send to approval"),
    "approve": _("publish"),
    "send_back": _("return with a note"),
    "correct": _("make a correction"),
    "withdraw": _("withdraw with a reason"),
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
        steps = [(name, STEPS[name]) for name in names]
        nothing = _("save only") if not row.pk or row.is_editable else _("nothing")
        self.fields["step"].choices = [(SAVE, nothing), *steps]  # type: ignore[attr-defined]
        if row.pk:
            self.initial["version"] = row.version
