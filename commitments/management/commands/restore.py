"""Restores a backup into an empty database and an empty folder of files, and verifies it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.operating import backup


class Command(BaseCommand):
    """Overwrites nothing. The exit code is 1 if the restored content does not verify."""

    help = "Restore a backup into the empty database and folder that the settings name; verify it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, help="what `backup` made")

    @no_translations
    def handle(self, *args: object, folder: Path, **options: object) -> None:
        """Restore, then verify everything."""
        try:
            errors = backup.restore(folder)
        except FileNotFoundError as error:
            raise CommandError(f"This is no backup: {error.filename} is missing.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if errors:
            raise CommandError("; ".join(map(str, errors)))
        self.stdout.write(f"Restored from {folder}.")
        call_command("verify", stdout=self.stdout)
