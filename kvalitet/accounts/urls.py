"""URLs for signing in: the allauth views that the portal uses, and no others."""

from allauth.account import views
from allauth.mfa.base import views as factor_views
from django.urls import path
from django.views.generic import RedirectView

from kvalitet.accounts.half_signed_in import takes_half_signed_in

urlpatterns = [
    path("inn/", views.login, name="account_login"),
    path("inn/faktor/", factor_views.authenticate, name="mfa_authenticate"),
    path("ut/", takes_half_signed_in(views.logout), name="account_logout"),
    path("passord/", views.password_change, name="account_change_password"),
    path(  # allauth redirects users without a password here: the first one comes by email
        "passord/velg/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("passord/glemt/", views.password_reset, name="account_reset_password"),
    path("passord/glemt/sendt/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "passord/nytt/<str:uidb36>/<str:key>/",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "passord/nytt/lagret/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
