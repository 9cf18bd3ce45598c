"""Backs up the database and the uploaded files, with a manifest of checksums."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.operating import backup


class Command(BaseCommand):
    """Backs up without blocking writers or overwriting anything."""

    help = "Copy the database and the uploaded files into a new folder, with a manifest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, help="new, or empty")

    @no_translations
    def handle(self, *args: object, folder: Path, **options: object) -> None:
        """Back up and print one line."""
        try:
            manifest = backup.back_up(folder)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"Backed up into {folder}: the database, {len(manifest['filer'])} files,"
            f" the newest hashes of {len(manifest['nyeste_revisjoner'])} evaluations."
        )
