"""Verifies that everything stored is what was written: revisions, files and rows."""

from itertools import chain

from django.core.management.base import BaseCommand, CommandError, no_translations

from commitments.models import Revision
from commitments.verifying import files, histories, relations, revisions


class Command(BaseCommand):
    """Reads only; names each error on a line of its own and ends with 1 where there is one."""

    help = "Verify all revisions, uploaded files and rows; exit 1 and name what is wrong."

    @no_translations
    def handle(self, *args: object, **options: object) -> None:
        """Print the errors, then the newest hash of each chain and one summary line."""
        parts = (revisions, files, histories, relations)
        errors = list(chain.from_iterable(part.errors() for part in parts))
        for error in errors:
            self.stdout.write(str(error))
        if errors:
            raise CommandError(f"{len(errors)} faults found.")
        for row in revisions.newest().without_content():
            place = f"{row.evaluation.agreement.slug} {row.evaluation.year} revision {row.number}"
            self.stdout.write(f"{place}: {row.revision_sha256}")
        self.stdout.write(f"Everything verifies: {Revision.objects.count()} revisions.")
