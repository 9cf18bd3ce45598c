"""Facts and terms as pages show them: in the reader's language, with the parties' answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agreements.templatetags import texts
from commitments.context import standing
from commitments.context.glossary import Glossary
from commitments.context.models import GlossaryTerm, OutsideFact, OutsideSource
from commitments.context.proposal_models import Proposal, ProposalAnswer
from commitments.foundation.linked_rows import with_linked
from commitments.foundation.prepared_query import Prepared

_KINDS: Final[dict[str, Promise]] = {
    "official": _("official page"),
    "publisher": _("the publisher's page"),
    "encyclopedia": _("encyclopedia"),
    "secondary": _("told by others"),
    "copy": _("copy kept by others"),
}


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source; ``day`` in words, empty if unknown. Its address is a link only if it was opened."""

    title: str
    publisher: str
    day: str
    address: str
    kind: Promise
    is_link: bool


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact. ``state`` is a word of the group «link», empty if it needs no confirmation."""

    key: str
    text: str
    day: str
    certainty: str
    sources: list[ShownSource]
    state: str
    answers: list[ProposalAnswer]


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term; ``words`` are its forms in the texts, in bokmål."""

    key: str
    name: str
    text: str
    words: list[str]
    refs: list[str]
    certainty: str
    sources: list[ShownSource]


def partial_day(text: str) -> str:
    """Return a day, a month or a year in words: «21. juni 2006», «august 2006», «2006»."""
    match [int(part) for part in text.split("-")] if text else []:
        case [year, month, day]:
            return texts.day(date(year, month, day))
        case [year, month]:
            return date_format(date(year, month, 1), "F Y")
    return text


def facts_about(names: Collection[str], *, kjent: date | None = None) -> list[ShownFact]:
    """Return the public facts about any of these, with at most three queries.

    With ``kjent``, only answers given by the end of that day count.
    """
    return shown_facts(_ABOUT(*names), kjent=kjent)


def shown_facts(rows: Iterable[OutsideFact], *, kjent: date | None = None) -> list[ShownFact]:
    """Return facts that were read with their proposals, with at most two queries."""
    facts = with_linked(rows, "sources")
    read_answers(row.proposal for row in facts)
    return [_fact(row, kjent) for row in facts]


def read_answers(proposals: Iterable[Proposal | None]) -> None:
    """Load the answers to those that are proposals and have not been loaded with theirs."""
    answers = ProposalAnswer.objects.select_related("party", "answered_by")
    prefetch_related_objects(list(filter(None, proposals)), Prefetch("answers", answers))


_ABOUT: Final = Prepared(
    lambda *names: OutsideFact.objects.shown().about(names).select_related("proposal")
)


def state_of(proposal: Proposal, kjent: date | None = None) -> tuple[str, list[ProposalAnswer]]:
    """Return the state of a proposal loaded with its answers, and those that count, by party."""
    found = standing.newest(proposal.answers.all(), proposal.version, kjent=kjent)
    answers = [found[code] for code in sorted(found)]
    return standing.state([row.answer for row in answers]), answers


def glossary() -> tuple[Glossary, dict[str, ShownTerm]]:
    """Return the finder of glossary words in a wording, and its terms by key; one query."""
    rows = _TERMS()
    found = Glossary({word: row.key for row in rows for word in row.words})
    return found, {row.key: _term(row, []) for row in rows}


_TERMS: Final = Prepared(GlossaryTerm.objects.all)


def shown_terms(rows: Iterable[GlossaryTerm]) -> list[ShownTerm]:
    """Return terms with their sources, by name; one more query."""
    terms = [_term(row, list(row.sources.all())) for row in with_linked(rows, "sources")]
    return sorted(terms, key=lambda term: term.name.casefold())


def _term(row: GlossaryTerm, sources: list[OutsideSource]) -> ShownTerm:
    return ShownTerm(
        row.key,
        _in_language(row, "name_"),
        _in_language(row),
        row.words,
        row.refs,
        _doubt(row.certainty),
        [_source(source) for source in sources],
    )


def _fact(row: OutsideFact, kjent: date | None) -> ShownFact:
    state, answers = state_of(row.proposal, kjent) if row.proposal else ("", [])
    return ShownFact(
        row.key,
        _in_language(row),
        partial_day(row.day),
        _doubt(row.certainty),
        [_source(source) for source in row.sources.all()],
        state,
        answers,
    )


def _source(row: OutsideSource) -> ShownSource:
    day, is_link = partial_day(row.day), row.opened_on is not None
    return ShownSource(row.title, row.publisher, day, row.address, _KINDS[row.kind], is_link)


def _doubt(certainty: str) -> str:
    """Return the certainty if the page must state it, which is when it is likely or doubtful."""
    return certainty if certainty in {"likely", "doubtful"} else ""


def _in_language(row: Any, prefix: str = "") -> str:
    text: str = getattr(row, f"{prefix}{get_language()}")
    return text
