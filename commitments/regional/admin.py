"""Regional statuses in the admin, and read-only imports and notes from offices."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from commitments.people.action_admin import ScopedAdmin
from commitments.people.models import Membership
from commitments.places.models import Region
from commitments.publishing.admin import StatementAdmin, StatementAdminForm
from commitments.regional import actions as regional
from commitments.regional.actions import CountySubject
from commitments.regional.content import RegionalContent
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.register.models import Commitment


class RegionalStatusForm(StatementAdminForm):
    """A regional status, and the step to take."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make both numbers optional: they may be unknown, or the county's own total."""
        super().__init__(*args, **kwargs)
        for name in ("municipalities", "municipalities_total"):
            if name in self.fields:
                self.fields[name].required = False


@admin.register(RegionalStatus)
class RegionalStatusAdmin(StatementAdmin):
    """The status of a county in a year, by party."""

    form = RegionalStatusForm
    place = ("commitment", "county", "year")
    content: ClassVar[tuple[str, ...]] = (
        "status",
        "municipalities",
        "municipalities_total",
        "narrative",
        "language",
        "correction_reason",
        "sources",
    )
    history_page = "commitments:status_history"
    list_display = ("ref", "county", "year", "party", "state_label", "status_label")
    list_select_related = ("commitment", "county", "party")
    autocomplete_fields = ("sources",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the agreements' counties, and commitments that can vary between them."""
        rows: dict[str, object] = {
            "county": Region.objects.counties(),
            "commitment": Commitment.objects.of_counties(),
        }
        kwargs["queryset"] = rows[db_field.name]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def draft(self, values: dict[str, Any], *, by: Membership) -> RegionalStatus:
        """Create a draft."""
        subject = CountySubject(values["county"], values["commitment"], values["year"])
        return regional.draft(subject, self.content_of(values), by=by, token=values["token"])

    def content_of(self, values: dict[str, Any]) -> RegionalContent:
        """Return what was typed, as the action takes it."""
        return RegionalContent(**self.content_values(values))


@admin.register(RegionalImport)
class RegionalImportAdmin(ScopedAdmin):
    """Files that the own party has uploaded. They are imported in the workspace."""

    list_display = ("file_name", "party", "created_at", "imported_at")
    list_select_related = ("party",)
    fields = ("file_name", "party", "sha256", "created_at", "imported_at")


@admin.register(CountyNote)
class CountyNoteAdmin(ScopedAdmin):
    """Notes from offices about their counties. They are answered in the workspace."""

    list_display = ("number", "county", "party", "created_at", "answered_at")
    list_select_related = ("county", "party")
    fields = (
        "number", "office", "county", "party", "commitment", "text", "created_at", "answer",
        "answered_at",
    )  # fmt: skip
