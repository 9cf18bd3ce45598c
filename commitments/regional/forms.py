"""The forms with which a party records a county's status: on a page, or in a grid row."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.publishing.form import StatementForm
from commitments.regional.content import RegionalContent
from commitments.regional.models import RegionalStatus
from commitments.sources.models import Source

_LARGEST: Final = 32_767  # of the database column; the action has the real limit


class CountField(forms.IntegerField):
    """An optional number of municipalities."""

    def __init__(self, **options: Any) -> None:
        """Create an optional field for a whole number."""
        super().__init__(
            required=False,
            min_value=0,
            max_value=_LARGEST,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "invalid": _("Write a whole number."),
                "min_value": _("Write a whole number."),
                "max_value": _("Write a smaller number."),
            },
            **options,
        )


class RegionalForm(StatementForm):
    """Status, numbers, text, sources and language; a correction also has a reason."""

    MODEL = RegionalStatus

    municipalities = CountField(
        label=_("Municipalities taking part"), help_text=_("Leave it empty if it is not known.")
    )
    municipalities_total = CountField(
        label=_("Municipalities in the county"),
        help_text=_("If you leave it empty, the number on 1 January of that year is used."),
    )

    def content(self) -> RegionalContent:
        """Return what was typed, as the action takes it."""
        return RegionalContent(**self.values())


class GridForm(RegionalForm):
    """The form in a grid row, where an address is enough to cite a source that the party has."""

    def __init__(self, *args: Any, code: str, **options: Any) -> None:
        """Take ``code``, the county's, which makes the field ids unique."""
        super().__init__(*args, **options)
        self.auto_id = self.source.auto_id = f"id_{code}_%s"

    def anchor(self, name: str) -> str:
        """Return the field's id in the row; here the status is a single select."""
        return str(self.auto_id).replace("%s", name)

    def content(self) -> RegionalContent:
        """Return what was typed, as the action takes it."""
        content = super().content()
        sources, new = list(content.sources), []
        for source in content.new_sources:
            known = Source.objects.of_party(self.party).at_address(source.address)
            if source.title:
                known = known.filter(title=source.title)
            found = known.first() if source.address else None
            if found is None:
                new.append(source)
            elif found not in sources:
                sources.append(found)
        return replace(content, sources=sources, new_sources=new)
