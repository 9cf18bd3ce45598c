"""The front page: what the agreements are, when they applied, and what follows from their texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.views.decorators.http import require_safe

from agreements import vocabulary
from agreements.models import Agreement
from commitments import promises, timeline
from commitments.filters import SILENT
from commitments.models import Commitment, ContentVersion, ProgressEntry
from commitments.promises import Answers, Cell, Totals

_WIDE: Final = 1200  # units across
_RECENT: Final = 5  # entries
_YEAR_DOWN: Final = 46  # units for a year in the drawing for phones

# A word that follows a number; one per group of the vocabulary.
_IN_GROUP: Final[Mapping[str, Promise]] = {
    "joint": ngettext_lazy("%(count)d joint", "%(count)d joint", "count"),
    "KS": ngettext_lazy("%(count)d by KS", "%(count)d by KS", "count"),
    "State": ngettext_lazy("%(count)d by the State", "%(count)d by the State", "count"),
    "prose": ngettext_lazy("%(count)d in running text", "%(count)d in running text", "count"),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """One agreement in short: its totals and how many commitments each party answers for."""

    agreement: Agreement
    totals: Totals
    answers: list[Answers]

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
    agreements = list(Agreement.objects.with_evaluation_years().with_duties())
    cells = Commitment.objects.counted()
    terms = [_term(agreement) for agreement in agreements]
    changed_at, mark = ContentVersion.changed_and_marked()
    context = {
        "summaries": _summaries(agreements, cells, Commitment.objects.answers_counted()),
        "totals": Totals(tuple(cells)),
        "wide": timeline.draw(terms, length=_WIDE),
        "narrow": timeline.draw(terms, length=_YEAR_DOWN * len(timeline.years(terms))),
        "themes": list(vocabulary.words("theme")),
        "recent": _recent(agreements),
        "silent": SILENT,
        "changed_at": changed_at,
        "mark": mark,  # read already: the frame need not ask again
        "citation": gettext("Front page"),
        "downloads": _downloads(),
    }
    return render(request, "commitments/front.html", context)


def _recent(agreements: Iterable[Agreement]) -> list[ProgressEntry]:
    """The entries that were published last, each with its commitment and agreement; one query."""
    by_key = {agreement.pk: agreement for agreement in agreements}
    entries = list(ProgressEntry.objects.seen().last_published_first().with_commitment()[:_RECENT])
    for entry in entries:
        entry.commitment.agreement = by_key[entry.commitment.agreement_id]
    return entries


def _downloads() -> list[dict[str, str]]:
    files = {
        gettext("Commitments (CSV)"): "commitments:commitment_list_csv",
        gettext("Progress (CSV)"): "commitments:progress_list_csv",
        gettext("Agreements (JSON)"): "agreements:agreement_list_json",
    }
    return [{"label": label, "url": reverse(name)} for label, name in files.items()]


def _summaries(
    agreements: Iterable[Agreement], cells: list[Cell], answers: list[Answers]
) -> list[Summary]:
    return [
        Summary(
            agreement,
            promises.of_agreement(cells, agreement.pk),
            [row for row in answers if row.agreement_id == agreement.pk],
        )
        for agreement in agreements
    ]


def _term(agreement: Agreement) -> timeline.Term:
    return timeline.Term(
        agreement.short_name,
        agreement.starts_on,
        agreement.ends_on,
        tuple(row.year for row in agreement.evaluation_years.all()),
    )
