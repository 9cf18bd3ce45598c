"""The admin site, open to the same people as the workspace, by their memberships."""

from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from commitments.people import unsaved
from commitments.people.models import Membership, Role

_METHODS: Final = ["GET", "HEAD", "POST"]


class PortalAdminSite(admin.AdminSite):
    """The admin for party staff, the secretariat and superusers, with the portal's own sign-in."""

    site_title = _("Kvalitetsavtalen, administration")
    site_header = _("Kvalitetsavtalen, administration")
    index_title = _("What you can manage here")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the user may open the admin at all; ``visible_to`` decides on the rows."""
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return False
        acting = Membership.acting(user)
        return user.is_superuser or (acting is not None and acting.role != Role.OFFICE_VIEWER)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Leave out the redirect from any row's key to its page, which checks no rights."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Allow only reading and posting; store a form that the user may not send now."""
        page = super().admin_view(require_http_methods(_METHODS)(view), cacheable)

        @wraps(page)
        def answered(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            if request.method == "POST" and not self.has_permission(request):
                unsaved.keep(request)
            answer: HttpResponse = page(request, *args, **parts)
            return answer

        return answered

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Return choices for the fields that use autocompletion in a form here.

        Raises:
            BadRequest: the query names another field.
        """
        named = tuple(request.GET.get(part) for part in ("app_label", "model_name", "field_name"))
        completed = {
            (model._meta.app_label, model._meta.model_name, field)
            for model, page in self._registry.items()
            for field in page.get_autocomplete_fields(request)
        }
        if named not in completed:
            raise BadRequest
        return super().autocomplete_view(request)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Redirect to the portal's own sign-in.

        Raises:
            PermissionDenied: the user is signed in without access to the admin.
        """
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied(_("The administration is for the parties and the secretariat."))
        return redirect_to_login(reverse("admin:index"), settings.LOGIN_URL)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> Any:
        """Redirect to the portal's own page."""
        return HttpResponseRedirect(reverse("account_change_password"))
