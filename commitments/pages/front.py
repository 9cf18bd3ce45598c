"""The front page: what the agreements are, when they applied, and what follows from their texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext_lazy
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement
from agreements.pages import link
from agreements.vocabulary import NOT_ASSESSED
from commitments.evaluations.combined_reading import PartyVerdictCount
from commitments.evaluations.revisions.verdict_bases import bases_of
from commitments.evaluations.revisions.verdict_models import (
    PublishedVerdict,
    PublishedVerdictQuerySet,
)
from commitments.evaluations.yearly_duty import followed_up
from commitments.pages import agreement_dates
from commitments.pages.register_filter import DISPUTED, SILENT, UNASSESSED
from commitments.progress.models import ProgressEntry
from commitments.register import promise_kinds
from commitments.register.models import Commitment
from commitments.register.promise_kinds import Answers, PromiseCount, Totals

_WORDS_SHOWN: Final = 18  # of a commitment in the list of disagreements
_WIDE: Final = 1200  # units across
_RECENT: Final = 5  # entries
_MOST_DISPUTES: Final = 10  # commitments
_YEAR_DOWN: Final = 46  # units for a year in the drawing for phones

# A word that follows a number; one per group of the vocabulary.
_IN_GROUP: Final[Mapping[str, Promise]] = {
    "joint": ngettext_lazy("%(count)d joint", "%(count)d joint", "count"),
    "KS": ngettext_lazy("%(count)d by KS", "%(count)d by KS", "count"),
    "State": ngettext_lazy("%(count)d by the State", "%(count)d by the State", "count"),
    "prose": ngettext_lazy("%(count)d in running text", "%(count)d in running text", "count"),
}


class BarPart(NamedTuple):
    """A stretch of a bar: the verdict, where it begins and how many commitments it stands for."""

    verdict: str
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A party's verdicts as a bar: ``length`` units, and a stretch of each verdict that occurs."""

    party: Answers
    parts: list[BarPart]

    @property
    def counts(self) -> PartyVerdictCount:
        """The same in words."""
        names = self.party.in_order(vocabulary.names("verdict"))
        party = self.party
        return PartyVerdictCount(party.party, party.assessed, party.answered, names)


class Dispute(NamedTuple):
    """A commitment on which the parties' last published verdicts differ.

    ``words`` are those that the verdicts were given on; ``is_changed``: they are others now.
    """

    ref: str
    words: str
    is_changed: bool
    year: int
    sides: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Summary:
    """One agreement in short: its totals and how many commitments each party answers for."""

    agreement: Agreement
    totals: Totals
    bars: list[Bar]

    @property
    def year(self) -> int | None:
        """The last year with a published evaluation, None before there is one."""
        years: Iterable[Any] = self.agreement.evaluation_years.all()
        return max((row.year for row in years if row.published), default=None)

    @property
    def groups(self) -> str:
        """«5 felles, 5 for KS»: the groups that occur, in the vocabulary's order."""
        counts = self.totals.by_group
        return ", ".join(
            str(_IN_GROUP[name] % {"count": counts[name]})
            for name in vocabulary.words("group")
            if counts[name]
        )


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What these agreements are, whether they apply, what can be checked, and the way in."""
    years = followed_up()
    agreements = list(Agreement.objects.with_evaluation_years(years).with_duties().without_texts())
    verdicts = PublishedVerdict.objects.seen_at_once().of_last_year()
    own = verdicts.own()
    cells = Commitment.objects.counted(decided=own.decided(), disputed=verdicts.disputed())
    answers = Commitment.objects.counted_by_party(verdicts, own=own)
    terms = [_term(agreement) for agreement in agreements]
    context = {
        "summaries": _summaries(agreements, cells, answers),
        "totals": Totals(tuple(cells)),
        "wide": agreement_dates.draw(terms, length=_WIDE),
        "narrow": agreement_dates.draw(
            terms, length=_YEAR_DOWN * len(agreement_dates.years(terms))
        ),
        "themes": list(vocabulary.words("theme")),
        "recent": _recent(agreements),
        "silent": SILENT,
        "unassessed": UNASSESSED,
        "disputes": _disputes(verdicts),
        "disputed": DISPUTED,
        "citation": gettext("Front page"),
        "downloads": _downloads(),
    }
    return render(request, "pages/front/page.html", context)


def _recent(agreements: Iterable[Agreement]) -> list[ProgressEntry]:
    """The entries that were published last, each with its commitment and agreement; one query."""
    by_key = {agreement.pk: agreement for agreement in agreements}
    entries = list(ProgressEntry.objects.seen().last_published_first().with_commitment()[:_RECENT])
    for entry in entries:
        entry.commitment.agreement = by_key[entry.commitment.agreement_id]
    return entries


def _downloads() -> list[dict[str, str]]:
    return [
        link(gettext("Commitments (CSV)"), "commitments:commitment_list_file", "csv"),
        link(gettext("Progress (CSV)"), "commitments:progress_list_file", "csv"),
        link(gettext("Agreements (JSON)"), "agreements:agreement_list_json"),
    ]


def _summaries(
    agreements: Iterable[Agreement], cells: list[PromiseCount], answers: list[Answers]
) -> list[Summary]:
    return [
        Summary(
            agreement,
            promise_kinds.of_agreement(cells, agreement.pk),
            [_bar(row) for row in answers if row.agreement_id == agreement.pk],
        )
        for agreement in agreements
    ]


def _bar(row: Answers) -> Bar:
    parts = []
    at = 0
    for verdict, count in row.in_order(vocabulary.names("verdict")):
        if verdict != NOT_ASSESSED:
            parts.append(BarPart(verdict, at, count))
        at += count
    return Bar(row, parts)


def _disputes(verdicts: PublishedVerdictQuerySet) -> list[Dispute]:
    """The first commitments on which the parties disagree, as the texts go.

    One query, and one more where a text was changed.
    """
    found: dict[str, Dispute] = {}
    disputed = verdicts.disputed().with_version().select_related("commitment", "party")
    disputed = disputed.defer("commitment__search_words", "commitment__note")
    rows: list[Any] = list(disputed.in_text_order()[: 2 * _MOST_DISPUTES])
    bases = bases_of(row.version for row in rows)
    for row in rows:
        ref = row.commitment.ref
        side = (row.party.code, row.verdict)
        if ref in found:
            found[ref].sides.append(side)
        else:
            basis = bases.get((row.version, ref))
            is_changed = basis is not None and basis.wording != row.commitment.wording
            judged = basis.words if basis and is_changed else row.commitment.words
            words = Truncator(judged).words(_WORDS_SHOWN, truncate=" …")
            found[ref] = Dispute(ref, words, is_changed, row.year, [side])
    return list(found.values())


def _term(agreement: Agreement) -> agreement_dates.Term:
    years: list[Any] = list(agreement.evaluation_years.all())
    return agreement_dates.Term(
        agreement.short_name,
        agreement.starts_on,
        agreement.ends_on,
        tuple(row.year for row in years),
        tuple(row.year for row in years if row.is_known),
    )
