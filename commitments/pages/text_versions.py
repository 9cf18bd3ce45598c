"""Describes how an agreement's words and facts were changed, version by version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple, cast

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Agreement, TextVersion
from agreements.reading.changes import TextChange, Value, concerned, differences
from agreements.reading.content import AgreementText, FactReason, InLanguages, Note, by_fact
from agreements.templatetags.texts import day, in_language, listed
from commitments.foundation.word_difference import DifferencePiece, word_difference
from commitments.register.reasons import sentences

# The name of a fact, by the name of its change. None for what follows from the words or from
# their place, which is not a change of its own.
FACTS: Final[Mapping[str, Promise | None]] = {
    "agreement.slug": None,
    "agreement.title": _("Title"),
    "agreement.parties": _("List of parties"),
    "agreement.signed_on": _("Day of signing"),
    "agreement.starts_on": _("First day"),
    "agreement.ends_on": _("Last day"),
    "agreement.evaluation_years": _("List of evaluation years"),
    "agreement.short_title": _("Short title"),
    "agreement.note": _("Note on the agreement"),
    "agreement.source": _("Source file"),
    "agreement.source_text": None,
    "agreement.source_sha256": None,
    "agreement.text_sha256": None,
    "segment.kind": _("Type"),
    "segment.text": _("Words"),
    "segment.ref": _("Reference"),
    "segment.marker": _("List marker"),
    "segment.inline": _("Goes on in the same sentence"),
    "segment.short_title": _("Short title"),
    "segment.note": _("Note"),
    "segment.part": None,
    "segment.position": None,
    "segment.anchor": None,
    "goal.ref": None,
    "goal.position": None,
    "goal.areas": _("Area"),
    "goal.st_meld": _("White paper"),
    "commitment.ref": None,
    "commitment.position": None,
    "commitment.positions": None,
    "commitment.wording": _("Wording"),
    "commitment.group": _("Group"),
    "commitment.actor": _("Who acts, as written"),
    "commitment.modal": _("Auxiliary verb"),
    "commitment.responsible": _("Responsible"),
    "commitment.areas": _("Area"),
    "commitment.themes": _("Theme"),
    "commitment.verb_class": _("Type of promise"),
    "commitment.scope": _("Scope"),
    "commitment.condition": _("Condition"),
    "commitment.period": _("Period"),
    "commitment.deadline": _("Deadline in the wording"),
    "commitment.measurable": _("Names something that can be checked"),
    "commitment.regional": _("Can vary between counties"),
    "commitment.short_title": _("Short title"),
    "commitment.note": _("Note"),
    "commitment.reasons": _("The portal's judgement"),
    "reservation.ref": None,
    "reservation.position": None,
    "reservation.kind": _("Type of reservation"),
    "reservation.reason": _("The portal's judgement"),
    "reservation.qualifies": _("What the reservation limits"),
    "reservation.invoked_by": _("Who may invoke the reservation"),
    "procedure.ref": None,
    "procedure.position": None,
    "procedure.actor": _("Who acts, as written"),
    "procedure.modal": _("Auxiliary verb"),
    "procedure.responsible": _("Responsible"),
    "signature.position": None,
    "signature.name": _("Name"),
    "signature.title": _("Title of the signatory"),
    "signature.party": _("Party"),
    "marked_year.year": None,
    "marked_year.mark": _("Mark of an evaluation year"),
    "marked_year.nb": _("Words of the mark in bokmål"),
    "marked_year.nn": _("Words of the mark in nynorsk"),
    "marked_year.en": _("Words of the mark in English"),
}
# Names of whole things added or removed; other kinds have their own label.
_WHOLE: Final = {"segment": _("Words"), "marked_year": _("Mark of an evaluation year")}
# Values that are words of the vocabulary, by the name of the field.
_GROUPS: Final = {
    "kind": "kind",
    "group": "group",
    "verb_class": "verb",
    "areas": "area",
    "themes": "theme",
    "mark": "mark",
}
_LONG_LIST: Final = "reservation.qualifies"  # often all commitments but one
# Changes that the segments already show on the page of the agreement.
_OF_SEGMENTS: Final = frozenset(
    {"commitment", "commitment.wording", "commitment.short_title", "commitment.note"}
)
# Fields whose values are names, the same in every language.
_NAMES: Final = frozenset(
    {"parties", "responsible", "invoked_by", "party", "qualifies", "ref", "source"}
)


class ShownValue(NamedTuple):
    """A value in words; ``is_quoted``: words of the agreement or its files, in bokmål."""

    text: str
    is_quoted: bool

    @property
    def html(self) -> str:
        """The value as written in a sentence."""
        return format_html('«<span lang="nb">{}</span>»' if self.is_quoted else "{}", self.text)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One difference: the reference it is about, empty for the agreement, and its label.

    ``before`` and ``after`` are None if there was or is no value. ``pieces`` are words with
    their differences, empty for a fact.
    """

    ref: str
    label: str
    before: ShownValue | None
    after: ShownValue | None
    pieces: list[DifferencePiece]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version and its changes."""

    version: TextVersion
    changes: list[ShownChange]

    @property
    def changes_words(self) -> bool:
        """Whether words were changed, and not only facts."""
        return any(change.pieces for change in self.changes)


def text_versions(
    agreement: Agreement, *, ref: str = "", kjent: date | None = None
) -> list[ShownVersion]:
    """Return every version after the first, the newest first, with its changes, in one query.

    ``ref`` limits them to changes concerning this commitment, ``kjent`` to versions accepted
    by the end of that day. Nothing is read if the agreement only has one version.
    """
    rows = TextVersion.objects.filter(agreement=agreement, agreement__versions__number=2)
    if kjent:
        rows = rows.filter(Q(number=1) | Q(accepted_at__date__lte=kjent))
    found = []
    for before, after in pairwise(rows.order_by("number")):
        changes = _of_page(before.text, after.text, ref)
        if changes or not ref:
            parts = [part for change in changes for part in _parts(change)]
            found.append(ShownVersion(after, [_shown(part) for part in parts]))
    return found[::-1]


def _of_page(before: AgreementText, after: AgreementText, ref: str) -> list[TextChange]:
    """Return the changes shown on the page of this commitment, or of the agreement if empty."""
    changes = [
        change
        for change in differences(before, after)
        if not change.field or FACTS[change.name] is not None
    ]
    if not ref:
        return [change for change in changes if change.name not in _OF_SEGMENTS]
    return [change for change in changes if _concerns(change, ref, before, after)]


def _concerns(change: TextChange, ref: str, before: AgreementText, after: AgreementText) -> bool:
    """Whether a change is about something shown on the page of this commitment."""
    limits = {
        row.ref for row in (*before.reservations, *after.reservations) if ref in row.qualifies
    }
    if change.kind == "segment":
        return change.name == "segment.text" and change.ref in limits
    return change.ref == ref or ref in concerned([change], before, after)


def _parts(change: TextChange) -> list[TextChange]:
    """Split a change of a long list into what was removed and added; return others as they are."""
    before, after = change.before, change.after
    if change.name != _LONG_LIST or not (isinstance(before, tuple) and isinstance(after, tuple)):
        return [change]
    went = tuple(str(ref) for ref in before if ref not in after)
    came = tuple(str(ref) for ref in after if ref not in before)
    sides = [(went, None), (None, came)]
    return [replace(change, before=was, after=now) for was, now in sides if was or now]


def _shown(change: TextChange) -> ShownChange:
    before, after = change.before, change.after
    is_text = change.is_words and all(isinstance(value, str | None) for value in (before, after))
    return ShownChange(
        change.ref,
        capfirst(_label(change)),
        _value(change.field, before),
        _value(change.field, after),
        word_difference(str(before or ""), str(after or "")) if is_text else [],
    )


def _label(change: TextChange) -> str:
    if change.field:
        return str(FACTS[change.name])
    whole = _WHOLE.get(change.kind)
    return str(whole or vocabulary.word(f"kind.{change.kind}").label(get_language()))


def _value(field: str, value: Value) -> ShownValue | None:
    """Return a value in the reader's words, or as a quotation if it is words of the agreement."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, bool):
        return ShownValue(gettext("yes") if value else gettext("no"), is_quoted=False)
    if isinstance(value, Note):
        value = value.text
    if isinstance(value, InLanguages):
        return ShownValue(in_language(value._asdict()), is_quoted=False)
    if field == "reasons":
        found = sentences(by_fact(cast("tuple[FactReason, ...]", value))).values()
        return ShownValue(" ".join(filter(None, found)), is_quoted=False)
    if isinstance(value, date):
        return ShownValue(day(value), is_quoted=False)
    values = [str(one) for one in value] if isinstance(value, tuple) else [str(value)]
    if group := _GROUPS.get(field):
        language = get_language()
        values = [vocabulary.word(f"{group}.{name}").label(language) for name in values]
    is_name = isinstance(value, tuple) or field in _NAMES or field in _GROUPS
    # The themes' own names have commas and an «and».
    text = "; ".join(values) if field == "themes" else listed(values)
    return ShownValue(text, is_quoted=not is_name)
