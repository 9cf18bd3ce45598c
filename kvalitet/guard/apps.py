"""The app that keeps count of tries and looks at the configuration before the portal starts."""

from django.apps import AppConfig


class GuardConfig(AppConfig):
    """Limits and start-up checks."""

    name = "kvalitet.guard"
    label = "guard"
