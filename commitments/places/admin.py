"""Counties, municipalities and offices in the admin, read-only."""

from django.contrib import admin

from agreements.admin import ReadOnlyAdmin
from commitments.places.models import Office, Region


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """Counties and municipalities."""

    list_display = ("code", "name", "kind", "valid_from", "valid_to")
    list_filter = ("kind",)


@admin.register(Office)
class OfficeAdmin(ReadOnlyAdmin):
    """County governor's offices as they were during the agreements."""

    list_display = ("name", "merged_on", "successor")
    search_fields = ("name",)
