"""The app that counts attempts and checks the configuration before the portal starts."""

from django.apps import AppConfig
from django.core import checks


class GuardConfig(AppConfig):
    """Limits and start-up checks."""

    name = "kvalitet.guard"
    label = "guard"

    def ready(self) -> None:
        """Register the configuration checks for every command, the others for ``--deploy``."""
        from kvalitet.guard import deploy_checks  # noqa: PLC0415  # settings come first
        from kvalitet.guard.checks import configuration  # noqa: PLC0415

        checks.register(configuration)
        checks.register(deploy_checks.surroundings, deploy=True)
