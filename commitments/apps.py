"""The app that holds what the texts oblige the parties to and how it went, and its admin."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CommitmentsConfig(AppConfig):
    """Commitments and what the parties say about them."""

    name = "commitments"


class PortalAdminConfig(admin_apps.AdminConfig):
    """The admin with the portal's own door."""

    default = False  # of this module; settings name it
    default_site = "commitments.admin_site.PortalAdminSite"
