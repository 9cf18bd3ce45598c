"""Imports municipalities with their validity from files of Statistics Norway's Klass."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.management.arguments import day
from commitments.places import load_municipalities
from commitments.places.ssb_klass import CodeList, InvalidListError, read


class Command(BaseCommand):
    """Imports everything or nothing. The same files again change nothing."""

    help = "Import municipalities from Klass (code list 131): JSON of codes or codesAt, or CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files, the day of each file without days, and the dry run."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--date",
            dest="days",
            action="append",
            default=[],
            type=day,
            metavar="YYYY-MM-DD",
            help="the day of a list without validity; once for each such file, in their order",
        )
        parser.add_argument("--dry-run", action="store_true")

    @no_translations
    def handle(
        self, *args: object, files: list[Path], days: list[date], dry_run: bool, **options: object
    ) -> None:
        """Read all files, import them together, and print one line."""
        left = list(days)
        lists = [self._read(path, left) for path in files]
        if left:
            raise CommandError("There are more days than files that need one.")
        done = load_municipalities.take_in(lists, dry_run=dry_run)
        self.stdout.write(
            f"{'Dry run, nothing written: ' if dry_run else ''}"
            f"{done.total} municipalities with validity "
            f"({done.new} new, {done.changed} changed, {done.removed} removed,"
            f" {done.unchanged} unchanged)."
        )

    @staticmethod
    def _read(path: Path, days: list[date]) -> CodeList:
        try:
            body = path.read_bytes()
            found = read(body, on=days[0] if days else None)
        except OSError as error:
            raise CommandError(f"{path.name}: {error.strerror}. Nothing was written.") from error
        except InvalidListError as error:
            raise CommandError(f"{path.name}: {error} Nothing was written.") from error
        if found.on is not None:
            days.pop(0)
        return found
