"""Fills an empty local database with a synthetic agreement, for measuring what pages cost."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from commitments.actions import measuring


class Command(BaseCommand):
    """All or nothing; the same number again changes nothing."""

    help = "Lay one synthetic agreement with N commitments in an empty database; LOCAL=1 only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The number of commitments."""
        parser.add_argument("commitments", type=int, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, note the progress on the error stream, print one line."""
        wanted: int = options["commitments"]
        if wanted < 1:
            raise CommandError("N is the number of commitments, at least 1.")
        try:
            filled = measuring.fill(wanted, laid=self._note)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was written.") from error
        self.stdout.write(
            f"{wanted} commitments in the agreement {measuring.SLUG}; this database is for "
            f"measuring{'' if filled else ', nothing changed'}."
        )

    def _note(self, laid: int) -> None:
        self.stderr.write(f"{laid} commitments laid")
