"""The form for setting one text on several marked rows of an evaluation."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from commitments.foundation.choices import Language
from commitments.register.models import Commitment
from commitments.web.day_fields import whole_number
from commitments.web.form_errors import ErrorListForm, PlainTextField


class MarkedTextForm(ErrorListForm):
    """A text, its language, and the marked rows, each «2005-F2 3»: reference and version."""

    narrative = PlainTextField(
        label=_("Grounds for the marked rows"),
        help_text=_("Replaces the text on the rows you have marked above."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=Language, initial=Language.NB
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        """Use other ids than the rows' own forms on the same page."""
        super().__init__(data, auto_id="flere-%s")

    def marks(self) -> dict[str, int]:
        """Return the version of each marked row that the page showed, by reference; 0 if none."""
        found = {}
        for mark in self.data.getlist("marked") if self.is_bound else ():  # type: ignore[attr-defined]
            ref, _space, version = mark.partition(" ")
            found[ref] = whole_number(version)
        return found

    def marked(self, commitments: Iterable[Commitment]) -> dict[Commitment, int]:
        """Return the marked ones of these commitments, with the versions; ignore other marks."""
        marks = self.marks()
        return {row: marks[row.ref] for row in commitments if row.ref in marks}
