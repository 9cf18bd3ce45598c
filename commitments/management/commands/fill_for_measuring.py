"""Fills an empty local database with a synthetic agreement, for measuring performance."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.operating import measuring
from commitments.progress.models import ProgressEntry


class Command(BaseCommand):
    """Fills everything or nothing. The same number again changes nothing."""

    help = "Lay one synthetic agreement with N commitments in an empty database; LOCAL=1 only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the numbers of commitments and of entries on each."""
        parser.add_argument("commitments", type=int, metavar="N")
        parser.add_argument(
            "--entries", type=int, default=2, help="published by each party on each; 2"
        )

    @no_translations
    def handle(self, *args: object, commitments: int, entries: int, **options: object) -> None:
        """Fill the database, report progress to standard error, and print one line."""
        if commitments < 1:
            raise CommandError("N is the number of commitments, at least 1.")
        try:
            filled = measuring.fill(commitments, each=entries, laid=self._note)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was written.") from error
        self.stdout.write(
            f"{commitments} commitments and {ProgressEntry.objects.count()} entries in the"
            f" agreement {measuring.SLUG}; this database is for measuring"
            f"{'' if filled else ', nothing changed'}."
        )

    def _note(self, laid: int) -> None:
        self.stderr.write(f"{laid} rows laid")
