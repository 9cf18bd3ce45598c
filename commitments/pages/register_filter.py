"""The register's filters: the commitments that a query selects, and their order."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import Any, Final

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.applied_texts import AppliedTexts
from agreements.models import Agreement
from commitments.evaluations.counting.claims import (
    ALONE,
    DISPUTED,
    SHARED,
    SILENT,
    UNASSESSED,
)
from commitments.evaluations.revisions.verdict_models import (
    PublishedVerdict,
    PublishedVerdictQuerySet,
)
from commitments.progress.models import ProgressEntry
from commitments.progress.queryset import ProgressEntryQuerySet
from commitments.register.filter_facts import FACTS, areas
from commitments.register.models import Commitment
from commitments.register.queryset import CommitmentQuerySet
from commitments.web.known_query import TIMES
from commitments.web.list_filter import (
    Choices,
    DayFilter,
    ListFilter,
    choice,
    readable,
    words,
)

# Values of ``sorter``. A leading «-» reverses the order.
ORDERS: Final = ("referanse", "ansvarlig", "loftetype", "publisert")
_LONGEST_SEARCH: Final = 200  # characters


def _in_order(
    commitments: CommitmentQuerySet,
    order: str,
    entries: ProgressEntryQuerySet,
    texts: AppliedTexts,
) -> CommitmentQuerySet:
    """Sort the rows in this order; ``entries`` are those that may be shown."""
    orders: dict[str, Callable[[AppliedTexts], CommitmentQuerySet]] = {
        "referanse": commitments.in_text_order,
        "ansvarlig": commitments.in_order_of_parties,
        "loftetype": commitments.in_order_of_kinds,
        "publisert": partial(commitments.in_order_of_publication, entries),
    }
    ordered = orders[order.removeprefix("-")](texts)
    return ordered.reverse() if order.startswith("-") else ordered


def _statuses() -> Choices:
    silent = vocabulary.word("absence.no_information")
    return [*words("progress"), (silent.slug, silent.label(get_language()))]


def _verdicts() -> Choices:
    none = vocabulary.word("absence.not_assessed")
    return [*words("verdict"), (none.slug, none.label(get_language()))]


def _disputes() -> Choices:
    return [(DISPUTED, gettext("only where they disagree"))]


def _responsibilities() -> Choices:
    return [(ALONE, gettext("one party alone")), (SHARED, gettext("the parties together"))]


class CommitmentFilter(ListFilter):
    """The commitments that match a query, in its order; none if the query is invalid."""

    first = ("q", "avtale", "part", "vurdering")

    q = django_filters.CharFilter(
        label=_("Search in the wording"),
        max_length=_LONGEST_SEARCH,
        validators=[readable],
        widget=forms.TextInput(attrs={"class": "ds-input", "type": "search"}),
        error_messages={"max_length": _("The search is longer than 200 characters.")},
    )
    avtale = choice(_("Agreement"))
    part = choice(_("Responsible party"))
    ansvar = choice(_("Responsibility"), _responsibilities)
    gruppe = choice(_("Group"), lambda: words("group"))
    omrade = choice(_("Area"), areas)
    tema = choice(_("Theme"), lambda: words("theme"))
    loftetype = choice(_("Type of promise"), lambda: words("verb"))
    status = choice(_("Latest status"), _statuses)
    vurdering = choice(_("Assessment"), _verdicts)
    ar = choice(_("Evaluation year"))
    uenig = choice(_("Disagreement"), _disputes)
    per = DayFilter(label=_("Situation as at"))
    kjent = DayFilter(label=_("Published no later than"))
    sorter = choice(_("Order"), lambda: [(o, o) for n in ORDERS for o in (n, f"-{n}")])

    def __init__(self, query: QueryDict, *, agreements: Iterable[Agreement]) -> None:
        """Take the query; the agreements and their parties are the choices of two filters."""
        super().__init__(query, rows=Commitment.objects.in_text_order())
        loaded = list(agreements)
        codes = dict.fromkeys(code for agreement in loaded for code in agreement.party_codes)
        self.filters["avtale"].extra["choices"] = [(row.slug, row.short_name) for row in loaded]
        self.filters["part"].extra["choices"] = [(code, code) for code in codes]
        years = sorted(
            {row.year for agreement in loaded for row in agreement.evaluation_years.all()}
        )
        self.filters["ar"].extra["choices"] = [(str(year), str(year)) for year in years]
        self.filters["sorter"].extra["widget"] = forms.HiddenInput()
        self.form.full_clean()

    @property
    def commitments(self) -> CommitmentQuerySet:
        """The matching rows, in order."""
        rows: CommitmentQuerySet = self.rows
        return rows

    @property
    def entries(self) -> ProgressEntryQuerySet:
        """The progress that may be shown for the filter's days."""
        return ProgressEntry.objects.seen(**self.times)

    @property
    def verdicts(self) -> PublishedVerdictQuerySet:
        """The verdicts that the filter's days leave, of the requested year or of every year."""
        year = self._taken("ar")
        return self._seen.of_year(int(year)) if year else self._seen

    @property
    def disputed(self) -> PublishedVerdictQuerySet:
        """Those on which the parties disagree: in the requested year, or those that still do."""
        return self.verdicts.disputed() if self._taken("ar") else self._seen.still_disputed()

    @cached_property
    def _seen(self) -> PublishedVerdictQuerySet:
        """The verdicts that may be shown for the filter's days."""
        return PublishedVerdict.objects.seen_at_once(**self.times)

    def _asked(self, taken: dict[str, Any]) -> CommitmentQuerySet:
        """Apply values that only have meaning together: facts and days; status, party and days."""
        rows: CommitmentQuerySet = self.queryset
        if slug := taken.get("avtale"):
            rows = rows.of_agreement(slug)
        entries = ProgressEntry.objects.seen(per=taken.get("per"), kjent=taken.get("kjent"))
        texts = self._texts_of(taken)
        rows = rows.that_applied(texts).with_facts(_facts(taken), texts)
        if responsibility := taken.get("ansvar"):
            rows = rows.shared(texts, is_shared=responsibility == SHARED)
        if text := taken.get("q"):
            rows = rows.found_by(text, texts)
        rows = _in_order(rows, taken.get("sorter") or "referanse", entries, texts)
        rows = self._assessed(rows, taken, texts)
        status = taken.get("status")
        if not status:
            return rows
        part = taken.get("part")
        if status == SILENT:
            return rows.without_any(entries.of_party_code(part) if part else entries)
        return rows.with_last_status(
            vocabulary.name_of("progress", status), entries.latest_first(), of=part
        )

    def _assessed(
        self, rows: CommitmentQuerySet, taken: dict[str, Any], texts: AppliedTexts
    ) -> CommitmentQuerySet:
        """Filter by verdict, party, year and days, which only have a meaning together.

        Without a year, a verdict is the last one that a party gave, a disagreement is one that
        still exists, and not assessed means in no published evaluation. With a year, all three
        are about the published evaluation of that year.
        """
        if not (taken.get("uenig") or taken.get("vurdering")):
            return rows
        year = taken.get("ar")
        times = {name: taken.get(name) for name in TIMES}
        seen = self._seen
        if times != self.times:
            seen = PublishedVerdict.objects.seen_at_once(**times)
        verdicts = seen.of_year(int(year)) if year else seen
        if taken.get("uenig"):
            rows = rows.with_any(verdicts.disputed() if year else seen.still_disputed())
        verdict, part = taken.get("vurdering"), taken.get("part")
        if not verdict:
            return rows
        own = verdicts.own()
        if part:
            own = own.of_party_code(part)
            rows = rows.answered_for_in(part, verdicts, own=own, texts=texts)
        if verdict != UNASSESSED:
            held = own.last_given().with_verdict(vocabulary.name_of("verdict", verdict))
            return rows.with_any(held)
        return rows.with_any(own.undecided()) if year else rows.without_any(own.decided())


def _facts(taken: Mapping[str, str]) -> dict[str, str]:
    """Return the facts to filter by; with a verdict the party is the one responsible for it."""
    names = [name for name in FACTS if name != "part" or "vurdering" not in taken]
    return {name: taken[name] for name in names if name in taken}
