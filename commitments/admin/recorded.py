"""What a party records, in the admin: the same verbs and refusals as in the workspace."""

from typing import Any, ClassVar, Final
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.templatetags.texts import label
from commitments.actions import steps
from commitments.actions.entry_content import Words
from commitments.actions.steps import StaleEntryError
from commitments.admin.stepped import DISCARD, SteppedAdmin, SteppedForm, take_withdrawal_step
from commitments.admin.word_filters import StateFilter
from commitments.models import Membership, ProgressEntry, RegionalStatus, State

Recorded = ProgressEntry | RegionalStatus

STEPS_OF_STATE: Final = {
    State.DRAFT: ("submit", DISCARD),
    State.RETURNED: ("submit", DISCARD),
    State.SUBMITTED: ("approve", "send_back"),
    State.PUBLISHED: ("correct", "propose_withdrawal"),
}


class RecordedForm(SteppedForm):
    """What the workspace's form has, but new sources, which are added there; and the step."""

    steps_of_state = STEPS_OF_STATE
    status = forms.ChoiceField(label=_("status"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choices in the reader's language."""
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                ("", "–"),
                *((name, label(name, "progress")) for name in vocabulary.words("progress")),
            ]


class RecordedAdmin(SteppedAdmin):
    """Own rows in every state, others' public ones; a published row is read-only.

    ``place``: the fields that say what a row is about, fixed from the start; ``content``: what
    a person says there.
    """

    place: ClassVar[tuple[str, ...]]
    content: ClassVar[tuple[str, ...]]
    list_filter = ("party", StateFilter)
    date_hierarchy = None

    def draft(self, values: dict[str, Any], *, by: Membership) -> Recorded:
        """A new row, by the action; the admin page puts its own in place of this."""
        raise AssertionError

    def said(self, values: dict[str, Any]) -> Words:
        """What was typed, as the action takes it."""
        raise AssertionError

    def typed(self, values: dict[str, Any]) -> dict[str, Any]:
        """What was typed, by the names of the content for the action."""
        return {**{name: values[name] for name in self.content}, "sources": list(values["sources"])}

    @admin.display(description=_("commitment"), ordering="commitment__ref")
    def ref(self, row: Recorded) -> str:
        """The commitment's reference."""
        return row.commitment.ref

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, row: Recorded) -> str:
        """The status in the reader's words; a draft may have none."""
        return label(row.status, "progress") if row.status else "–"

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The content, then the step."""
        may = obj is None or self.has_change_permission(request, obj)
        last = ["step", "remark", "version", "token"] if may else ["state"]
        if may and isinstance(obj, Recorded) and obj.withdrawal_is_proposed:
            last.insert(0, "proposal")
        return [
            (None, {"fields": [*self.place, *self.content]}),
            (_("What happens now"), {"fields": last}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Everything that can no longer be edited."""
        if not isinstance(obj, Recorded):
            return ()
        may = self.has_change_permission(request, obj)
        locked = () if obj.is_editable else self.content
        return (*self.place, *locked, *(("proposal",) if may else ("state",)))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Sources of the own party alone."""
        if db_field.name == "sources":
            kwargs["queryset"] = self.own_sources(request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def act(self, request: HttpRequest, obj: Model | None, values: dict[str, Any]) -> Model:
        """Save the content where it can be edited, then take the step."""
        row: Any = obj
        try:
            return self._act(row, values, self.by(request))
        except ObjectDoesNotExist as error:
            text = gettext("A colleague has discarded the entry.")
            raise ValidationError(text, code="discarded") from error

    def _act(self, row: Any, values: dict[str, Any], by: Membership) -> Recorded:
        if row is None:
            row = self.draft({**values, "token": values["token"] or uuid4()}, by=by)
            return _take_step(row, values, by, row.version)
        version = values.get("version") or row.version
        if values["step"] == DISCARD:
            steps.discard(row, by=by, version=version)
            return row  # type: ignore[no-any-return]
        if row.is_editable:
            row = steps.edit(row, self.said(values), by=by, version=version)
            version = row.version
        elif row.version != version:  # what was typed is not taken any more, and not dropped
            raise StaleEntryError(row)
        return _take_step(row, values, by, version)


def _take_step(row: Recorded, values: dict[str, Any], by: Membership, version: int) -> Recorded:
    match values["step"]:
        case "submit":
            return steps.submit(row, by=by, version=version)
        case "approve":
            return steps.approve(row, by=by, version=version)
        case "send_back":
            return steps.send_back(row, by=by, version=version, note=values["remark"])
        case "correct":
            return steps.correct(row, by=by)
    return take_withdrawal_step(row, values, by, version)
