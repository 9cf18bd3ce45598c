"""Admin pages that call the domain's actions and show only rows visible to the user."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import BaseModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.admin import ReadOnlyAdmin
from commitments.people import unsaved
from commitments.people.models import Membership, Role

Values = dict[str, Any]  # cleaned data, by field


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A form whose valid values go to an action; the form shows the action's errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Capitalise the labels, as Django does for a model's fields.

        Null characters are left to the action, which removes them like all invisible characters.
        """
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
            field.validators = [
                check
                for check in field.validators
                if not isinstance(check, ProhibitNullCharactersValidator)
            ]

    def act(self, values: Values) -> Model:
        """Call the action. The admin page overrides this."""
        raise AssertionError

    def refuse_left_behind(self, name: str, *, is_taken: bool) -> None:
        """Refuse a text that the chosen step would discard."""
        if self.cleaned_data.get(name) and not is_taken:
            text = _("The text does not go along with your choice. Choose otherwise, or delete it.")
            self.add_error(name, ValidationError(text, code="left_behind"))

    def _post_clean(self) -> None:
        """Call the action instead of validating the model. It saves everything or nothing."""
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = self.act(self.cleaned_data)
        except ValidationError as error:
            self.refuse(error)

    def refuse(self, error: ValidationError) -> None:
        """Put each message on its field, or above the form if the field is not shown."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        for name, errors in by_field.items():
            for each in errors:
                self.add_error(name if name in self.fields else None, each)


class ScopedAdmin(ReadOnlyAdmin):
    """Rows of a model whose queryset has ``visible_to``."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Return the rows visible to the user, by the same rule as on every page."""
        rows: Any = super().get_queryset(request)
        visible: QuerySet[Model] = rows.visible_to(request.user)
        return visible


class ActionAdmin(ScopedAdmin):
    """A list and a form; saving calls an action, and nothing else writes."""

    form = ActionForm

    def act(self, request: HttpRequest, obj: Model | None, values: Values) -> Model:
        """Call the action for a new row (``obj`` is None) or a changed one."""
        raise AssertionError

    @staticmethod
    def acting(request: HttpRequest) -> Membership | None:
        """Return the membership under which the user acts, if any."""
        return Membership.acting(request.user)

    def by(self, request: HttpRequest) -> Membership:
        """Return the membership under which the user acts.

        Raises:
            PermissionDenied: the user has none.
        """
        acting = self.acting(request)
        if acting is None:
            raise PermissionDenied
        return acting

    def is_secretariat(self, request: HttpRequest) -> bool:
        """Whether the user acts for the secretariat."""
        acting = self.acting(request)
        return acting is not None and acting.role == Role.SECRETARIAT

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> list[str] | tuple[str, ...]:
        """Return ``readonly_fields`` for an existing row. All fields of a new row are editable."""
        return () if obj is None else super().get_readonly_fields(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> Any:
        """Return the form class, bound to this page's action."""
        form = super().get_form(request, obj, change=change, **kwargs)
        act = partial(self.act, request, obj)
        return type(form.__name__, (form,), {"act": lambda _form, values: act(values)})

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Redirect to the index as Django does, unless text was typed into a deleted row."""
        form = unsaved.posted(request)
        if form is not None and form.texts:
            raise Http404
        to_index = super()._get_obj_does_not_exist_redirect  # type: ignore[misc]  # no stub knows it
        answer: HttpResponse = to_index(request, opts, object_id)
        return answer

    def save_form(self, request: HttpRequest, form: "BaseModelForm[Any]", change: bool) -> Model:
        """Return the row that the action saved."""
        saved: Model = form.instance
        return saved

    def save_model(
        self, request: HttpRequest, obj: Model, form: "BaseModelForm[Any]", change: bool
    ) -> None:
        """Do nothing: the action has saved the row."""

    def save_related(
        self, request: HttpRequest, form: "BaseModelForm[Any]", formsets: object, change: bool
    ) -> None:
        """Do nothing: the action has saved the relations."""


class OwnAdmin(ActionAdmin):
    """Rows that a party's editors and approvers write, each party its own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors and approvers may add."""
        acting = self.acting(request)
        return acting is not None and acting.writes

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Editors and approvers of the row's party may change it."""
        acting = self.acting(request)
        if acting is None or not acting.writes:
            return False
        return obj is None or getattr(obj, "party_id", None) == acting.party_id
