"""The front page: what became of the promises of each agreement, as each party says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement
from agreements.pages import link
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.cells import Cells
from commitments.evaluations.counting.claims import CellCount, Count, PartyCounts, YearCounts
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import (
    PublishedVerdict,
    PublishedVerdictQuerySet,
)
from commitments.evaluations.yearly_duty import followed_up
from commitments.evaluations.years.disagreements import disagreements, rows_of
from commitments.evaluations.years.strips import MOST_SQUARES, ShownYear, Strip, strips
from commitments.foundation.prepared_query import Prepared
from commitments.pages import agreement_dates
from commitments.pages.front import events
from commitments.register import promise_kinds
from commitments.register.models import Commitment
from commitments.register.promise_kinds import PromiseCount, Totals
from commitments.web.table_file import downloads

_WIDE: Final = 1200  # units in width
_MOST_DISAGREEMENTS: Final = 4


@dataclass(frozen=True, slots=True)
class Summary:
    """One agreement: what each party says became of it, for its last published year.

    ``kind`` is that of its revision; it is empty before any is published, and then ``year`` is
    0. ``strip`` is None then, and for an agreement that is too long for one.
    """

    agreement: Agreement
    year: int
    kind: str
    parties: list[PartyCounts]
    strip: Strip | None

    @property
    def said(self) -> list[tuple[str, YearCounts]]:
        """What each party that assessed anything in that year said, in their order."""
        return [
            (party.party, found)
            for party in self.parties
            for found in party.published
            if found.year == self.year and found.given.number
        ]

    @property
    def silent(self) -> list[str]:
        """The other parties."""
        speaking = {party for party, _year in self.said}
        return [party.party for party in self.parties if party.party not in speaking]

    @property
    def unpublished(self) -> list[str]:
        """The years without a published evaluation."""
        return self.parties[0].unpublished if self.parties else []

    @property
    def disagreeing(self) -> Count | None:
        """The commitments they disagree on in that year; None if not counted."""
        if self.strip is None:
            return None
        number, total = self.strip.disagreeing, len(self.strip.squares)
        return claims.in_disagreement(number, total, avtale=self.agreement.slug, ar=self.year)


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show whether the promises were kept, as each party says, and what happened last."""
    years = followed_up()
    agreements = list(Agreement.objects.with_evaluation_years(years).with_duties().without_texts())
    keys = _CURRENT()
    kinds = [PromiseCount(**row) for row in _KINDS(*keys)]
    totals = Totals(tuple(kinds))
    cells = [CellCount(*row) for row in _CELLS(*keys)]
    summaries = _summaries(agreements, kinds, cells, PublishedVerdict.objects.of_revisions(keys))
    context = {
        "summaries": summaries,
        "drawn": [summary for summary in summaries if summary.strip],
        "agreements": agreements,
        "totals": totals,
        "verdicts": vocabulary.names("verdict"),
        "given": claims.given(cells),
        "without_progress": claims.without_progress(totals),
        "never_assessed": claims.never_assessed(totals),
        "in_disagreement": claims.in_disagreement(totals.disputed, totals.commitments),
        "wide": agreement_dates.draw([_term(row) for row in agreements], length=_WIDE),
        "doubtful_years": [row for row in _years(agreements) if not row.is_counted],
        "events": events.latest(any_past=any(row.is_known for row in _years(agreements))),
        "names": {row.pk: row for row in agreements},
        "disagreements": disagreements(_DISPUTED(*keys)),
        "citation": gettext("Front page"),
        "downloads": _downloads(),
    }
    return render(request, "pages/front/page.html", context)


def _kinds(*keys: int) -> QuerySet[Any, dict[str, Any]]:
    verdicts = PublishedVerdict.objects.of_revisions(keys)
    return Commitment.objects.counts(
        decided=verdicts.own().decided(), disputed=verdicts.still_disputed()
    )


def _disputed(*keys: int) -> PublishedVerdictQuerySet:
    disputed = PublishedVerdict.objects.of_revisions(keys).still_disputed()
    return rows_of(disputed, _MOST_DISAGREEMENTS)


_CURRENT: Final = Prepared(
    lambda: Revision.objects.current().order_by().values_list("pk", flat=True)
)
_KINDS: Final = Prepared(_kinds)
_CELLS: Final = Prepared(
    lambda *keys: Cells.of(PublishedVerdict.objects.of_revisions(keys)).counts()
)
_DISPUTED: Final = Prepared(_disputed)


def _summaries(
    agreements: Iterable[Agreement],
    kinds: Sequence[PromiseCount],
    cells: Sequence[CellCount],
    verdicts: PublishedVerdictQuerySet,
) -> list[Summary]:
    """Return the agreements' summaries, with their strips in two queries."""
    parties = {row.pk: claims.by_party(cells, row.slug) for row in agreements}
    published = {row.pk: _last_published(row) for row in agreements}
    shown = [
        ShownYear(key, year, [row.party for row in parties[key]])
        for key, (year, _kind) in published.items()
        if year and promise_kinds.of_agreement(kinds, key).commitments <= MOST_SQUARES
    ]
    found: Mapping[int, Strip] = strips(shown, verdicts)
    return [
        Summary(row, *published[row.pk], parties[row.pk], found.get(row.pk)) for row in agreements
    ]


def _last_published(agreement: Agreement) -> tuple[int, str]:
    """Return the last counted year with a published evaluation, and the kind of its revision."""
    years: list[Any] = [row for row in agreement.evaluation_years.all() if row.is_counted]
    return max(((row.year, row.published) for row in years if row.published), default=(0, ""))


def _downloads() -> list[dict[str, str]]:
    """Return links to every list of the portal, as files of each kind."""
    lists = {
        gettext("Commitments"): "commitment_list_file",
        gettext("Assessments"): "assessment_list_file",
        gettext("Progress"): "progress_list_file",
        gettext("Counties"): "county_list_file",
    }
    files = [
        {**file, "label": f"{label}: {file['label']}"}
        for label, name in lists.items()
        for file in downloads(name)
    ]
    return [link(gettext("Agreements (JSON)"), "agreements:agreement_list_json"), *files]


def _years(agreements: Iterable[Agreement]) -> list[Any]:
    return [row for one in agreements for row in one.evaluation_years.all()]


def _term(agreement: Agreement) -> agreement_dates.Term:
    years: list[Any] = [row for row in agreement.evaluation_years.all() if row.is_counted]
    return agreement_dates.Term(
        agreement.short_name,
        agreement.starts_on,
        agreement.ends_on,
        tuple(row.year for row in years),
    )
