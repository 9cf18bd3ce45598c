"""Imports a file of regional statuses, all its rows or none, as drafts of its party."""

import hashlib
from collections.abc import Sequence, Set
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.foundation.visible_text import visible
from commitments.people.models import Membership
from commitments.people.rights import require_writer
from commitments.regional import actions as regional
from commitments.regional.actions import CountySubject
from commitments.regional.content import RegionalContent
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.sources.actions import NewSource
from commitments.sources.models import Source

Row = tuple[CountySubject, RegionalContent, RegionalStatus | None]  # subject, content, existing row


@transaction.atomic
def keep(name: str, body: bytes, *, by: Membership) -> RegionalImport:
    """Store the file until it is imported, and delete the person's earlier waiting files.

    Raises:
        PermissionDenied: ``by`` does not write for a party.
    """
    party = by.party
    if party is None:
        raise PermissionDenied(_("Only editors and approvers in a party can import."))
    require_writer(by, party)
    for waiting in RegionalImport.objects.of_party(party).waiting().filter(created_by=by):
        waiting.delete()
    return RegionalImport.objects.create(
        party=party,
        file_name=" ".join(visible(name).split())[-200:],
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        created_by=by,
    )


@transaction.atomic
def take_in(kept: RegionalImport, rows: Sequence[Row], *, by: Membership) -> list[RegionalStatus]:
    """Import the rows, all or none, and return those that were created or changed.

    The person who uploaded the file is an author of each of them, and so is anyone whose text
    the file repeats from another county or year.

    Raises:
        PermissionDenied: ``by`` is not of the party that uploaded the file.
        StaleRowError: a row has changed since it was read.
        ValidationError: the file has already been imported (code ``imported``) or replaced
            by a newer one (code ``replaced``), or a value is not allowed.
    """
    current = RegionalImport.objects.select_for_update().filter(pk=kept.pk).first()
    if current is None:
        raise ValidationError(
            _("The file was replaced by a newer one. Upload it again."), code="replaced"
        )
    require_writer(by, current.party)
    if current.imported_at is not None:
        raise ValidationError(_("The file has already been imported."), code="imported")
    made: list[RegionalStatus] = []
    writers = _writers(current.party, {subject.commitment.pk for subject, *_rest in rows})
    added: dict[tuple[str, str], Source] = {}
    for subject, content, existing in rows:
        repeats = writers.get((subject.commitment.pk, visible(content.narrative)), set())
        words = replace(_citing(content, added), written_by=current.created_by, repeats=repeats)
        row, change = regional.put(subject, words, by=by, current=existing)
        if change == "unchanged":  # a colleague has recorded the same since the dry run
            continue
        made.append(row)
        if content.new_sources:
            added |= {(source.title, source.address): source for source in row.sources.all()}
    current.imported_at, current.imported_by = timezone.now(), by
    current.body = b""
    current.save()
    current.rows.set(made)
    return made


def _writers(party: Party, commitments: Set[int]) -> dict[tuple[int, str], set[Membership]]:
    """Return the writers of each text that the party has on these commitments."""
    statuses = RegionalStatus.objects.of_party(party).filter(commitment__in=commitments)
    found: dict[tuple[int, str], set[Membership]] = {}
    for row in statuses.exclude(narrative="").prefetch_related("authors"):
        found.setdefault((row.commitment_id, row.narrative), set()).update(row.authors.all())
    return found


def _citing(content: RegionalContent, added: dict[tuple[str, str], Source]) -> RegionalContent:
    """Cite the sources that an earlier row of the file has added, instead of adding them again."""
    known = [added[_key(new)] for new in content.new_sources if _key(new) in added]
    new = [source for source in content.new_sources if _key(source) not in added]
    return replace(content, sources=[*content.sources, *known], new_sources=new)


def _key(new: NewSource) -> tuple[str, str]:
    return new.title, new.address
