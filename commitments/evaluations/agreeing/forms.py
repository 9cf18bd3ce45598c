"""The forms for what the parties do together: a conclusion, a signature, a reopening."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commitments.foundation.choices import Language
from commitments.web.form_errors import ErrorListForm, PlainTextField


class ConclusionForm(ErrorListForm):
    """A proposal for the joint conclusion, or a counter-proposal."""

    text = PlainTextField(
        label=_("The joint conclusion"),
        help_text=_(
            "Write what both parties can sign. The conclusion may say that you disagree, and on "
            "what."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB
    )
    answers = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )


class SignatureForm(ErrorListForm):
    """The SHA-256 of the content shown, and on whose behalf the person signs."""

    on_behalf_of = PlainTextField(
        label=_("On whose behalf you sign"),
        help_text=_(
            "Everyone can read it beside your name. For example: for statsråden, etter fullmakt."
        ),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    content_sha256 = PlainTextField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None) -> None:
        """Create an empty form, or one with the posted data."""
        super().__init__(data)


class ReopeningForm(ErrorListForm):
    """Why a signed evaluation should be reopened, in bokmål or nynorsk."""

    reason = PlainTextField(
        label=_("Why the evaluation should be reopened"),
        help_text=_("The reason becomes public when the other party agrees."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB
    )
