"""Who may enter the admin: the same people as the workspace, let in by their memberships."""

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
    """Party staff, the secretariat and superusers; signing in and out is the portal's own."""

    site_title = _("Kvalitetsavtalen, administration")
    site_header = _("Kvalitetsavtalen, administration")
    index_title = _("What you can manage here")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may open the admin at all; rows are decided by ``visible_to``."""
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return False
        acting = Membership.acting(user)
        return user.is_superuser or (acting is not None and acting.role != Role.OFFICE_VIEWER)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Every page but the way from any row's key to its own page, which asks for no rights."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The page itself: read, or sent a form, which is kept for whoever may not send it now."""
        page = super().admin_view(require_http_methods(_METHODS)(view), cacheable)

        @wraps(page)
        def answered(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            if request.method == "POST" and not self.has_permission(request):
                unsaved.keep(request)
            answer: HttpResponse = page(request, *args, **parts)
            return answer

        return answered

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Rows to choose from, for the fields that a form here completes.

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
        """The portal's own sign-in.

        Raises:
            PermissionDenied: the person is signed in and has no business here.
        """
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied(_("The administration is for the parties and the secretariat."))
        return redirect_to_login(reverse("admin:index"), settings.LOGIN_URL)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> Any:
        """The portal's own page for it."""
        return HttpResponseRedirect(reverse("account_change_password"))
