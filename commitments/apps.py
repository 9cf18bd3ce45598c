"""The app that holds what the texts oblige the parties to and how it went, and its admin."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """Commitments and what the parties say about them."""

    name = "commitments"
    verbose_name = _("Commitments")


class PortalAdminConfig(admin_apps.AdminConfig):
    """The admin, entered by the portal's own rule."""

    default = False  # of this module; settings name it
    default_site = "commitments.people.admin_site.PortalAdminSite"
