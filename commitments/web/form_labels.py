"""Finds the labels of text fields from the names that a form has posted."""

from collections.abc import Collection
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

_BY_HAND: Final = {"note": _("Note"), "reason": _("Reason")}  # fields that are in no form class
_SECRET: Final = ("password", "code", "credential")  # in the name of a field


def text_labels(names: Collection[str]) -> dict[str, str]:
    """Return the labels of the posted names that are text fields; other names are left out.

    If several forms have a field of the same name, the form that shares most names decides.
    """
    posted = {name: _bare(name) for name in names}
    labels = {name: str(label) for name, label in _BY_HAND.items()}
    classes = [form.base_fields for form in _below(forms.BaseForm)]  # type: ignore[attr-defined]
    shared = set(posted.values())
    for fields in sorted(classes, key=lambda fields: len(shared & fields.keys())):
        labels |= {
            name: str(field.label or name) for name, field in fields.items() if _is_typed(field)
        }
    return {
        name: labels[bare]
        for name, bare in posted.items()
        if bare in labels and not is_secret(name)
    }


def is_secret(name: str) -> bool:
    """Whether a field of this name has a value that must never be stored."""
    return any(part in name for part in _SECRET)


def _bare(name: str) -> str:
    """Return the name without the prefix that distinguishes several forms of a page."""
    return name.rpartition("-")[2]


def _is_typed(field: forms.Field) -> bool:
    widget = field.widget
    is_text = isinstance(widget, forms.Textarea | forms.TextInput) and not widget.is_hidden
    return is_text and not isinstance(field, forms.UUIDField)


def _below(root: type[forms.BaseForm]) -> list[type[forms.BaseForm]]:
    found = [form for child in root.__subclasses__() for form in _below(child)]
    return [*found, *([root] if hasattr(root, "base_fields") else [])]
