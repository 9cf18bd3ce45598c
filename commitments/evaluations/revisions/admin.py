"""Revisions in the admin, read-only."""

from django.contrib import admin

from agreements.admin import ReadOnlyAdmin
from commitments.evaluations.revisions.models import Revision


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """What was signed or published, permanently."""

    list_display = ("evaluation", "number", "kind", "published_at", "revision_sha256")
    list_select_related = ("evaluation__evaluation_year__agreement",)
    fields = ("evaluation", "number", "kind", "content_sha256", "revision_sha256", "published_at")
