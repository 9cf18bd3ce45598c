"""A party's records in the admin, with the same steps and refusals as in the workspace."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.templatetags.texts import label
from commitments.people.models import Membership
from commitments.publishing import edit_actions
from commitments.publishing.admin_steps import WorkflowAdmin, WorkflowAdminForm
from commitments.publishing.content import StatementContent
from commitments.publishing.models import Statement
from commitments.sources.admin_fields import CitingAdmin
from commitments.web.admin_filters import StateFilter


class StatementAdminForm(WorkflowAdminForm):
    """The workspace form's fields and the step. New sources can only be added in the workspace."""

    status = forms.ChoiceField(label=_("status"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set the choices in the reader's language."""
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                ("", "–"),
                *((name, label(name, "progress")) for name in vocabulary.words("progress")),
            ]

    def clean_token(self) -> UUID:
        """Return the token, or a new one for a form without one."""
        return self.cleaned_data["token"] or uuid4()


class StatementAdmin(CitingAdmin, WorkflowAdmin):
    """The party's own rows in every stage and others' public rows. A published row is read-only.

    ``place``: the fields that say what a row is about, fixed once it is created. ``content``: the
    fields that a person fills in.
    """

    place: ClassVar[tuple[str, ...]]
    content: ClassVar[tuple[str, ...]]
    list_filter = ("party", StateFilter)
    date_hierarchy = None

    def edit(self, row: Any, values: dict[str, Any], *, by: Membership, version: int) -> Any:
        """Save what was typed, and return the row."""
        return edit_actions.edit(row, self.content_of(values), by=by, version=version)

    def content_of(self, values: dict[str, Any]) -> StatementContent:
        """Return what was typed, in the action's form."""
        raise AssertionError

    def content_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what was typed, by the names of the action's content fields."""
        return {**{name: values[name] for name in self.content}, "sources": list(values["sources"])}

    @admin.display(description=_("commitment"), ordering="commitment__ref")
    def ref(self, row: Statement) -> str:
        """Return the commitment's reference and short title."""
        return row.commitment.named

    @admin.display(description=_("status"), ordering="status")
    def status_label(self, row: Statement) -> str:
        """Return the status in the reader's language; «–» for a draft without one."""
        return label(row.status, "progress") if row.status else "–"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the content, then the step."""
        may = obj is None or self.has_change_permission(request, obj)
        last = ["step", "remark", "version", "token"] if may else ["state"]
        if may and obj is not None and obj.withdrawal_is_proposed:
            last.insert(0, "proposal")
        return [
            (None, {"fields": [*self.place, *self.content]}),
            (_("What happens now"), {"fields": last}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields that can no longer be edited."""
        if obj is None:
            return ()
        may = self.has_change_permission(request, obj)
        locked = () if obj.is_editable else self.content
        return (*self.place, *locked, *(("proposal",) if may else ("state",)))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only sources of the own party."""
        if db_field.name == "sources":
            kwargs["queryset"] = self.own_sources(request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
