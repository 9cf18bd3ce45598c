"""The form for objecting to a proposal by the portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.foundation.choices import Language
from commitments.web.form_errors import ErrorListForm, PlainTextField


class ObjectionForm(ErrorListForm):
    """Why the party objects, in bokmål or nynorsk, and the version that it read."""

    reason = PlainTextField(
        label=_("Why the party objects"),
        help_text=_("Everyone can read it, beside the proposal."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB
    )
    version = forms.IntegerField(
        required=False, min_value=0, max_value=2**15 - 1, widget=forms.HiddenInput
    )
