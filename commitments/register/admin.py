"""Commitments and reservations in the admin, read-only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.admin import ReadOnlyAdmin
from agreements.templatetags.texts import label
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.web.admin_filters import GroupFilter, PromiseFilter


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    """The commitments."""

    list_display = ("ref", "title", "agreement", "group_label", "promise_label", "regional")
    list_filter = ("agreement", GroupFilter, PromiseFilter)
    list_select_related = ("agreement",)
    search_fields = ("ref", "wording", "short_title__nb", "short_title__nn")
    fields = (
        "agreement", "ref", "position", "segments", "wording", "marker", "group", "actor", "modal",
        "responsible", "verb_class", "scope", "condition", "period", "deadline", "measurable",
        "regional", "short_title", "note", "reasons",
    )  # fmt: skip

    @admin.display(description=_("group"), ordering="group")
    def group_label(self, commitment: Commitment) -> str:
        """Return the group in the reader's language."""
        return label(commitment.group, "group")

    @admin.display(description=_("type of promise"), ordering="verb_class")
    def promise_label(self, commitment: Commitment) -> str:
        """Return the type of promise in the reader's language."""
        return label(commitment.verb_class, "verb")


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    """The reservations."""

    list_display = ("named", "agreement")
    list_select_related = ("agreement", "segment")
