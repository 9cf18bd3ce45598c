"""Loads the agreements' texts and the regions of their time from the project's own files."""

from argparse import ArgumentParser
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from agreements import shipped
from agreements.actions import Acceptance
from agreements.models import Segment
from agreements.reading.folder import read_folder
from agreements.reading.reader import AgreementText, InvalidTextError
from agreements.text_version import LANGUAGES
from commitments.context import load as context
from commitments.evaluations import text_change_actions
from commitments.management.arguments import day
from commitments.operating import load_agreements
from commitments.places import load_counties
from commitments.register.models import Commitment

TEXTS: Final = shipped.FOLDER
_NEEDED: Final = {
    "first_day": "--first-day",
    "reason": "--reason",
    "language": "--language",
    "document": "--document",
}
_STATED: Final = {**_NEEDED, "address": "--address"}


class Command(BaseCommand):
    """Loads everything or nothing, and reports every error. The same files again change nothing."""

    help = "Load the agreements and reference data; refuses a changed text unless it is accepted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, the switches, and the facts of an acceptance."""
        parser.add_argument("--folder", type=Path, default=TEXTS)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--accept-changed-text", action="store_true")
        parser.add_argument("--first-day", type=day, help="YYYY-MM-DD; public")
        parser.add_argument("--reason", help="why it changes; public")
        parser.add_argument("--language", choices=LANGUAGES, help="of the reason")
        parser.add_argument("--document", help="title of what the change rests on; public")
        parser.add_argument("--address", help="of that document, if it has one")

    @no_translations
    def handle(
        self,
        *args: object,
        folder: Path,
        dry_run: bool,
        accept_changed_text: bool,
        **options: Any,
    ) -> None:
        """Read every pair of files, load them in one transaction, and print one line."""
        acceptance = self._acceptance(options) if accept_changed_text else self._none(options)
        pairs = self._read(folder)
        with transaction.atomic():
            changes = self._load(pairs, acceptance)
            self._load_context()
            region = load_counties.load()
            total = Commitment.objects.count()
            transaction.set_rollback(dry_run)
        counted = ", ".join(
            f"{changes.count(kind)} {kind}" for kind in ("new", "changed", "unchanged")
        )
        self.stdout.write(
            f"{'Dry run, nothing written: ' if dry_run else ''}"
            f"{len(changes)} agreements ({counted}), {total} commitments, "
            f"{region.counties} counties, {region.offices} offices."
        )

    @staticmethod
    def _acceptance(options: Mapping[str, Any]) -> Acceptance:
        missing = [option for name, option in _NEEDED.items() if not options[name]]
        if missing:
            raise CommandError(f"--accept-changed-text needs {', '.join(missing)}, too.")
        return Acceptance(
            first_day=options["first_day"],
            reason=options["reason"],
            language=options["language"],
            document=options["document"],
            document_address=options["address"] or "",
        )

    @staticmethod
    def _none(options: Mapping[str, Any]) -> None:
        stated = [option for name, option in _STATED.items() if options[name]]
        if stated:
            raise CommandError(f"{', '.join(stated)} count with --accept-changed-text alone.")

    @staticmethod
    def _said(error: ValidationError) -> str:
        """Return the messages, each with its option, and how to accept a changed text."""
        if not hasattr(error, "error_dict"):
            accept = " Use --accept-changed-text if the new files are right."
            return "; ".join(error.messages) + (accept if error.code == "changed_text" else "")
        named = {"document_address": "address"}
        return "; ".join(
            f"--{named.get(name, name)}: {' '.join(messages)}"
            for name, messages in error.message_dict.items()
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
    def _load_context() -> None:
        try:
            context.load()
        except InvalidTextError as error:
            raise CommandError(f"{error}\nNothing was written.") from error

    def _load(self, pairs: Collection[AgreementText], acceptance: Acceptance | None) -> list[str]:
        """Load each agreement and return its kinds of change; report all refusals together."""
        changes, refusals = [], []
        # Lock all agreements before the first public act.
        text_change_actions.hold(*(pair.slug for pair in pairs))
        for pair in pairs:
            try:
                changes.append(load_agreements.load(pair, acceptance=acceptance).change)
            except ValidationError as error:
                refusals.append(self._said(error))
        if refusals:
            named = "\n".join(dict.fromkeys(refusals))
            raise CommandError(f"{named}\nNothing was written.")
        return changes
