"""All URLs of the portal. Pages are under a language; probes and robots are not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from commitments.operating import probes

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("robots.txt", probes.robots, name="robots"),
    path(".well-known/security.txt", probes.security, name="security"),
    path("sitemap.xml", probes.sitemap, name="sitemap"),
    re_path(r"^nb/(?P<path>.*)$", probes.bokmal, name="bokmal"),
    *i18n_patterns(
        path("", include("agreements.urls")),
        path("", include("commitments.urls")),
        path("konto/", include("kvalitet.accounts.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler400 = "kvalitet.errors.bad_request"
handler403 = "kvalitet.errors.permission_denied"
handler404 = "kvalitet.errors.page_not_found"
handler429 = "kvalitet.errors.too_many_requests"  # used by allauth, not by Django
handler500 = "kvalitet.errors.server_error"
