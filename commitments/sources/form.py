"""The form for a new source: an address, or a file with its title."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commitments.sources.actions import NewSource
from commitments.sources.chosen_file import LEAVE_OUT, ChosenFiles
from commitments.sources.file_contents import PreparedFile, Unseen, carried, is_picture
from commitments.sources.held_files import HeldFile, hold, name_of
from commitments.sources.unseen_words import line
from commitments.web.day_fields import OptionalDayField
from commitments.web.form_errors import ErrorListForm, PlainTextField
from kvalitet.guard.child import ReaderBusyError

FILE_TYPES = ".pdf,.docx,.xlsx,.odt,.png,.jpg,.jpeg"
_DECISIONS: Final = (
    ("remove", _("Remove it")),
    ("keep", _("Keep it")),
    (LEAVE_OUT, _("Do not use the file")),
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A held file, which its owner need not choose again.

    ``lines`` describes its hidden content. ``decided`` is the decision about it, "" if its owner
    has to make one.
    """

    token: str
    name: str
    lines: Sequence[str] = ()
    decided: str = ""

    @property
    def choices(self) -> Sequence[tuple[str, object]]:
        """The possible decisions. A file without hidden content is only used or not."""
        return _DECISIONS if self.lines else _DECISIONS[-1:]


class SourceForm(ErrorListForm):
    """The fields of a source. If all are empty, there is no source."""

    title = PlainTextField(label=_("Title of the source"), required=False)
    address = PlainTextField(
        label=_("Address"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File (PDF, DOCX, XLSX, ODT, PNG or JPEG, at most 20 MB)"),
        required=False,
        allow_empty_file=True,  # the action reports it
        widget=forms.FileInput(attrs={"accept": FILE_TYPES}),
    )
    publisher = PlainTextField(label=_("Who published it (optional)"), required=False)
    published_on = OptionalDayField(label=_("Date of the document (optional)"))
    held = PlainTextField(required=False, widget=forms.HiddenInput)
    unseen = forms.ChoiceField(choices=_DECISIONS, required=False)

    def clean(self) -> dict[str, Any]:
        """Check the file, and refuse a form whose file is no longer held.

        A decision about hidden content counts only for a file whose hidden content was shown.
        """
        values: dict[str, Any] = self.cleaned_data
        if (file := values.get("file")) is not None:
            decided: Unseen = values.get("unseen", "") if isinstance(file, HeldFile) else ""
            values["file"] = PreparedFile(file, decided)
        if isinstance(self.files, ChosenFiles) and self.files.expired:
            text = _("The file was not kept any longer. Choose it again.")
            self.add_error("file", forms.ValidationError(text, code="expired"))
        return values

    def new_sources(self) -> list[NewSource]:
        """Return the typed source in a list. Empty if title, address and file are empty."""
        values: dict[str, Any] = self.cleaned_data
        if not (values["title"] or values["address"] or values["file"] is not None):
            return []
        names = ("title", "address", "file", "publisher", "published_on")
        return [NewSource(**{name: values[name] for name in names})]

    @cached_property
    def kept_file(self) -> KeptFile | None:
        """Hold a refused form's file for its owner; None if it has none or it cannot be held."""
        file = self._file
        if file is None:
            return self._restored_file()
        if not isinstance(self.files, ChosenFiles):
            return None
        try:
            found = carried(file)
            decided = "remove" if found and is_picture(file) else ""
            if isinstance(file, HeldFile):
                token, decided = file.token, self["unseen"].value() or decided
            else:
                token = hold(file, person=self.files.person)
        except (forms.ValidationError, ReaderBusyError, OSError):  # then it has to be chosen again
            return None
        return KeptFile(token, file.name or "", [line(each) for each in found], decided)

    @property
    def lost_file(self) -> bool:
        """Whether the form came with a file that has to be chosen again."""
        return self._file is not None and self.kept_file is None

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed, or refused."""
        return self.is_bound and (bool(self.errors) or self._file is not None or self.has_changed())

    @property
    def has_details(self) -> bool:
        """Whether the less used fields have a value or an error."""
        names = ("publisher", "published_on")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def _file(self) -> "UploadedFile[Any] | None":
        return self.files.get(self.add_prefix("file"))

    def _restored_file(self) -> KeptFile | None:
        """Return the held file that the fields of a restored form refer to."""
        token = str(self["held"].value() or "") if self.is_bound else ""
        name = name_of(token)
        return KeptFile(token, name) if name and self["unseen"].value() != LEAVE_OUT else None
