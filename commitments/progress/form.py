"""The form with which a party records progress."""

from django.utils.translation import gettext_lazy as _

from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing.form import StatementForm
from commitments.web.day_fields import OptionalDayField


class EntryForm(StatementForm):
    """The common fields of a statement, and the day that the entry describes."""

    MODEL = ProgressEntry
    field_order = ("status", "narrative", "true_on")  # first, before the other fields

    true_on = OptionalDayField(
        label=_("Which date does this describe?"),
        help_text=_(
            "The date cannot be in the future. If it is outside the term, the entry is marked."
        ),
    )

    def content(self) -> EntryContent:
        """Return what was typed, for the action."""
        return EntryContent(**self.values())
