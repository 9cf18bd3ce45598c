"""The form by which a party records progress."""

from django.utils.translation import gettext_lazy as _

from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing.form import StatementForm
from commitments.web.day_fields import OptionalDayField


class EntryForm(StatementForm):
    """A progress entry: what every statement has, and the day it was true."""

    MODEL = ProgressEntry
    field_order = ("status", "narrative", "true_on")  # then the others

    true_on = OptionalDayField(
        label=_("Which date does this describe?"),
        help_text=_(
            "The date cannot be in the future. If it is outside the term, the entry is marked."
        ),
    )

    def content(self) -> EntryContent:
        """What was typed, for the action."""
        return EntryContent(**self.values())
