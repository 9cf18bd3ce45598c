"""Explains to the reader why the portal gives a commitment its facts."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.reading.content import FACTS
from agreements.templatetags.texts import in_language

# The sentence about the agreement's words, for a reason without a sentence of its own.
_OF_WORDS: Final[Mapping[tuple[str, str], Promise]] = {
    ("areas", ""): _("The wording names «%(words)s»."),
    ("themes", ""): _("Set because the wording names «%(words)s»."),
    ("measurable", ""): _(
        "The promise is «%(words)s», not something specific that can be checked."
    ),
    ("regional", "text"): _(
        "The wording names «%(words)s»; the agreement requires no report by county."
    ),
    ("regional", "actors"): _(
        "The wording names «%(words)s», so the work can vary between counties; the agreement"
        " requires no report by county."
    ),
}
LABELS: Final[Mapping[str, Promise]] = {
    "areas": _("Area"),
    "themes": _("Theme"),
    "measurable": _("Can be checked"),
    "regional": _("Counties"),
    "scope": _("Scope"),
    "condition": _("Condition"),
    "period": _("Period"),
    "deadline": _("Deadline in the wording"),
}


class DoubtfulFact(NamedTuple):
    """A fact that a reader may disagree with, and the portal's reason for it."""

    label: Promise
    reason: str


def sentence(fact: str, reason: Mapping[str, Any]) -> str:
    """Return the stored reason for a fact in the reader's language."""
    own = in_language(reason["text"])
    quoted = "», «".join(reason["words"])
    return own or str(_OF_WORDS[fact, reason["basis"]]) % {"words": quoted}


def sentences(reasons: Mapping[str, Any]) -> dict[str, str]:
    """Return a commitment's reasons by fact, in the order of ``FACTS``; "" if it has none."""
    return {fact: sentence(fact, reasons[fact]) if fact in reasons else "" for fact in FACTS}


def doubtful_facts(reasons: Mapping[str, Any]) -> Iterator[DoubtfulFact]:
    """Yield the facts of a commitment that a reader may disagree with."""
    for fact in FACTS:
        if fact in reasons and reasons[fact]["doubt"]:
            yield DoubtfulFact(LABELS[fact], sentence(fact, reasons[fact]))
