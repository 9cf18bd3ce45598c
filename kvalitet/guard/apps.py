"""The app that keeps count of tries and looks at the configuration before the portal starts."""

from django.apps import AppConfig
from django.core import checks


class GuardConfig(AppConfig):
    """Limits and start-up checks."""

    name = "kvalitet.guard"
    label = "guard"

    def ready(self) -> None:
        """Have the configuration looked at by every command."""
        from kvalitet.guard.checks import configuration  # noqa: PLC0415  # settings come first

        checks.register(configuration)
