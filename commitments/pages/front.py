"""The front page: the agreements, when they applied, and what follows from their texts."""

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
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.cells import Cells
from commitments.evaluations.counting.claims import Count, PartyCounts
from commitments.evaluations.revisions.verdict_bases import bases_of
from commitments.evaluations.revisions.verdict_models import (
    PublishedVerdict,
    PublishedVerdictQuerySet,
)
from commitments.evaluations.yearly_duty import followed_up
from commitments.pages import agreement_dates
from commitments.progress.models import ProgressEntry
from commitments.register import promise_kinds
from commitments.register.models import Commitment
from commitments.register.promise_kinds import WORK_FOR, Totals

_WORDS_SHOWN: Final = 18  # of a commitment in the list of disagreements
_WIDE: Final = 1200  # units in width
_RECENT: Final = 5  # entries
_MOST_DISPUTES: Final = 10  # commitments
_YEAR_DOWN: Final = 46  # units per year in the drawing for phones

# A word that follows a number, for each group of the vocabulary.
_IN_GROUP: Final[Mapping[str, Promise]] = {
    "joint": ngettext_lazy("%(count)d joint", "%(count)d joint", "count"),
    "KS": ngettext_lazy("%(count)d by KS", "%(count)d by KS", "count"),
    "State": ngettext_lazy("%(count)d by the State", "%(count)d by the State", "count"),
    "prose": ngettext_lazy("%(count)d in running text", "%(count)d in running text", "count"),
}


class Dispute(NamedTuple):
    """A commitment on which the parties still disagree, in the last year assessed by both.

    ``words`` are those that the verdicts are based on; ``is_changed``: they differ now.
    """

    ref: str
    named: str
    words: str
    is_changed: bool
    year: int
    sides: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of one agreement: its totals, and what each party has assessed."""

    agreement: Agreement
    totals: Totals
    parties: list[PartyCounts]

    @property
    def work_for(self) -> Count:
        """The commitments to «arbeide for» something."""
        return claims.of_verb(self.totals, WORK_FOR, avtale=self.agreement.slug)

    @property
    def groups(self) -> list[tuple[str, Count]]:
        """«5 felles» and the like, with the commitments of each group that occurs."""
        found = claims.of_groups(self.totals, avtale=self.agreement.slug)
        return [
            (str(_IN_GROUP[name] % {"count": count.number}), count) for name, count in found.items()
        ]


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show what the agreements are, whether they apply, what can be checked, and where to go."""
    years = followed_up()
    agreements = list(Agreement.objects.with_evaluation_years(years).with_duties().without_texts())
    verdicts = PublishedVerdict.objects.seen_at_once()
    disputed = verdicts.still_disputed()
    kinds = Commitment.objects.counted(decided=verdicts.own().decided(), disputed=disputed)
    totals = Totals(tuple(kinds))
    cells = Cells.of(verdicts).counted()
    responsible = Commitment.objects.counted_by_party()
    terms = [_term(agreement) for agreement in agreements]
    context = {
        "summaries": [
            Summary(
                row,
                promise_kinds.of_agreement(kinds, row.pk),
                claims.by_party(cells, row.slug, responsible.get(row.slug, {})),
            )
            for row in agreements
        ],
        "totals": totals,
        "work_for": claims.of_verb(totals, WORK_FOR),
        "given": claims.given(cells),
        "without_progress": claims.without_progress(totals),
        "never_assessed": claims.never_assessed(totals),
        "in_disagreement": claims.in_disagreement(totals),
        "wide": agreement_dates.draw(terms, length=_WIDE),
        "narrow": agreement_dates.draw(
            terms, length=_YEAR_DOWN * len(agreement_dates.years(terms))
        ),
        "doubtful_years": _doubtful_years(agreements),
        "themes": list(vocabulary.words("theme")),
        "recent": _recent(agreements),
        "disputes": _disputes(disputed),
        "citation": gettext("Front page"),
        "downloads": _downloads(),
    }
    return render(request, "pages/front/page.html", context)


def _recent(agreements: Iterable[Agreement]) -> list[ProgressEntry]:
    """Return the latest published entries with commitment and agreement, in one query."""
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


def _disputes(disputed: PublishedVerdictQuerySet) -> list[Dispute]:
    """Return the first commitments on which the parties still disagree, in text order.

    One query, and one more if a text was changed.
    """
    found: dict[str, Dispute] = {}
    disputed = disputed.with_version().select_related("commitment", "party")
    disputed = disputed.defer("commitment__search_words", "commitment__note", "commitment__reasons")
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
            found[ref] = Dispute(ref, row.commitment.named, words, is_changed, row.year, [side])
    return list(found.values())


def _doubtful_years(agreements: Iterable[Agreement]) -> list[Any]:
    """Return the years that are described in words, because the time line does not draw them."""
    years: list[Any] = [row for one in agreements for row in one.evaluation_years.all()]
    return [row for row in years if not row.is_counted]


def _term(agreement: Agreement) -> agreement_dates.Term:
    years: list[Any] = [row for row in agreement.evaluation_years.all() if row.is_counted]
    return agreement_dates.Term(
        agreement.short_name,
        agreement.starts_on,
        agreement.ends_on,
        tuple(row.year for row in years),
        tuple(row.year for row in years if row.is_known),
    )
