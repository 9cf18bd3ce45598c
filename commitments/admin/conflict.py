"""Two people at one entry in the admin: what the other saved beside what was typed."""

from typing import Any, Final

from django import forms

from agreements import vocabulary
from commitments.differences import Change, Citation, Version, changes
from commitments.models import Language, ProgressEntry, Source

_TEXTS: Final = ("status", "narrative", "language", "correction_reason")


class TypedForm(forms.Form):
    """The content once more, also where the page itself takes none of it any longer."""

    status = forms.ChoiceField(required=False)
    true_on = forms.DateField(required=False)
    narrative = forms.CharField(required=False)
    language = forms.ChoiceField(required=False, choices=Language)
    correction_reason = forms.CharField(required=False)
    sources = forms.ModelMultipleChoiceField(Source.objects.none(), required=False)

    def __init__(self, data: Any, entry: ProgressEntry) -> None:
        """Take what was sent; sources of the entry's own party alone."""
        super().__init__(data)
        self.fields["status"].choices = [(name, name) for name in vocabulary.words("progress")]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["sources"].queryset = Source.objects.of_party(entry.party)  # type: ignore[attr-defined]  # chooses rows


def beside(saved: ProgressEntry, data: Any) -> list[Change]:
    """The fields in which what was typed differs from what is saved; none where nothing was typed.

    ``before`` is what is saved, ``after`` what was typed.
    """
    if "narrative" not in data:
        return []
    form = TypedForm(data, saved)
    form.is_valid()
    typed = form.cleaned_data
    return changes(
        Version(
            true_on=saved.true_on,
            sources=_cited(saved.sources.all()),
            **{name: getattr(saved, name) for name in _TEXTS},
        ),
        Version(
            true_on=typed.get("true_on"),
            sources=_cited(typed.get("sources", ())),
            **{name: typed.get(name, "") for name in _TEXTS},
        ),
    )


def _cited(sources: Any) -> tuple[Citation, ...]:
    return tuple(Citation(source.pk, source.title) for source in sources)
