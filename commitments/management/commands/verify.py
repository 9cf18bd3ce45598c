"""Verifies that everything stored is what was written, down to the last sign."""

from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, no_translations
from tqdm import tqdm

from commitments.evaluations.revisions import verify as revisions
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.snapshot import snapshot
from commitments.trust import everything

_BAR: Final[Any] = {"disable": None, "leave": False}  # shown at a terminal alone


class Command(BaseCommand):
    """Reads only; names each error on a line of its own and ends with 1 where there is one."""

    help = "Verify texts, revisions, files, rows and histories; exit 1 and name what is wrong."

    @no_translations
    def handle(self, *args: object, **options: object) -> None:
        """Print the errors, then the heads of all chains and one summary line."""
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
        """How many errors there are, each printed as it is found."""
        found = 0
        with tqdm(total=everything.count(), unit=" rows", **_BAR) as bar:
            for error in everything.errors(bar.update):
                bar.clear()
                self.stdout.write(str(error))
                found += 1
        return found
