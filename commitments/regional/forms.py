"""The forms by which a party records the status of a county: a sheet, and a row of a grid."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.publishing.form import StatementForm
from commitments.regional.content import RegionalContent
from commitments.regional.models import RegionalStatus
from commitments.sources.models import Source

_LARGEST: Final = 32_767  # room in the database; the action says what is too many


class CountField(forms.IntegerField):
    """A number of municipalities that may be left out."""

    def __init__(self, **options: Any) -> None:
        """An optional field for a whole number."""
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
    """Status, numbers, text, sources and language; a correction also says why."""

    MODEL = RegionalStatus

    municipalities = CountField(
        label=_("Municipalities taking part"), help_text=_("Leave it empty if it is not known.")
    )
    municipalities_total = CountField(
        label=_("Municipalities in the county"),
        help_text=_("If you leave it empty, the number on 1 January of that year is used."),
    )

    def content(self) -> RegionalContent:
        """What was typed, for the action."""
        return RegionalContent(**self.values())


class GridForm(RegionalForm):
    """The same in a row of a grid: a source that the party has is named by its address alone."""

    def __init__(self, *args: Any, code: str, **options: Any) -> None:
        """As of the sheet; ``code`` is the county's, which tells the rows apart."""
        super().__init__(*args, **options)
        self.auto_id = self.source.auto_id = f"id_{code}_%s"

    def anchor(self, name: str) -> str:
        """The field in the row; a status is one list here."""
        return str(self.auto_id).replace("%s", name)

    def content(self) -> RegionalContent:
        """What was typed, for the action."""
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
