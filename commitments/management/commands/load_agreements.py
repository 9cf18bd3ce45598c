"""Loads the agreements' texts and the regions of their time from the project's own files."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from agreements.folder import read_folder
from agreements.models import Segment
from agreements.reader import AgreementText, InvalidTextError
from commitments.actions import regions, texts
from commitments.models import Commitment

TEXTS = Path(__file__).resolve().parents[3] / "agreements" / "texts"


class Command(BaseCommand):
    """All or nothing; the same files again change nothing. Every fault of every pair is named."""

    help = "Load the agreements and reference data; refuses a changed text unless it is accepted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder and the two switches."""
        parser.add_argument("--folder", type=Path, default=TEXTS)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--accept-changed-text", action="store_true")

    @no_translations
    def handle(
        self,
        *args: object,
        folder: Path,
        dry_run: bool,
        accept_changed_text: bool,
        **options: object,
    ) -> None:
        """Read every pair, load them in one transaction, print one line."""
        pairs = self._read(folder)
        try:
            with transaction.atomic():
                changes = self._load(pairs, accept_changed_text=accept_changed_text)
                region = regions.load()
                total = Commitment.objects.count()
                transaction.set_rollback(dry_run)
        except ValidationError as error:
            raise CommandError(
                f"{'; '.join(error.messages)} Nothing was written. "
                "Use --accept-changed-text if the new text is right."
            ) from error
        counted = ", ".join(
            f"{changes.count(kind)} {kind}" for kind in ("new", "changed", "unchanged")
        )
        self.stdout.write(
            f"{'Dry run, nothing written: ' if dry_run else ''}"
            f"{len(changes)} agreements ({counted}), {total} commitments, "
            f"{region.counties} counties, {region.offices} offices."
        )

    @staticmethod
    def _read(folder: Path) -> list[AgreementText]:
        try:
            pairs = read_folder(folder, loaded=Segment.objects.refs_by_agreement())
        except InvalidTextError as error:
            raise CommandError(f"{error}\nNothing was written.") from error
        if not pairs:
            raise CommandError(f"No agreement in {folder}.")
        return pairs

    @staticmethod
    def _load(pairs: Iterable[AgreementText], *, accept_changed_text: bool) -> list[str]:
        changes, refusals = [], []
        for pair in pairs:
            try:
                loaded = texts.load(pair, accept_changed_text=accept_changed_text)
            except ValidationError as error:
                refusals.append(error)
            else:
                changes.append(loaded.change)
        if refusals:
            raise ValidationError(refusals)
        return changes
