"""Verifies that everything stored is exactly what was written."""

from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, no_translations
from tqdm import tqdm

from commitments.evaluations.revisions import verify as revisions
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.snapshot import snapshot
from commitments.trust import everything

_BAR: Final[Any] = {"disable": None, "leave": False}  # shown only at a terminal


class Command(BaseCommand):
    """Reads only. Prints each error on its own line; the exit code is 1 if there are any."""

    help = "Verify texts, revisions, files, rows and histories; exit 1 and name what is wrong."

    @no_translations
    def handle(self, *args: object, **options: object) -> None:
        """Print the errors, or the newest checksums of all chains and a summary."""
        with snapshot():
            if found := self._named_errors():
                raise CommandError(f"{found} faults found.")
            for row in revisions.newest().without_content():
                year = row.evaluation
                place = f"{year.agreement.slug} {year.year} revision {row.number}"
                self.stdout.write(f"{place}: {row.revision_sha256}")
            number, head_sha256 = ContentVersion.head()
            self.stdout.write(f"public act {number}: {head_sha256}")
            self.stdout.write(f"Everything verifies: {Revision.objects.count()} revisions.")

    def _named_errors(self) -> int:
        """Print each error as it is found, and return how many there are."""
        found = 0
        with tqdm(total=everything.count(), unit=" rows", **_BAR) as bar:
            for error in everything.errors(bar.update):
                bar.clear()
                self.stdout.write(str(error))
                found += 1
        return found
