"""Verifies facts from outside the texts, glossary and goal links against the shipped file."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.db.models import F, Model

from agreements.reading.content import InvalidTextError
from commitments.context import reading
from commitments.context.content import ContextText, FactText, ServesText
from commitments.context.goal_models import GoalLink
from commitments.context.load import is_proposal, known_texts, proposed_sha256
from commitments.context.models import GlossaryTerm, OutsideFact, OutsideSource
from commitments.context.proposal_models import ProposalAnswer
from commitments.foundation.content_version import DatabaseMark
from commitments.foundation.verification_error import VerificationError, named

Key = tuple[type[Model], str]
Values = Mapping[str, object]

_UNSTORED: Final = frozenset({"id", "key"})


def errors(file: Path = reading.FILE) -> Iterator[VerificationError]:
    """Yield rows that differ from the file, and answers to other words.

    A database for measuring has a generated text, which the file knows nothing of.
    """
    if DatabaseMark.purpose_here() == DatabaseMark.Purpose.MEASURING:
        return
    try:
        stated = dict(_stated(reading.read(known_texts(), file)))
    except InvalidTextError as error:
        yield VerificationError(file.name, str(error))
        return
    for key, row, values in _stored():
        wanted = stated.pop(key, None)
        if wanted is None:
            yield VerificationError(named(row), "its file does not have it")
            continue
        for name, value in values.items():
            if value != wanted[name]:
                yield VerificationError(named(row), f"{name} is not what its file says")
    for model, name in stated:
        yield VerificationError(f"{model._meta.label} ({name})", "it is gone, its file has it")
    yield from _of_answers()


def _stated(text: ContextText) -> Iterator[tuple[Key, Values]]:
    for place, source in enumerate(text.sources, start=1):
        yield (OutsideSource, source.key), {**asdict(source), "position": place}
    for place, fact in enumerate(text.facts, start=1):
        others = {
            "position": place,
            "sources": set(fact.sources),
            "about": set(fact.about),
            "proposal": _proposed(fact),
        }
        yield (OutsideFact, fact.key), {**asdict(fact), **others}
    for place, term in enumerate(text.terms, start=1):
        lists = {"words": list(term.words), "refs": list(term.refs), "sources": set(term.sources)}
        yield (GlossaryTerm, term.key), {**asdict(term), **lists, "position": place}
    for place, link in enumerate(text.serves, start=1):
        others = {"position": place, "proposal": _proposed(link)}
        yield (GoalLink, link.key), {**asdict(link), **others}


def _proposed(row: FactText | ServesText) -> tuple[str, str] | None:
    return (row.key, proposed_sha256(row)) if is_proposal(row) else None


def _stored() -> Iterator[tuple[Key, Model, Values]]:
    for source in OutsideSource.objects.all():
        yield (OutsideSource, source.key), source, _columns(source)
    facts = OutsideFact.objects.select_related("proposal").prefetch_related("sources", "subjects")
    for fact in facts:
        about = {row.name for row in fact.subjects.all()}
        values = {**_columns(fact), "about": about, "sources": _keys(fact)}
        values["proposal"] = _of_proposal(fact)
        yield (OutsideFact, fact.key), fact, values
    for term in GlossaryTerm.objects.prefetch_related("sources"):
        yield (GlossaryTerm, term.key), term, {**_columns(term), "sources": _keys(term)}
    for link in GoalLink.objects.select_related("proposal"):
        yield (GoalLink, link.key), link, {**_columns(link), "proposal": _of_proposal(link)}


def _of_proposal(row: OutsideFact | GoalLink) -> tuple[str, str] | None:
    return (row.proposal.key, row.proposal.sha256) if row.proposal else None


def _columns(row: Model) -> dict[str, object]:
    names = (field.name for field in row._meta.concrete_fields if not field.is_relation)
    return {name: getattr(row, name) for name in names if name not in _UNSTORED}


def _keys(row: Any) -> set[str]:
    return {source.key for source in row.sources.all()}


def _of_answers() -> Iterator[VerificationError]:
    """Yield answers to a version that never existed, or to other words than that version's."""
    rows = ProposalAnswer.objects.select_related("proposal")
    for row in rows.filter(version__gt=F("proposal__version")):
        yield VerificationError(named(row), "its proposal has no such version")
    for row in rows.filter(version=F("proposal__version")).exclude(sha256=F("proposal__sha256")):
        yield VerificationError(named(row), "its SHA-256 is not that of its proposal")
