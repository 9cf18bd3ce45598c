"""The register's filters: which commitments a reader asks for, and in which order."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Agreement
from commitments.filters.asked import (
    Choices,
    DayFilter,
    ListFilter,
    choice,
    name_of,
    readable,
    words,
)
from commitments.models import Commitment, ProgressEntry, PublishedVerdict
from commitments.models.commitment_queryset import CommitmentQuerySet
from commitments.models.progress_queryset import ProgressEntryQuerySet
from commitments.models.published_verdict import PublishedVerdictQuerySet

# Values of ``sorter``; «-» before reverses.
ORDERS: Final = ("referanse", "ansvarlig", "loftetype", "publisert")
SILENT: Final = vocabulary.word("absence.no_information").slug
UNASSESSED: Final = vocabulary.word("absence.not_assessed").slug
DISPUTED: Final = "ja"  # the one value of ``uenig``
_LONGEST_SEARCH: Final = 200  # characters


def _in_group(commitments: CommitmentQuerySet, slug: str) -> CommitmentQuerySet:
    return commitments.in_group(name_of("group", slug))


def _in_order(
    commitments: CommitmentQuerySet, order: str, entries: ProgressEntryQuerySet
) -> CommitmentQuerySet:
    """The rows in this order; ``entries`` are those that may be seen."""
    orders: dict[str, Callable[[], CommitmentQuerySet]] = {
        "referanse": commitments.in_text_order,
        "ansvarlig": commitments.in_order_of_parties,
        "loftetype": commitments.in_order_of_kinds,
        "publisert": partial(commitments.in_order_of_publication, entries),
    }
    ordered = orders[order.removeprefix("-")]()
    return ordered.reverse() if order.startswith("-") else ordered


def _later(commitments: CommitmentQuerySet, _value: str) -> CommitmentQuerySet:
    """The rows as they are: what the value means hangs on others, see ``_narrowed``."""
    return commitments


def _statuses() -> Choices:
    silent = vocabulary.word("absence.no_information")
    return [*words("progress"), (silent.slug, silent.label(get_language()))]


def _verdicts() -> Choices:
    none = vocabulary.word("absence.not_assessed")
    return [*words("verdict"), (none.slug, none.label(get_language()))]


def _disputes() -> Choices:
    return [(DISPUTED, gettext("only where they disagree"))]


class CommitmentFilter(ListFilter):
    """The commitments that a query asks for, in the order it asks for; none where it is faulty."""

    q = django_filters.CharFilter(
        label=_("Search in the wording"),
        method=lambda commitments, _name, text: commitments.found_by(text),
        max_length=_LONGEST_SEARCH,
        validators=[readable],
        widget=forms.TextInput(attrs={"class": "ds-input", "type": "search"}),
        error_messages={"max_length": _("The search is longer than 200 characters.")},
    )
    avtale = choice(_("Agreement"), CommitmentQuerySet.of_agreement)
    part = choice(_("Responsible party"), CommitmentQuerySet.answered_for_by)
    gruppe = choice(_("Group"), _in_group, lambda: words("group"))
    omrade = choice(_("Area"), CommitmentQuerySet.about_area, lambda: words("area"))
    tema = choice(_("Theme"), CommitmentQuerySet.about_theme, lambda: words("theme"))
    loftetype = choice(_("Kind of promise"), CommitmentQuerySet.of_kind, lambda: words("verb"))
    status = choice(_("Last status"), _later, _statuses)
    vurdering = choice(_("Verdict"), _later, _verdicts)
    ar = choice(_("Evaluation year"), lambda commitments, year: commitments.evaluated_in(int(year)))
    uenig = choice(_("Disagreement"), _later, _disputes)
    per = DayFilter(label=_("True by"))
    kjent = DayFilter(label=_("As published by"))
    sorter = choice(_("Order"), _later, lambda: [(o, o) for n in ORDERS for o in (n, f"-{n}")])

    def __init__(self, query: QueryDict, *, agreements: Iterable[Agreement]) -> None:
        """Take the query; agreements and their parties are the choices of two filters."""
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
        """The rows asked for, in order."""
        rows: CommitmentQuerySet = self.rows
        return rows

    @property
    def entries(self) -> ProgressEntryQuerySet:
        """The progress that the two questions about time leave to be seen."""
        return ProgressEntry.objects.seen(**self.times)

    @property
    def verdicts(self) -> PublishedVerdictQuerySet:
        """The verdicts that the questions leave: of the year asked for, else of the last one."""
        year = self._taken("ar")
        return _of(PublishedVerdict.objects.seen(**self.times), int(year) if year else None)

    def _narrowed(self, rows: CommitmentQuerySet, taken: dict[str, Any]) -> CommitmentQuerySet:
        """Status, party and time mean something together: what that party last said by then."""
        entries = ProgressEntry.objects.seen(per=taken.get("per"), kjent=taken.get("kjent"))
        if order := taken.get("sorter"):
            rows = _in_order(rows, order, entries)
        rows = self._assessed(rows, taken)
        status = taken.get("status")
        if not status:
            return rows
        if part := taken.get("part"):
            entries = entries.of_party_code(part)
        if status == SILENT:
            return rows.without_entry_among(entries)
        return rows.with_entry_among(
            entries.latest_per_party().with_status(name_of("progress", status))
        )

    def _assessed(self, rows: CommitmentQuerySet, taken: dict[str, Any]) -> CommitmentQuerySet:
        """Verdict, party, year and time mean something together: what that party then held."""
        year = taken.get("ar")
        seen = PublishedVerdict.objects.seen(per=taken.get("per"), kjent=taken.get("kjent"))
        verdicts = _of(seen, int(year) if year else None)
        if taken.get("uenig"):
            rows = rows.assessed_in(verdicts.disputed())
        verdict = taken.get("vurdering")
        if not verdict:
            return rows
        own = verdicts.own()
        if part := taken.get("part"):
            own = own.of_party_code(part)
        if verdict == UNASSESSED:
            return rows.not_assessed_in(own.decided())
        return rows.assessed_in(own.with_verdict(name_of("verdict", verdict)))


def _of(verdicts: PublishedVerdictQuerySet, year: int | None) -> PublishedVerdictQuerySet:
    """The verdicts of this year; None: of each commitment those of the last one."""
    return verdicts.of_last_year() if year is None else verdicts.of_year(year)
