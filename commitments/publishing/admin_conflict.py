"""Two people at one entry in the admin: what the other saved beside what was typed."""

from typing import Any

from django import forms

from commitments.foundation.choices import Language, Status
from commitments.publishing.models import Statement
from commitments.publishing.stated_fields import StatedField
from commitments.publishing.versions import Change, changes, version, version_of
from commitments.sources.models import Source


class UnsavedContentForm(forms.Form):
    """The content once more, also where the page itself takes none of it any longer."""

    def __init__(self, data: Any, entry: Statement) -> None:
        """Take what was sent; sources of the entry's own party alone."""
        super().__init__(data)
        for item in entry.FIELDS:
            self.fields[item.name] = _field(item, entry)


def beside(saved: Statement, data: Any) -> list[Change]:
    """The fields in which what was typed differs from what is saved; none where nothing was typed.

    ``before`` is what is saved, ``after`` what was typed.
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
