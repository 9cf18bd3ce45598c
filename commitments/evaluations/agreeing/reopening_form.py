"""The form of a request to reopen a signed evaluation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.foundation.choices import Language
from commitments.web.form_errors import ErrorListForm, PlainTextField


class ReopeningForm(ErrorListForm):
    """Why, in one of the two languages."""

    reason = PlainTextField(
        label=_("Why the evaluation should be reopened"),
        help_text=_("Becomes public when the other party agrees."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB
    )
