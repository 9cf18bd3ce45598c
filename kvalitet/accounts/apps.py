"""The app with the user model."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts: a separate app, so that nothing else decides what a user is."""

    name = "kvalitet.accounts"
    label = "accounts"
    verbose_name = _("People")
