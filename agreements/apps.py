"""The app that holds what was written."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The agreements, word for word."""

    name = "agreements"
