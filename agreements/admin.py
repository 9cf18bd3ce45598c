"""What was written, shown in the admin and never changed there."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from agreements.models import Agreement, Segment


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Rows that nobody changes here; the base class of every page of the admin.

    ``history_page``: URL name of the portal's own history of a row, "" if there is none. The
    admin keeps no log of its own: it would repeat that history and name persons to all readers.
    """

    history_page: ClassVar[str] = ""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Redirect to the portal's own history page.

        Raises:
            PermissionDenied: the rows have no such page.
        """
        if not self.history_page:
            raise PermissionDenied
        return HttpResponseRedirect(reverse(self.history_page, args=[object_id]))

    def log_addition(self, *_args: Any) -> Any:
        """Write no log entry: the row has its own history."""

    def log_change(self, *_args: Any) -> Any:
        """Write no log entry: the row has its own history."""

    def view_on_site(self, obj: Model) -> str | None:
        """The row's own page, where it has one."""
        has_page = hasattr(obj, "get_absolute_url")
        return str(obj.get_absolute_url()) if has_page else None  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everyone the site lets in."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Everyone the site lets in; which rows is decided by the queryset."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    """The agreements."""

    list_display = ("slug", "title", "signed_on", "ends_on")
    fields = ("slug", "title", "signed_on", "starts_on", "ends_on", "source", "source_sha256")


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    """The texts, cut."""

    list_display = ("agreement", "position", "kind", "ref")
    list_filter = ("agreement", "kind")
    list_select_related = ("agreement",)
