"""What follows from the texts, shown in the admin and never changed there."""

from django.contrib import admin

from agreements.admin import ReadOnlyAdmin
from commitments.admin.action_admin import ScopedAdmin
from commitments.models import Commitment, Office, Region, Reservation, Source


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    """The obligations."""

    list_display = ("ref", "agreement", "group", "verb_class", "regional")
    list_filter = ("agreement", "group", "verb_class")
    list_select_related = ("agreement",)
    search_fields = ("ref", "wording")
    exclude = ("search_words",)


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    """The reservations."""

    list_display = ("ref", "agreement")
    list_select_related = ("agreement",)


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """Counties and municipalities."""

    list_display = ("code", "name", "kind", "valid_from", "valid_to")
    list_filter = ("kind",)


@admin.register(Office)
class OfficeAdmin(ReadOnlyAdmin):
    """County governor's offices of the time."""

    list_display = ("name", "merged_on", "successor")
    search_fields = ("name",)


@admin.register(Source)
class SourceAdmin(ScopedAdmin):
    """Sources that the person may see; new ones are added with the entry that cites them."""

    list_display = ("title", "party", "published_on", "entered_at")
    list_select_related = ("party",)
    search_fields = ("title",)
    fields = ("title", "publisher", "published_on", "address", "file_name", "sha256", "party")
