"""Redacts a passage everywhere as the law requires, and publishes the fact."""

import sys
from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.trust import redaction


class Command(BaseCommand):
    """Reads the passage from standard input, so that no shell stores it."""

    help = (
        "Replace the passage on standard input by «sladdet» in rows, histories, sources,"
        " hand-ins and revisions. Reason and time become public, the two names are kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the reason, the names of those who decided, and the dry run."""
        parser.add_argument("--reason", required=True, help="public; not the passage again")
        parser.add_argument(
            "--name", action="append", default=[], help="who has decided; given twice"
        )
        parser.add_argument("--dry-run", action="store_true", help="say where, change nothing")

    @no_translations
    def handle(
        self, *args: object, reason: str, name: list[str], dry_run: bool, **options: object
    ) -> None:
        """Redact the passage, or only list where it occurs."""
        passage = sys.stdin.read().strip("\n")
        if dry_run:
            for place in redaction.found(passage):
                self.stdout.write(f"{place.row._meta.label} {place.row.pk} {place.pointer}")
            self.stdout.write("Nothing is changed.")
            return
        try:
            made = redaction.redact(passage, reason=reason, names=name)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing is changed.") from error
        self.stdout.write(
            f"Struck out in {len(made)} places and in their histories."
            " Uploaded files are not searched: see docs/operations.md."
        )
