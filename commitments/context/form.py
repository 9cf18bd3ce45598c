"""The form of an objection to a proposal of the portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.foundation.choices import Language
from commitments.web.form_errors import ErrorListForm, PlainTextField


class ObjectionForm(ErrorListForm):
    """Why the party does not confirm it, in one of the two languages, and the version it read."""

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
