"""The app that holds the user."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts, kept apart so that nothing else decides what a user is."""

    name = "kvalitet.accounts"
    label = "accounts"
    verbose_name = _("People")
