"""Forms with which the secretariat adds people and corrects their names."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Party
from commitments.people.models import Role
from commitments.places.models import Office
from commitments.web.form_errors import VisibleTextField


def _roles() -> list[tuple[str, str]]:
    """Return each role with its label and definition, in the reader's language."""
    language = get_language()
    words = {role: vocabulary.word(f"role.{role}") for role in Role.values}
    return [
        (role, f"{word.label(language)}: {word.definition(language)}")
        for role, word in words.items()
    ]


class LanguageForm(forms.Form):
    """The language of the emails to a person."""

    language = forms.ChoiceField(
        label=_("Language of emails"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
        widget=forms.Select,
    )


class PersonForm(LanguageForm):
    """A person, a role and what it is for. The action validates the combination."""

    email = VisibleTextField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = VisibleTextField(
        label=_("Name"), max_length=200, help_text=_("The person can correct it.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=_roles, widget=forms.RadioSelect)
    party = forms.ModelChoiceField(
        label=_("Party"),
        queryset=Party.objects.order_by("pk"),
        required=False,
        empty_label=_("none"),
        help_text=_("For editors and approvers."),
    )
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices at the time"),
        queryset=Office.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For office viewers: every office that the office of today has taken over."),
    )
    field_order = ("email", "name", "language")


class NameForm(forms.Form):
    """A person's name."""

    name = VisibleTextField(label=_("Name"), max_length=200)


class AccountForm(forms.Form):
    """The name and the password, twice, of a person who accepts an invitation."""

    name = VisibleTextField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_(
            "Your name is shown beside what you sign. Only the secretariat can change it later."
        ),
    )
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters. A sentence is easy to remember."),
    )
    password2 = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password2(self) -> str:
        """Check that both passwords are the same."""
        second: str = self.cleaned_data["password2"]
        if second != self.cleaned_data.get("password1", second):
            raise forms.ValidationError(_("The two passwords are not the same."), code="unlike")
        return second
