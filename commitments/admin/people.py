"""People and memberships in the admin: the secretariat keeps them, approvers confirm."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements.admin import ReadOnlyAdmin
from agreements.models import Party
from agreements.templatetags.texts import label
from commitments.actions import memberships, people
from commitments.admin.action_admin import ActionAdmin, ActionForm
from commitments.admin.word_filters import RoleFilter
from commitments.models import Membership, Office, Role
from kvalitet.accounts.models import User

_STEPS: Final = {"confirm": _("confirm"), "end": _("end")}


def _is_secretariat(membership: Membership | None) -> bool:
    return membership is not None and membership.role == Role.SECRETARIAT


class MembershipAddForm(ActionForm):
    """A new membership, and the person where the portal does not know the address."""

    email = forms.EmailField(label=_("e-mail address"))
    name = forms.CharField(label=_("name"), max_length=people.LONGEST_NAME)
    role = forms.ChoiceField(label=_("role"))
    party = forms.ModelChoiceField(Party.objects.all(), label=_("party"), required=False)
    offices = forms.ModelMultipleChoiceField(
        Office.objects.all(), label=_("offices"), required=False
    )

    class Meta:
        """All fields are declared above."""

        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Roles in the reader's language."""
        super().__init__(*args, **kwargs)
        choices = [(role.value, label(role.value, "role")) for role in Role]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class MembershipChangeForm(ActionForm):
    """The step to take with a membership."""

    step = forms.ChoiceField(label=_("then"), choices=[("", _("nothing")), *_STEPS.items()])

    class Meta:
        """Nothing of the row itself is edited."""

        model = Membership
        fields: list[str] = []


@admin.register(Membership)
class MembershipAdmin(ActionAdmin):
    """Who acts for whom."""

    list_display = ("person", "role_label", "party", "started_at", "confirmed_at", "ended_at")
    list_select_related = ("user", "party")
    list_filter = (RoleFilter, "party")
    search_fields = ("user__email", "user__name")

    @admin.display(description=_("person"), ordering="user__name")
    def person(self, membership: Membership) -> str:
        """The person's name."""
        return str(membership.user)

    @admin.display(description=_("role"), ordering="role")
    def role_label(self, membership: Membership) -> str:
        """The role in the reader's words."""
        return label(membership.role, "role")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The secretariat."""
        return _is_secretariat(self.acting(request))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Those who confirm and end."""
        acting = self.acting(request)
        return acting is not None and (acting.approves or _is_secretariat(acting))

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """One form to add, another to confirm or end."""
        kwargs["form"] = MembershipChangeForm if change else MembershipAddForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Facts and the step, or what a new membership needs."""
        if obj is None:
            return ["email", "name", "role", "party", "offices"]
        facts = [
            "person",
            "role_label",
            "party",
            "offices",
            "started_at",
            "confirmed_at",
            "ended_at",
        ]
        return [*facts, "step"] if self.has_change_permission(request, obj) else facts

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Every fact of a membership that stands."""
        if obj is None:
            return ()
        return (
            "person",
            "role_label",
            "party",
            "offices",
            "started_at",
            "confirmed_at",
            "ended_at",
        )

    def act(self, request: HttpRequest, obj: Model | None, values: dict[str, Any]) -> Model:
        """Add, confirm or end."""
        by = self.acting(request)
        if by is None:
            raise PermissionDenied
        if not isinstance(obj, Membership):
            return memberships.add_person(by=by, **values)
        match values["step"]:
            case "confirm":
                return memberships.confirm(obj, by=by)
            case "end":
                return memberships.end(obj, by=by)
        return obj


class UserForm(ActionForm):
    """What the secretariat may change about a person."""

    class Meta:
        """Name and whether the person can sign in."""

        model = User
        fields = ["name", "is_active"]


@admin.register(User)
class UserAdmin(ActionAdmin):
    """People who can sign in; added with a membership, never alone."""

    form = UserForm
    list_display = ("name", "email", "is_active", "joined_at")
    search_fields = ("name", "email")
    fields = ("email", "name", "is_active", "joined_at")
    readonly_fields = ("email", "joined_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everyone, to the secretariat and superusers; nobody to others."""
        rows = super(ReadOnlyAdmin, self).get_queryset(request)
        sees = request.user.is_superuser or _is_secretariat(self.acting(request))
        return rows if sees else rows.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The secretariat and superusers."""
        return request.user.is_superuser or _is_secretariat(self.acting(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The secretariat and superusers."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The secretariat."""
        return _is_secretariat(self.acting(request))

    def act(self, request: HttpRequest, obj: Model | None, values: dict[str, Any]) -> Model:
        """Rename, activate or deactivate."""
        by = self.acting(request)
        if by is None or not isinstance(obj, User):
            raise PermissionDenied
        user = people.rename(obj, values["name"], by=by)
        switch = people.activate if values["is_active"] else people.deactivate
        return switch(user, by=by)
