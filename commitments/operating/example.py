"""The example database: invented people and entries, made by the same actions as real ones."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party
from commitments.evaluations.models import Evaluation
from commitments.foundation.choices import State
from commitments.foundation.content_version import DatabaseMark
from commitments.foundation.public_act import PublicAct
from commitments.operating import example_counties, example_evaluations
from commitments.operating.example_evaluations import TomlRow
from commitments.people import membership_actions
from commitments.people.models import Membership, Role
from commitments.places.models import Office
from commitments.progress import actions as progress
from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.register.models import Commitment
from commitments.sources.actions import NewSource
from commitments.sources.models import Source
from kvalitet.accounts.models import User

FILE: Final = Path(__file__).resolve().parent / "example_data" / "entries.toml"

_PARTY_PEOPLE: Final = (
    ("kd-redaktor@example.no", "Eksempel: redaktør i KD", Role.EDITOR, "KD"),
    ("kd-godkjenner2@example.no", "Eksempel: godkjenner 2 i KD", Role.APPROVER, "KD"),
    ("ks-redaktor@example.no", "Eksempel: redaktør i KS", Role.EDITOR, "KS"),
    ("ks-godkjenner2@example.no", "Eksempel: godkjenner 2 i KS", Role.APPROVER, "KS"),
)
_OFFICE_PEOPLE: Final = (
    (
        "oslo-akershus@example.no",
        "Eksempel: leser i Oslo og Akershus",
        ("Fylkesmannen i Oslo og Akershus",),
    ),
    (
        "vestland@example.no",
        "Eksempel: leser i Vestland",
        ("Fylkesmannen i Hordaland", "Fylkesmannen i Sogn og Fjordane"),
    ),
)


@dataclass(frozen=True, slots=True)
class LoadedExample:
    """The amount of example content, and whether this run created it."""

    people: int
    entries: int
    new: bool


def refuse_outside_local() -> None:
    """Refuse example content except on one's own machine.

    Raises:
        ValidationError: ``LOCAL`` is not set (code ``not_local``).
    """
    if not settings.LOCAL:
        raise ValidationError(_("Example content needs LOCAL=1."), code="not_local")


@transaction.atomic
def load(password: str) -> LoadedExample:
    """Mark the database as an example and fill it. A second run changes nothing.

    Raises:
        ValidationError: not on one's own machine (code ``not_local``), the texts are not
            loaded (``no_texts``), or the database has content already (``own_content``).
    """
    refuse_outside_local()
    new = DatabaseMark.purpose_here() != DatabaseMark.Purpose.EXAMPLE
    if new:
        _require_no_own_content()
        mark = DatabaseMark.objects.create(pk=1, purpose=DatabaseMark.Purpose.EXAMPLE)
        people = _make_people(password)
        for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["entry"]:
            _make_entry(row, people)
        example_counties.make(people)
        example_evaluations.make(people)
        PublicAct.record(mark)
    return LoadedExample(User.objects.count(), ProgressEntry.objects.count(), new)


def remove() -> None:
    """Drop and recreate every table of an example database. The caller loads the texts again.

    Raises:
        ValidationError: not on one's own machine (code ``not_local``), or the database is
            not marked as an example (``not_example``).
    """
    refuse_outside_local()
    if DatabaseMark.purpose_here() != DatabaseMark.Purpose.EXAMPLE:
        raise ValidationError(_("This is not an example database."), code="not_example")
    for source in Source.objects.exclude(file=""):
        source.file.delete(save=False)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        for table in tables:
            cascade = " CASCADE" if connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")
    call_command("migrate", verbosity=0, interactive=False)


def _require_no_own_content() -> None:
    if not Agreement.objects.exists():
        raise ValidationError(_("Load the agreements first."), code="no_texts")
    own = (
        User,
        Membership,
        ProgressEntry,
        RegionalStatus,
        RegionalImport,
        CountyNote,
        Evaluation,
        Source,
        DatabaseMark,
    )
    if any(model.objects.exists() for model in own):
        raise ValidationError(
            _("The database already has content. Nothing was written."), code="own_content"
        )


def _make_people(password: str) -> dict[str, Membership]:
    """Return memberships in force, by the part of the address before the @."""
    parties = {party.code: party for party in Party.objects.all()}
    made = [
        membership_actions.appoint(
            email=f"{code.lower()}-godkjenner@example.no",
            name=f"Eksempel: godkjenner i {code}",
            party=parties[code],
        )
        for code in ("KD", "KS")
    ]
    approvers = {membership.party_id: membership for membership in made}
    secretariat = membership_actions.appoint_secretariat(
        email="sekretariat@example.no", name="Eksempel: sekretariatet"
    )
    made.append(secretariat)
    for email, name, role, code in _PARTY_PEOPLE:
        membership = membership_actions.add_person(
            by=secretariat, email=email, name=name, role=role, party=parties[code]
        )
        made.append(
            membership_actions.confirm(
                membership, by=approvers[parties[code].pk], factor_at=timezone.now()
            )
        )
    for email, name, offices in _OFFICE_PEOPLE:
        made.append(
            membership_actions.add_person(
                by=secretariat,
                email=email,
                name=name,
                role=Role.OFFICE_VIEWER,
                offices=list(Office.objects.filter(name__in=offices)),
            )
        )
    for user in User.objects.all():
        user.set_password(password)
        user.save(update_fields=["password"])
    return {membership.user.email.partition("@")[0]: membership for membership in made}


def _make_entry(row: TomlRow, people: dict[str, Membership]) -> None:
    """Create one entry of the file and take it to its stage by the ordinary actions."""
    party = row["party"].lower()
    editor, approver = people[f"{party}-redaktor"], people[f"{party}-godkjenner"]
    content = EntryContent(
        status=row["status"],
        narrative=row["narrative"],
        language=row["language"],
        true_on=row["true_on"],
        new_sources=[_source(row)] if row["source"] else [],
    )
    commitment = Commitment.objects.get(ref=row["ref"])
    entry = progress.draft(commitment, content, by=editor, token=uuid4())
    if row["state"] == State.DRAFT:
        return
    entry = workflow.submit(entry, by=editor, version=entry.version)
    if row["state"] == State.RETURNED:
        workflow.send_back(entry, by=approver, version=entry.version, note=row["note"])
    elif row["state"] != State.SUBMITTED:
        entry = workflow.approve(entry, by=approver, version=entry.version)
        _take_further(entry, row, editor, approver)


def _take_further(
    entry: ProgressEntry, row: TomlRow, editor: Membership, approver: Membership
) -> None:
    if reason := row.get("withdrawal_reason"):
        entry = workflow.propose_withdrawal(entry, by=editor, version=entry.version, reason=reason)
    if row["state"] == State.WITHDRAWN:
        workflow.withdraw(entry, by=approver, version=entry.version)
    elif row["state"] == State.CORRECTED:
        copy = workflow.correct(entry, by=editor)
        content = EntryContent(
            status=copy.status,
            narrative=row["correction"],
            language=copy.language,
            true_on=copy.true_on,
            correction_reason=row["correction_reason"],
            sources=list(copy.sources.all()),
        )
        copy = edit_actions.edit(copy, content, by=editor, version=copy.version)
        copy = workflow.submit(copy, by=editor, version=copy.version)
        workflow.approve(copy, by=approver, version=copy.version)


def _source(row: TomlRow) -> NewSource:
    name = f"{row['ref'].lower()}-{row['true_on']:%Y%m%d}"
    return NewSource(title=row["source"], address=f"https://example.no/eksempel/{name}")
