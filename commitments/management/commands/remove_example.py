"""Empties an example database and loads the two texts again."""

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.operating import example


class Command(BaseCommand):
    """Drops and recreates every table of a database marked as an example. Refuses any other."""

    help = "Remove all example content: drop all tables, migrate and load the texts anew."

    @no_translations
    def handle(self, *args: object, **options: object) -> None:
        """Remove the content, then load the texts."""
        try:
            example.remove()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        call_command("load_agreements", stdout=self.stdout)
        self.stdout.write("The example content is gone.")
