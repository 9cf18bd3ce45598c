"""The app of the agreements and their texts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """The agreements, word for word."""

    name = "agreements"
    verbose_name = _("Agreements")
