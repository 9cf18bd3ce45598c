"""Progress entries in the admin."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.progress import actions as progress
from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing.admin import StatementAdmin, StatementAdminForm
from commitments.publishing.admin_conflict import beside
from commitments.publishing.versions import Change


class ProgressEntryForm(StatementAdminForm):
    """The content of an entry, and the step to take.

    ``conflict``: the differences from the saved text if someone else has saved first.
    """

    conflict: Sequence[Change] = ()
    conflict_heading = _("Two texts")
    conflict_columns = (_("Field"), _("As it is saved"), _("What you typed"))

    def refuse(self, error: Any) -> None:
        """Show both texts in a conflict. Sending the form again then saves over the other text."""
        super().refuse(error)
        if isinstance(error, StaleRowError):
            self.conflict = beside(error.current, self.data)
            data: Any = self.data
            self.data = data.copy()
            self.data["version"] = str(error.current.version)  # type: ignore[index]  # a copy


@admin.register(ProgressEntry)
class ProgressEntryAdmin(StatementAdmin):
    """Progress on a commitment, by party."""

    form = ProgressEntryForm
    change_form_template = "admin/entry_change.html"
    place = ("commitment",)
    content: ClassVar[tuple[str, ...]] = (
        "status",
        "narrative",
        "language",
        "true_on",
        "correction_reason",
        "sources",
    )
    history_page = "commitments:entry_history"
    list_display = ("ref", "party", "state_label", "status_label", "true_on", "published_at")
    list_select_related = ("commitment", "party")
    autocomplete_fields = ("commitment", "sources")

    def draft(self, values: dict[str, Any], *, by: Membership) -> ProgressEntry:
        """Create a draft."""
        content = self.content_of(values)
        return progress.draft(values["commitment"], content, by=by, token=values["token"])

    def content_of(self, values: dict[str, Any]) -> EntryContent:
        """Return what was typed."""
        return EntryContent(**self.content_values(values))
