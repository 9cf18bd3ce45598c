"""Sources in the admin, read-only."""

from django.contrib import admin

from commitments.people.action_admin import ScopedAdmin
from commitments.sources.models import Source


@admin.register(Source)
class SourceAdmin(ScopedAdmin):
    """Sources visible to the user. New ones are added with the entry that cites them."""

    list_display = ("title", "party", "published_on", "entered_at")
    list_select_related = ("party",)
    search_fields = ("title",)
    fields = (
        "title", "publisher", "published_on", "address", "file_name", "sha256", "removed_at",
        "party",
    )  # fmt: skip
