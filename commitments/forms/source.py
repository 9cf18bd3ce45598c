"""The fields for a new source: an address, or a file with its title."""

from datetime import date
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from commitments.actions.sources import NewSource
from commitments.forms.faults import ErrorListForm, PlainTextField

Files: TypeAlias = MultiValueDict[str, "UploadedFile[Any]"]  # as the request has them

DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")
FILE_TYPES = ".pdf,.docx,.xlsx,.odt,.png,.jpg,.jpeg"


class OptionalDayField(forms.DateField):
    """A day that may be left out; a browser without a calendar takes it as 15.10.2012."""

    def __init__(self, **options: Any) -> None:
        """An optional field with the browser's own calendar."""
        super().__init__(
            required=False,
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Write the day as day.month.year: 15.10.2012.")},
            **options,
        )


class SourceForm(ErrorListForm):
    """What a person gives for a source; left empty, there is none."""

    title = PlainTextField(label=_("Title of the source"), required=False)
    address = PlainTextField(
        label=_("Address"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File (PDF, DOCX, XLSX, ODT, PNG or JPEG, at most 20 MB)"),
        required=False,
        allow_empty_file=True,  # the action says what is wrong with it
        widget=forms.FileInput(attrs={"accept": FILE_TYPES}),
    )
    publisher = PlainTextField(label=_("Who published it (optional)"), required=False)
    published_on = OptionalDayField(label=_("Date of the document (optional)"))

    def new_sources(self) -> list[NewSource]:
        """The source that was typed; none where title, address and file are empty."""
        values: dict[str, Any] = self.cleaned_data
        title: str = values["title"]
        address: str = values["address"]
        published_on: date | None = values["published_on"]
        if not (title or address or values["file"]):
            return []
        return [NewSource(title, address, values["file"], values["publisher"], published_on)]

    @property
    def lost_file(self) -> bool:
        """Whether a file was sent along: browsers do not show it again in a refused form."""
        return bool(self.files.get(self.add_prefix("file")))

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed, or refused."""
        return self.is_bound and (bool(self.errors) or self.lost_file or self.has_changed())

    @property
    def has_details(self) -> bool:
        """Whether the fields that are mostly left out hold something or are refused."""
        names = ("publisher", "published_on")
        return any(self[name].value() or self[name].errors for name in names)
