"""The forms of a case: an office's report, and a party's answer."""

from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agreements.models import Party
from commitments.register.models import Commitment
from commitments.web.form_errors import ErrorListForm, PlainTextField


class _ByCode(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A choice of rows, each labelled by its ``str``."""

    def label_from_instance(self, row: object) -> str:
        """Return the name that people know."""
        return str(row)


class NoteForm(ErrorListForm):
    """The receiving party, the commitment concerned, and what is wrong."""

    party = _ByCode(
        label=_("To"),
        queryset=Party.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a party."), "invalid_choice": _("Choose a party.")},
    )
    commitment = _ByCode(
        label=_("Commitment"),
        queryset=Commitment.objects.none(),
        required=False,
        empty_label=_("The county as a whole"),
    )
    text = PlainTextField(
        label=_("What is wrong"),
        help_text=_("Only the party and your office can read it. It is never published."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    token = forms.UUIDField(required=False, initial=uuid4)

    def __init__(self, data: QueryDict | None = None) -> None:
        """Offer the present parties and regional commitments."""
        super().__init__(data)
        self.fields["party"].queryset = Party.objects.order_by("pk")  # type: ignore[attr-defined]
        self.fields["commitment"].queryset = Commitment.objects.of_counties()  # type: ignore[attr-defined]


class AnswerForm(ErrorListForm):
    """The party's answer."""

    answer = PlainTextField(
        label=_("Answer"),
        help_text=_("The office reads it here. An answer cannot be changed once it is sent."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
