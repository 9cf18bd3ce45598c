"""Redacts text as the law requires: replaces it with «sladdet» and publishes the fact."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from commitments.context.proposal_models import ProposalAnswer
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.actions import restate_verdicts
from commitments.evaluations.revisions.document import (
    CitedSource,
    PickedEntry,
    SignedConclusion,
    SignedVerdict,
)
from commitments.evaluations.revisions.document_json import keys
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.canonical import canonical, digest, plain_text
from commitments.foundation.plain_text import readable
from commitments.foundation.public_act import PublicAct
from commitments.people.user_actions import LONGEST_NAME
from commitments.progress.models import ProgressEntry
from commitments.sources.models import Source
from commitments.trust import everything, triggers
from commitments.trust.histories import Among, Histories

MARK: Final = "sladdet"
SHORTEST: Final = 4  # characters; a shorter text would match too much
LONGEST_REASON: Final = 1_000

# Texts that people write, by model. Words of the vocabulary and the agreements are not redacted.
_TEXTS: Final[dict[type[models.Model], tuple[str, ...]]] = {
    ProgressEntry: (*ProgressEntry.text_names(), "return_note", "withdrawal_reason"),
    PastEvaluation: ("description", "return_note", "withdrawal_reason"),
    Assessment: ("narrative",),
    Conclusion: ("text",),
    Reopening: ("reason",),
    ProposalAnswer: ("reason",),
    Source: ("title", "publisher", "address", "file_name"),
}
# Their keys in documents, below the top level, which has the agreement's own title.
_MEMBERS: Final = frozenset(
    keys(kind)[name]
    for kind, model in (
        (SignedVerdict, Assessment),
        (PickedEntry, ProgressEntry),
        (SignedConclusion, Conclusion),
        (CitedSource, Source),
    )
    for name in _TEXTS[model]
    if name in keys(kind)
)


class Place(NamedTuple):
    """An occurrence of a passage: a row, and a JSON pointer to its field or into its document.

    ``sha256`` is that of the redacted field, or of the whole redacted document.
    """

    row: models.Model
    pointer: str
    sha256: str


@transaction.atomic
def redact(passage: str, *, reason: str, names: Sequence[str]) -> list[Redaction]:
    """Replace the passage in rows, histories, sources, submissions and revisions.

    Revisions keep the checksums of what was signed, so their chain stays valid.

    Args:
        passage: exactly as it is written, at least four characters.
        reason: public; says what requires it, and not what the passage said.
        names: the two people who have decided on it; stored, not shown.

    Raises:
        ValidationError: codes ``too_short``, ``no_reason``, ``says_it_again``,
            ``two_people``, ``signed_name`` (it is part of a signature), ``not_found``; those of
            ``readable``; ``tampered``: rows are not what was written (params name them).
    """
    passage = plain_text(passage)
    reason = readable(reason, LONGEST_REASON)
    names = [readable(name, LONGEST_NAME) for name in names]
    _check(passage, reason, names)
    places = found(passage)
    if not places:
        raise ValidationError(_("The text was not found."), code="not_found")
    _refuse_tampered()
    held = {model: _holding(model, fields, passage) for model, fields in _TEXTS.items()}
    with triggers.lifted(connection):
        for model, fields in _TEXTS.items():
            for table in _tables(model):
                _replace(table, fields, passage)
        for row, struck in _struck_out(passage):
            _write(row, struck)
        revisions = {place.row for place in places if isinstance(place.row, Revision)}
        restated = [verdict for row in revisions for verdict in _restated(row)]
    first, second = names
    made = [
        Redaction.objects.create(
            **_place(place),
            pointer=place.pointer,
            reason=reason,
            first_name=first,
            second_name=second,
            content_sha256=place.sha256,
        )
        for place in places
    ]
    erased = [
        named for model, keys in held.items() for named in Histories(model, {}).altered(Among(keys))
    ]
    PublicAct.record(*made, *revisions, *restated, erased=erased)
    return made


def _restated(revision: Revision) -> list[PublishedVerdict]:
    revision.refresh_from_db()
    return restate_verdicts(revision)


def _refuse_tampered() -> None:
    """Refuse if rows have been changed: naming them as redacted would make them verify."""
    faults = list(everything.recorded_errors())
    if faults:
        raise ValidationError(
            _("Rows are not what was written: %(rows)s. Run verify, and restore what was there."),
            code="tampered",
            params={"rows": "; ".join(map(str, faults))},
        )


def found(passage: str) -> list[Place]:
    """Find where the passage occurs now, except in histories, in the order of the models."""
    places = [place for model, fields in _TEXTS.items() for place in _texts(model, fields, passage)]
    for row, struck in _struck_out(passage):
        sha256 = digest(struck)
        lead = "" if isinstance(row, Revision) else "/content"
        places += [Place(row, lead + pointer, sha256) for pointer in _pointers(row, passage)]
    return places


def _check(passage: str, reason: str, names: Sequence[str]) -> None:
    if len(passage.strip()) < SHORTEST:
        raise ValidationError(_("Enter a text of at least four characters."), code="too_short")
    if not reason:
        raise ValidationError(_("Say what requires the redaction."), code="no_reason")
    if passage in reason:
        raise ValidationError(
            _("The reason is public and must not repeat the text."), code="says_it_again"
        )
    if len({name for name in names if name}) != 2:  # noqa: PLR2004 (two people)
        raise ValidationError(_("Two people must decide on a redaction."), code="two_people")
    seals = Revision.objects.values_list("seal", flat=True)
    if any(passage in text for seal in seals for text in _all_texts(json.loads(seal))):
        raise ValidationError(
            _("The text is part of a signature. Signatures are public and cannot be changed."),
            code="signed_name",
        )


def _texts(model: type[models.Model], fields: Sequence[str], passage: str) -> Iterator[Place]:
    for name in fields:
        for row in model._base_manager.filter(**{f"{name}__contains": passage}):
            text = getattr(row, name)
            if passage in text:  # SQLite's query ignores case
                struck = text.replace(passage, MARK)
                yield Place(row, f"/{name}", digest(struck.encode()))


def _struck_out(passage: str) -> Iterator[tuple[Submission | Revision, bytes]]:
    """Yield the documents that have the passage, each with its redacted content."""
    for model in (Submission, Revision):
        for row in model._base_manager.iterator(chunk_size=20):
            if _pointers(row, passage):
                yield row, canonical(_walked(json.loads(row.content), _striking(passage)))


def _pointers(row: Submission | Revision, passage: str) -> list[str]:
    """Return JSON pointers (RFC 6901) to the texts that have the passage."""
    pointers: list[str] = []

    def noted(text: str, path: str) -> str:
        if passage in text:
            pointers.append(path)
        return text

    _walked(json.loads(row.content), noted)
    return pointers


def _striking(passage: str) -> Callable[[str, str], str]:
    return lambda text, _path: text.replace(passage, MARK)


def _walked(
    value: object, each: Callable[[str, str], str], path: str = "", name: str = ""
) -> object:
    """Apply a function of text and pointer to each text that people wrote."""
    if isinstance(value, dict):
        return {
            key: _walked(member, each, f"{path}/{_escaped(key)}", key if path else "")
            for key, member in value.items()
        }
    if isinstance(value, list):
        return [_walked(member, each, f"{path}/{place}", "") for place, member in enumerate(value)]
    return each(value, path) if isinstance(value, str) and name in _MEMBERS else value


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _all_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from _all_texts(member)


def _holding(model: Any, fields: Sequence[str], passage: str) -> set[object]:
    """Return the keys of rows whose history has the passage."""
    keys: set[object] = set()
    for name in fields:
        rows = model.history.filter(**{f"{name}__contains": passage})
        keys |= set(rows.values_list(model._meta.pk.attname, flat=True))
    return keys


def _tables(model: type[models.Model]) -> list[str]:
    """Return the model's table and its history's, if any."""
    kept = getattr(model, "history", None)
    return [model._meta.db_table, *([kept.model._meta.db_table] if kept else [])]


def _replace(table: str, fields: Sequence[str], passage: str) -> None:
    """Replace the passage without a new history row: the history must lose it too."""
    with connection.cursor() as cursor:
        for name in fields:
            cursor.execute(
                f"UPDATE {table} SET {name} = replace({name}, %s, %s)"  # noqa: S608 (our own names)
                f" WHERE replace({name}, %s, %s) <> {name}",
                [passage, MARK, passage, MARK],
            )


def _write(row: models.Model, content: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET content = %s WHERE id = %s",  # noqa: S608 (our own)
            [content.decode(), row.pk],
        )


def _place(place: Place) -> dict[str, object]:
    if isinstance(place.row, Revision):
        return {"revision": place.row}
    return {"label": place.row._meta.label, "row": str(place.row.pk)}
