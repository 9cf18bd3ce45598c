"""Fills an example database with invented people and entries."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.operating import example


class Command(BaseCommand):
    """Runs only with LOCAL=1 and in a database without content. A second run changes nothing."""

    help = "Fill an example database; the password is EXAMPLE_PASSWORD, else one kept in var/."

    @no_translations
    def handle(self, *args: object, **options: object) -> None:
        """Load the example and print how to sign in."""
        try:
            loaded = example.load(self._password())
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        state = "made" if loaded.new else "unchanged"
        self.stdout.write(
            f"Example {state}: {loaded.people} people, {loaded.entries} entries. "
            f"Password of every example account: {self._password()}"
        )

    @staticmethod
    def _password() -> str:
        """Return EXAMPLE_PASSWORD, or this checkout's random password."""
        if settings.EXAMPLE_PASSWORD:
            return str(settings.EXAMPLE_PASSWORD)
        path = settings.VAR / "example_password"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(12), encoding="ascii")
        return path.read_text(encoding="ascii")
