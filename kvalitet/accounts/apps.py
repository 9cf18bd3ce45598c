"""The app that holds the user."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, kept apart so that nothing else decides what a user is."""

    name = "kvalitet.accounts"
    label = "accounts"
