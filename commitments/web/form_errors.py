"""Forms that show an action's errors on their fields, or above the form."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commitments.foundation.visible_text import visible


@dataclass(frozen=True, slots=True)
class FormError:
    """One error: its text, and the id of its field; "" if it has none."""

    text: str
    anchor: str


class PlainTextField(forms.Field):
    """Text that the action validates: unlike CharField, it has no lengths and no validators."""

    def to_python(self, value: object) -> str:
        """Return the text without invisible characters."""
        return "" if value is None else visible(str(value))


class VisibleTextField(forms.CharField):
    """A line of text whose length limits ignore invisible characters."""

    def to_python(self, value: Any) -> str:
        """Return the text without invisible characters."""
        return visible(super().to_python(value) or "")


class ErrorListForm(forms.Form):
    """A form that can list all its errors, in the order of the fields."""

    def refuse(self, error: ValidationError) -> None:
        """Put each message on its field, or above the form if the field is not shown."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, list(errors))

    def error_list(self) -> list[FormError]:
        """Return the errors, general ones first, then in the order of the fields."""
        general = [FormError(str(text), "") for text in self.non_field_errors()]
        return general + [
            FormError(str(text), self.anchor(name))
            for name in self.fields
            for text in self[name].errors
        ]

    def anchor(self, name: str) -> str:
        """Return the id of the element that an error of this field links to."""
        return self[name].id_for_label
