"""What follows from the texts, shown in the admin and never changed there."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin import ReadOnlyAdmin
from agreements.templatetags.texts import label
from commitments.people.action_admin import ScopedAdmin
from commitments.places.models import Office, Region
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.sources.models import Source
from commitments.web.admin_filters import GroupFilter, PromiseFilter


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    """The obligations."""

    list_display = ("ref", "agreement", "group_label", "promise_label", "regional")
    list_filter = ("agreement", GroupFilter, PromiseFilter)
    list_select_related = ("agreement",)
    search_fields = ("ref", "wording")
    fields = (
        "agreement", "ref", "position", "segments", "wording", "marker", "group", "actor", "modal",
        "responsible", "verb_class", "deadline", "condition", "measurable", "regional", "note",
    )  # fmt: skip

    @admin.display(description=_("group"), ordering="group")
    def group_label(self, commitment: Commitment) -> str:
        """The group in the reader's words."""
        return label(commitment.group, "group")

    @admin.display(description=_("kind of promise"), ordering="verb_class")
    def promise_label(self, commitment: Commitment) -> str:
        """The kind of promise in the reader's words."""
        return label(commitment.verb_class, "verb")


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
    fields = (
        "title", "publisher", "published_on", "address", "file_name", "sha256", "removed_at",
        "party",
    )  # fmt: skip
