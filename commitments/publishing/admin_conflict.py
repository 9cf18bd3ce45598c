"""Compares what two people saved and typed in the same entry in the admin."""

from typing import Any

from django import forms

from commitments.foundation.choices import Language, Status
from commitments.publishing.models import Statement
from commitments.publishing.stated_fields import StatedField
from commitments.publishing.versions import Change, changes, version, version_of
from commitments.sources.models import Source


class UnsavedContentForm(forms.Form):
    """The content fields again, even if the page itself no longer accepts them."""

    def __init__(self, data: Any, entry: Statement) -> None:
        """Take the posted data; only sources of the entry's own party are valid."""
        super().__init__(data)
        for item in entry.FIELDS:
            self.fields[item.name] = _field(item, entry)


def beside(saved: Statement, data: Any) -> list[Change]:
    """Return the fields whose typed value differs from the saved one; empty if none was typed.

    ``before`` is the saved value, ``after`` the typed one.
    """
    if "narrative" not in data:
        return []
    form = UnsavedContentForm(data, saved)
    form.is_valid()
    return changes(version_of(saved), version(type(saved), form.cleaned_data))


def _field(item: StatedField, entry: Statement) -> forms.Field:
    match item.kind:
        case "sources":
            rows = Source.objects.of_party(entry.party)
            return forms.ModelMultipleChoiceField(rows, required=False)
        case "status":
            return forms.ChoiceField(choices=Status, required=False)
        case "language":
            return forms.ChoiceField(choices=Language, required=False)
        case "day":
            return forms.DateField(required=False)
        case "number":
            return forms.IntegerField(required=False)
    return forms.CharField(required=False)
