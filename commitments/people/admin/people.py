"""People and memberships in the admin: the secretariat manages, approvers confirm."""

from typing import Final

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin import ReadOnlyAdmin
from agreements.templatetags.texts import label
from commitments.people import membership_actions, user_actions
from commitments.people.action_admin import ActionAdmin, ActionForm, Values
from commitments.people.models import Membership, Role
from commitments.people.step_up import factor_at
from commitments.web.admin_filters import RoleFilter
from kvalitet.accounts.models import User

_STEPS: Final = {"confirm": _("confirm"), "end": _("end the access")}


_FACTS: Final = (
    "person",
    "role_label",
    "party",
    "offices",
    "started_at",
    "confirmed_at",
    "ended_at",
)


def _is_secretariat(membership: Membership | None) -> bool:
    return membership is not None and membership.role == Role.SECRETARIAT


class MembershipChangeForm(ActionForm):
    """The step to take with a membership."""

    step = forms.ChoiceField(label=_("next step"), choices=[("", _("nothing")), *_STEPS.items()])

    class Meta:
        """No model fields: the row itself is not edited."""

        model = Membership
        fields: list[str] = []


@admin.register(Membership)
class MembershipAdmin(ActionAdmin):
    """Memberships: the parties, offices and roles that people act for."""

    list_display = ("person", "role_label", "party", "started_at", "confirmed_at", "ended_at")
    list_select_related = ("user", "party")
    list_filter = (RoleFilter, "party")
    search_fields = ("user__email", "user__name")
    form = MembershipChangeForm
    readonly_fields = _FACTS

    @admin.display(description=_("person"), ordering="user__name")
    def person(self, membership: Membership) -> str:
        """The person's name."""
        return str(membership.user)

    @admin.display(description=_("role"), ordering="role")
    def role_label(self, membership: Membership) -> str:
        """Return the role in the reader's language."""
        return label(membership.role, "role")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Approvers and the secretariat may change: they confirm and end memberships."""
        acting = self.acting(request)
        return acting is not None and (acting.approves or _is_secretariat(acting))

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Return the facts, and the step if the user may take one."""
        return (*_FACTS, "step") if self.has_change_permission(request, obj) else _FACTS

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Confirm or end the membership."""
        by = self.acting(request)
        if by is None or not isinstance(obj, Membership):
            raise PermissionDenied
        match values["step"]:
            case "confirm":
                return membership_actions.confirm(obj, by=by, factor_at=factor_at(request))
            case "end":
                return membership_actions.end(obj, by=by, factor_at=factor_at(request))
        return obj


class UserForm(ActionForm):
    """The fields of a person that the secretariat may change."""

    class Meta:
        """Name, and whether the person can sign in."""

        model = User
        fields = ["name", "is_active"]


@admin.register(User)
class UserAdmin(ActionAdmin):
    """People who can sign in. They are added with a membership, never alone."""

    form = UserForm
    list_display = ("name", "email", "is_active", "joined_at")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    fields = ("email", "name", "language", "is_active", "joined_at")
    readonly_fields = ("email", "language", "joined_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Return everyone for the secretariat and superusers, nobody for others."""
        rows = super(ReadOnlyAdmin, self).get_queryset(request)
        sees = request.user.is_superuser or self.is_secretariat(request)
        return rows if sees else rows.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Only the secretariat and superusers may see people."""
        return request.user.is_superuser or self.is_secretariat(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only the secretariat and superusers may view."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only the secretariat may change."""
        return self.is_secretariat(request)

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Rename, activate or deactivate the person."""
        by = self.acting(request)
        if by is None or not isinstance(obj, User):
            raise PermissionDenied
        user = user_actions.rename(obj, values["name"], by=by)
        switch = user_actions.activate if values["is_active"] else user_actions.deactivate
        return switch(user, by=by)
