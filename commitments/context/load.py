"""Loads facts and glossary from the shipped file, their only source. No person acts for it."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from agreements import shipped
from agreements.reading.folder import read_folder
from commitments.context import reading
from commitments.context.content import (
    ContextText,
    FactText,
    KnownTexts,
    ServesText,
    SourceText,
    TermText,
)
from commitments.context.goal_models import GoalLink
from commitments.context.models import FactSubject, GlossaryTerm, OutsideFact, OutsideSource
from commitments.context.proposal_models import Proposal
from commitments.foundation.canonical import canonical, digest
from commitments.foundation.public_act import PublicAct, columns_sha256

# Every model that the file creates rows of, those that others refer to first.
KINDS: Final[tuple[type[Model], ...]] = (
    *(OutsideSource, Proposal, OutsideFact, FactSubject, OutsideFact.sources.through, GlossaryTerm),
    *(GlossaryTerm.sources.through, GoalLink),
)
_Row = SourceText | FactText | TermText | ServesText

_LISTS: Final = frozenset({"about", "sources"})


def known_texts() -> KnownTexts:
    """Return what the file may name and quote from the shipped texts.

    Raises:
        InvalidTextError: the reader does not accept the texts.
    """
    pairs = read_folder(shipped.FOLDER, loaded={})
    goals: dict[str, str] = {}
    headings: dict[str, str] = {}
    for pair in pairs:
        above = ""
        for row in pair.segments:
            above += f"{row.text}\n" if row.kind == "heading" else ""
            if row.kind == "goal":
                goals[row.ref], headings[row.ref] = row.text, above
    return KnownTexts(
        {name for pair in pairs for name in (pair.slug, *pair.refs)},
        {row.ref: row.wording for pair in pairs for row in pair.commitments},
        goals,
        headings,
    )


@transaction.atomic
def load(file: Path = reading.FILE) -> bool:
    """Update the rows from the file; return whether any of them changed.

    A proposal whose words change gets a new version, without answers. The proposal of a removed
    fact stays, with its answers, but is not shown.

    Raises:
        InvalidTextError: the file is faulty; nothing is written.
    """
    text = reading.read(known_texts(), file)
    list(Proposal.objects.select_for_update().order_by("pk"))
    before = dict(_stored())
    _load(text)
    after = dict(_stored())
    changed = [row for key, (row, sha256) in after.items() if _sha256(before, key) != sha256]
    gone = [row for key, (row, _sha256) in before.items() if key not in after]
    if changed or gone:
        PublicAct.record(*changed, gone=gone)
    return bool(changed or gone)


def proposed_sha256(row: FactText | ServesText) -> str:
    """Return the SHA-256 of what a party confirms or objects to."""
    names = [field.name for field in fields(row) if field.name != "show"]
    content = {name: _plain(getattr(row, name)) for name in names}
    return digest(canonical({"key": row.key, **content}))


def is_proposal(row: FactText | ServesText) -> bool:
    """Whether the row is a proposal until the parties have confirmed it."""
    if isinstance(row, ServesText):
        return row.basis == reading.SHARED
    return row.show and row.kind in reading.PROPOSED


def _load(text: ContextText) -> None:
    _remove_gone(OutsideFact, text.facts)
    _remove_gone(GlossaryTerm, text.terms)
    _remove_gone(GoalLink, text.serves)
    sources = {
        row.key: _laid(OutsideSource, place, row) for place, row in enumerate(text.sources, start=1)
    }
    for place, row in enumerate(text.facts, start=1):
        fact = _laid(OutsideFact, place, row, proposal=_proposal(row))
        fact.sources.set(sources[key] for key in row.sources)
        fact.subjects.exclude(name__in=row.about).delete()
        for name in row.about:
            FactSubject.objects.get_or_create(fact=fact, name=name)
    for place, term in enumerate(text.terms, start=1):
        _laid(GlossaryTerm, place, term).sources.set(sources[key] for key in term.sources)
    for place, link in enumerate(text.serves, start=1):
        _laid(GoalLink, place, link, proposal=_proposal(link))
    _remove_gone(OutsideSource, text.sources)


def _laid(model: Any, position: int, row: _Row, **others: object) -> Any:
    """Create or update the model's row from the row of the file."""
    columns = {name: value for name, value in asdict(row).items() if name not in _LISTS}
    plain = {name: _plain(value) for name, value in columns.items()}
    defaults = {**plain, **others, "position": position}
    return model.objects.update_or_create(key=row.key, defaults=defaults)[0]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _proposal(row: FactText | ServesText) -> Proposal | None:
    """Create or update the proposal of a row that is one."""
    if not is_proposal(row):
        return None
    sha256 = proposed_sha256(row)
    found, _created = Proposal.objects.get_or_create(key=row.key, defaults={"sha256": sha256})
    if found.sha256 != sha256:
        found.sha256, found.version = sha256, found.version + 1
        found.proposed_at = timezone.now()
        found.save()
    return found


def _remove_gone(model: Any, rows: Iterable[_Row]) -> None:
    model.objects.exclude(key__in=[row.key for row in rows]).delete()


def _stored() -> Iterator[tuple[tuple[str, object], tuple[Model, str]]]:
    """Yield every row with the SHA-256 of its columns, by its model and key."""
    for model in KINDS:
        for row in model._base_manager.all():
            yield (model._meta.label, row.pk), (row, columns_sha256(row))


def _sha256(rows: dict[tuple[str, object], tuple[Model, str]], key: tuple[str, object]) -> str:
    return rows[key][1] if key in rows else ""
