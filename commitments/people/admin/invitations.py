"""Invitations in the admin: the secretariat sends and withdraws them, others see none."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from agreements.templatetags.texts import label
from commitments.people import invitation_actions, user_actions
from commitments.people.acting import secretariat
from commitments.people.action_admin import ActionAdmin, ActionForm, Values
from commitments.people.invitation_models import Invitation
from commitments.people.models import Role
from commitments.people.step_up import factor_at
from commitments.places.models import Office
from commitments.web.admin_filters import RoleFilter

_FACTS: Final = (
    "email",
    "name",
    "language",
    "role_label",
    "party",
    "offices",
    "sent_at",
    "expires_at",
    "accepted_at",
    "ended_at",
)


class InvitationAddForm(ActionForm):
    """The person to invite, and the role."""

    email = forms.EmailField(label=_("email address"))
    name = forms.CharField(label=_("name"), max_length=user_actions.LONGEST_NAME)
    language = forms.ChoiceField(label=_("language of emails"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("role"))
    party = forms.ModelChoiceField(Party.objects.all(), label=_("party"), required=False)
    offices = forms.ModelMultipleChoiceField(
        Office.objects.all(), label=_("offices"), required=False
    )

    class Meta:
        """No model fields: all are declared above."""

        model = Invitation
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Set the roles' labels in the reader's language."""
        super().__init__(*args, **kwargs)
        choices = [(role.value, label(role.value, "role")) for role in Role]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class InvitationEndForm(ActionForm):
    """Choose whether to withdraw the invitation."""

    step = forms.ChoiceField(
        label=_("next step"), choices=[("", _("nothing")), ("end", _("withdraw"))], required=False
    )

    class Meta:
        """No model fields: the row itself is not edited."""

        model = Invitation
        fields: list[str] = []


@admin.register(Invitation)
class InvitationAdmin(ActionAdmin):
    """Invitations to people, with their roles."""

    list_display = ("email", "name", "role_label", "party", "sent_at", "accepted_at", "ended_at")
    list_select_related = ("party",)
    list_filter = (RoleFilter, "party")
    search_fields = ("email", "name")
    readonly_fields = _FACTS

    @admin.display(description=_("role"), ordering="role")
    def role_label(self, invitation: Invitation) -> str:
        """Return the role in the reader's language."""
        return label(invitation.role, "role")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the secretariat may add."""
        return self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only the secretariat may change."""
        return self.is_secretariat(request)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> Any:
        """Use one form to invite and another to withdraw."""
        kwargs["form"] = InvitationEndForm if change else InvitationAddForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Return the fields of a new invitation, or the facts and the step of an existing one."""
        if obj is None:
            return ("email", "name", "language", "role", "party", "offices")
        return (*_FACTS, "step") if self.has_change_permission(request, obj) else _FACTS

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Invite or withdraw."""
        by, given_at = secretariat(request), factor_at(request)
        if not isinstance(obj, Invitation):
            return invitation_actions.invite(by=by, factor_at=given_at, **values)
        if values["step"] != "end":
            return obj
        return invitation_actions.end(obj, by=by, factor_at=given_at)
