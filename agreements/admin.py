"""The agreements in the admin, read-only."""

import re
from collections.abc import Iterable
from typing import Any, ClassVar, Final, TypeAlias
from urllib.parse import parse_qsl

from django.contrib import admin
from django.contrib.admin import ListFilter
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, DisallowedModelAdminToField
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Segment, TextVersion

_NOT_OFFERED: Final = (
    DisallowedModelAdminLookup,
    DisallowedModelAdminToField,
    IncorrectLookupParameters,
)
_LONGEST_SEARCH: Final = 200  # characters
Filters: TypeAlias = "tuple[list[ListFilter], bool, dict[str, bool | str], bool, bool]"
_PAGE: Final = re.compile("[1-9][0-9]{0,8}")


class OfferedList(ChangeList):
    """A list that accepts only the query parameters that its own links and search form send.

    These are the values of its filters, the order (``o``), the page (``p``), all rows on one
    page (``all``) and, if the list has a search field, the search (``q``). Django's other names
    are refused, because no page of ours uses them on a list: ``_popup`` and ``_to_field`` choose
    a row in a popup, ``_facets`` counts rows for each filter, ``e`` follows Django's redirect
    after an error. ``_changelist_filters`` is for the pages behind a list, not for the list.
    """

    def get_filters(self, request: HttpRequest) -> Filters:
        """Read the filters from the query.

        Raises:
            BadRequest: the query has a name or a value that the list does not offer.
        """
        found = super().get_filters(request)
        own = {ORDER_VAR, PAGE_VAR, ALL_VAR, *([SEARCH_VAR] if self.search_fields else [])}
        sent = {
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in own
        }
        once = {name: request.GET.getlist(name) for name in own if name in request.GET}
        if sent - self._offered(found[0]) or any(len(values) > 1 for values in once.values()):
            raise BadRequest
        page, every = request.GET.get(PAGE_VAR, "1"), request.GET.get(ALL_VAR, "")
        if every or not _PAGE.fullmatch(page) or not self._can_sort(request.GET.get(ORDER_VAR, "")):
            raise BadRequest
        return found

    def _offered(self, filters: Iterable[ListFilter]) -> set[tuple[str, str]]:
        """Return the name and value of every choice that the filters show."""
        return {
            (name, value)
            for shown in filters
            for choice in shown.choices(self)
            for name, value in parse_qsl(str(choice["query_string"])[1:], keep_blank_values=True)
            if name in shown.expected_parameters()
        }

    def _can_sort(self, order: str) -> bool:
        """Whether the order names sortable columns of the list, each at most once."""
        columns = [part.removeprefix("-") for part in order.split(".")] if order else []
        sortable = {
            str(index)
            for index, name in enumerate(self.list_display)
            if self.get_ordering_field(name)
        }
        return len(columns) == len(set(columns)) and sortable.issuperset(columns)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Rows that cannot be changed here; the base class of every page of the admin.

    ``history_page``: URL name of the portal's own history of a row, empty if there is none. The
    admin writes no log of its own: it would repeat that history and name people to all readers.
    """

    actions = None
    show_facets = admin.ShowFacets.NEVER
    history_page: ClassVar[str] = ""
    history_label = _("History")
    own_page_label = _("View on site")

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        """Use the list that refuses unknown parameters."""
        return OfferedList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Build the list.

        Raises:
            BadRequest: the query has something that the list does not offer.
        """
        try:
            return super().get_changelist_instance(request)
        except _NOT_OFFERED as error:
            raise BadRequest from error

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Search, for a list or for a form field with autocompletion.

        Raises:
            BadRequest: the text is longer than any search needs, or has a NUL character; SQLite
                fails on too many words, PostgreSQL on the character.
        """
        if len(search_term) > _LONGEST_SEARCH or "\0" in search_term:
            raise BadRequest
        return super().get_search_results(request, queryset, search_term)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """Ignore the query: no page links to a form with values in its URL."""
        return {}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Redirect to the portal's own history page.

        Raises:
            PermissionDenied: the rows have no such page.
            Http404: the URL has no key.
        """
        if not self.history_page:
            raise PermissionDenied
        try:
            return HttpResponseRedirect(reverse(self.history_page, args=[object_id]))
        except NoReverseMatch as error:
            raise Http404 from error

    def log_addition(self, *_args: object) -> Any:
        """Write no log entry: the row has its own history."""

    def log_change(self, *_args: object) -> Any:
        """Write no log entry: the row has its own history."""

    def view_on_site(self, obj: Model) -> str | None:
        """Return the URL of the row's own page; None if it has none."""
        has_page = hasattr(obj, "get_absolute_url")
        return str(obj.get_absolute_url()) if has_page else None  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Allow everyone that the site lets in."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow everyone that the site lets in; the queryset decides which rows they see."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: rows cannot be added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: rows cannot be changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: rows cannot be deleted here."""
        return False


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    """The agreements."""

    list_display = ("slug", "title", "signed_on", "ends_on")
    fields = (
        *("slug", "title", "short_title", "signed_on", "starts_on", "ends_on"),
        *("source", "source_sha256"),
    )


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    """The segments of the texts."""

    list_display = ("agreement", "position", "kind", "ref")
    list_filter = ("agreement", "kind")
    list_select_related = ("agreement",)


@admin.register(TextVersion)
class TextVersionAdmin(ReadOnlyAdmin):
    """The versions of the texts."""

    list_display = ("agreement", "number", "first_day", "document", "accepted_at")
    list_filter = ("agreement",)
    list_select_related = ("agreement",)
    fields = (
        "agreement",
        "number",
        "first_day",
        "reason",
        "language",
        "document",
        "document_address",
        "accepted_at",
        "sha256",
    )
