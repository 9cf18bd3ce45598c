"""The form with which a party records anything: new, continued or correcting."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Party
from commitments.foundation.choices import Language
from commitments.publishing.models import Statement
from commitments.publishing.stated_fields import COMMON
from commitments.register.models import Commitment
from commitments.sources.chosen_file import SOURCE
from commitments.sources.form import SourceForm
from commitments.sources.models import Source
from commitments.web.form_errors import ErrorListForm, FormError, PlainTextField


@dataclass(frozen=True, slots=True)
class OfferedSource:
    """A source that the entry may cite, and whether it does."""

    source: Source
    chosen: bool


class StatementForm(ErrorListForm):
    """Status, text, sources and language; a correction also has a reason.

    A subclass adds the other fields of its ``MODEL``.
    """

    MODEL: ClassVar[type[Statement]]

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", ""), *((name, name) for name in vocabulary.words("progress"))],
        required=False,
    )
    narrative = PlainTextField(
        label=_("What was done"),
        help_text=_(
            "Write whole sentences. Paragraphs and links are kept, other formatting is not."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    correction_reason = PlainTextField(
        label=_("Why the entry is corrected"),
        help_text=_("Everyone can read the reason when the correction is published."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sources = forms.ModelMultipleChoiceField(
        queryset=Source.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("A source you chose is no longer there.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB, required=False
    )
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    token = forms.UUIDField(required=False, initial=uuid4)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        commitment: Commitment,
        party: Party,
        entry: Statement | None = None,
    ) -> None:
        """Take the posted data; without it the form is new, or filled in from ``entry``."""
        names = (*self.MODEL.field_names(), "version")
        initial = {name: getattr(entry, name) for name in names} if entry else {}
        super().__init__(data, files, initial=initial)
        self.commitment, self.party, self.entry = commitment, party, entry
        self.source = SourceForm(data, files, prefix=SOURCE)
        if self.is_bound:  # otherwise no choices are validated
            self.fields["sources"].queryset = Source.objects.of_party(party).kept()  # type: ignore[attr-defined]
        if entry is None or not entry.corrects_id:
            del self.fields["correction_reason"]

    @property
    def is_correction(self) -> bool:
        """Whether the entry corrects a published one, and so needs a reason."""
        return "correction_reason" in self.fields

    @property
    def saved_day(self) -> date | None:
        """The entry's saved day; None if it has no day of its own."""
        return getattr(self.entry, "true_on", None)

    def is_valid(self) -> bool:
        """Whether both the entry and the new source are valid."""
        return all([super().is_valid(), self.source.is_valid()])

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the names of the action's content fields."""
        cleaned: dict[str, Any] = self.cleaned_data
        return {
            **{name: cleaned[name] for name in self.MODEL.field_names() if name in self.fields},
            "language": cleaned["language"] or Language.NB,
            "sources": list(cleaned["sources"]),
            "new_sources": self.source.new_sources(),
        }

    def refuse(self, error: ValidationError) -> None:
        """Put each error where it can be fixed; that of a missing source on the address."""
        by_field = getattr(error, "error_dict", {})
        own = dict(by_field)
        of_source = {name: own.pop(name) for name in self.source.fields if name in own}
        if missing := own.pop("sources", None):
            of_source["address"] = missing
        if of_source:
            self.source.refuse(ValidationError(of_source))
        if own or not by_field:
            super().refuse(ValidationError(own) if by_field else error)

    def error_list(self) -> list[FormError]:
        """Return the errors of the whole form."""
        return super().error_list() + self.source.error_list()

    def anchor(self, name: str) -> str:
        """Link an error in the status to its first choice."""
        return f"id_status-{self.statuses()[0][0]}" if name == "status" else super().anchor(name)

    def own_fields(self) -> list[BoundField]:
        """Return the fields that this kind of row has besides the common ones."""
        return [self[item.name] for item in self.MODEL.FIELDS if item not in COMMON]

    def statuses(self) -> list[tuple[str, bool]]:
        """Return every status, with whether it is chosen."""
        chosen = self["status"].value()
        return [(name, name == chosen) for name in vocabulary.words("progress")]

    def offered(self) -> list[OfferedSource]:
        """Return the sources that the party has cited for this commitment, the newest first."""
        attached = {source.pk for source in self.entry.sources.all()} if self.entry else set()
        chosen = {str(pk) for pk in self["sources"].value() or ()} if self.is_bound else attached
        rows = Source.cited_for(self.commitment, self.party)
        return [OfferedSource(row, bool({row.pk, str(row.pk)} & set(chosen))) for row in rows]
