"""Filters for the pages about counties: commitment, year and party."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, EvaluationYear
from commitments.regional.models import RegionalStatus
from commitments.regional.queryset import RegionalStatusQuerySet
from commitments.register.models import Commitment
from commitments.web.list_filter import ListFilter, choice

_LONG_TEXTS: Final = ("agreement__source_text", "agreement__cut_source", "agreement__note")


class CountyFilter(ListFilter):
    """One commitment, one year and one party, each with a default if the query omits it."""

    forpliktelse = choice(_("Commitment"))
    ar = choice(_("Year"))
    part = choice(_("Party"))

    def __init__(self, query: QueryDict, *, commitments: Sequence[Commitment]) -> None:
        """Take the query and the regional commitments, each with its agreement's years.

        There must be at least one commitment.
        """
        self._refs = {commitment.ref: commitment for commitment in commitments}
        self._query = query
        filled = query.copy()
        for name, value in _usual(query, commitments).items():
            if name not in query:
                filled[name] = value
        super().__init__(filled, rows=RegionalStatus.objects.published())
        years = {year for commitment in commitments for year in years_of(commitment)}
        parties = {party.pk: party.code for row in commitments for party in row.responsible.all()}
        self._choices("forpliktelse", [(row.ref, row.named) for row in commitments])
        self._choices("ar", [(str(year), str(year)) for year in sorted(years)])
        self._choices("part", [(code, code) for _pk, code in sorted(parties.items())])
        self.form.full_clean()

    @cached_property
    def commitment(self) -> Commitment:
        """The commitment shown."""
        return self._refs[self._taken("forpliktelse") or next(iter(self._refs))]

    @cached_property
    def year(self) -> int:
        """The year shown: the requested one, or the agreement's last."""
        years = years_of(self.commitment)
        chosen = int(self._taken("ar") or 0)
        return chosen if chosen in years else years[-1]

    @cached_property
    def party(self) -> str:
        """The code of the party shown."""
        answers = [party.code for party in self.commitment.responsible.all()]
        chosen = self._taken("part")
        return chosen if chosen in answers else answers[0]

    @property
    def notices(self) -> list[str]:
        """Messages about requested values that cannot be shown together."""
        notices = []
        if (chosen := self._query.get("ar")) and chosen != str(self.year):
            text = gettext(
                "%(asked)s is not an evaluation year of the agreement. The page shows %(year)s."
            )
            notices.append(text % {"asked": chosen, "year": self.year})
        if (chosen := self._query.get("part")) and chosen != self.party:
            text = gettext(
                "%(asked)s is not responsible for %(ref)s. This page shows what %(party)s says."
            )
            notices.append(
                text % {"asked": chosen, "ref": self.commitment.named, "party": self.party}
            )
        return notices

    @property
    def chosen(self) -> dict[str, str]:
        """The values shown, as in a query."""
        return {"forpliktelse": self.commitment.ref, "ar": str(self.year), "part": self.party}

    @property
    def years(self) -> list[int]:
        """The years of the commitment's agreement, in order."""
        return years_of(self.commitment)

    @property
    def statuses(self) -> RegionalStatusQuerySet:
        """The party's published statuses of the commitment, for every year."""
        return RegionalStatus.objects.published().about(self.commitment).of_party_code(self.party)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra |= {"choices": choices, "empty_label": None}


class YearFilter(ListFilter):
    """The years that a county's page shows: one, or all of an agreement.

    By default those of the last agreement that has statuses.
    """

    avtale = choice(_("Agreement"))
    ar = choice(_("Year"))

    def __init__(self, query: QueryDict, *, statuses: RegionalStatusQuerySet) -> None:
        """Take the query, and the rows of the county that may be shown."""
        rows = EvaluationYear.objects.counted().order_by("year").select_related("agreement")
        rows = rows.annotate(has_statuses=Exists(statuses.filter(year=OuterRef("year"))))
        self._rows: list[Any] = list(rows.defer(*_LONG_TEXTS))
        self._query = query
        filled = query.copy()
        if "avtale" not in query and self._rows:
            filled["avtale"] = self._usual()
        super().__init__(filled, rows=statuses)
        agreements = {row.agreement.slug: row.agreement.short_name for row in self._rows}
        years = [(str(row.year), str(row.year)) for row in self._rows]
        self.filters["avtale"].extra |= {"choices": list(agreements.items()), "empty_label": None}
        self.filters["ar"].extra |= {"choices": years, "empty_label": _("All years")}
        self.form.full_clean()

    @property
    def shows_rows(self) -> bool:
        """Whether there are years to show."""
        return bool(self._rows) and not self.filter_errors

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement that the years belong to."""
        slug = self._taken("avtale")
        agreements: dict[str, Agreement] = {row.agreement.slug: row.agreement for row in self._rows}
        return agreements[slug]

    @property
    def years(self) -> list[int]:
        """The years shown, in order."""
        years = [row.year for row in self._rows if row.agreement_id == self.agreement.pk]
        chosen = int(self._taken("ar") or 0)
        return [chosen] if chosen in years else years

    @property
    def notices(self) -> list[str]:
        """A message if the requested year is not one of the agreement's."""
        chosen = self._taken("ar")
        if not chosen or int(chosen) in self.years:
            return []
        text = gettext("%(asked)s is not an evaluation year of the agreement. All years are shown.")
        return [text % {"asked": chosen}]

    @property
    def selection(self) -> dict[str, str]:
        """The filters in the query; without any, a file has every year."""
        return {name: value for name, value in super().selection.items() if name in self._query}

    @property
    def selected(self) -> RegionalStatusQuerySet:
        """The rows of the years in the query; all rows if it names none."""
        rows: RegionalStatusQuerySet = self.queryset
        return rows.for_year(*self.years) if self.selection else rows

    def _usual(self) -> str:
        """Return the agreement of the year in the query, or of the last year with statuses."""
        asked = [row for row in self._rows if str(row.year) == self._query.get("ar")]
        reported = [row for row in self._rows if row.has_statuses]
        slug: str = (asked or reported or self._rows)[-1].agreement.slug
        return slug


def years_of(commitment: Commitment) -> list[int]:
    """Return the counted evaluation years of the commitment's agreement, in order."""
    return sorted(row.year for row in commitment.agreement.evaluation_years.all())


def _usual(query: QueryDict, commitments: Iterable[Commitment]) -> dict[str, str]:
    """Return the default values: the most counties reported, in the last year reported."""
    rows = RegionalStatus.objects.published()
    if ref := query.get("forpliktelse"):
        rows = rows.filter(commitment__in=[row.pk for row in commitments if row.ref == ref])
    if found := rows.with_most_counties():
        ref, year, party = found
        return {"forpliktelse": ref, "ar": str(year), "part": party}
    last = list(commitments)[-1]
    first = next(row for row in commitments if row.agreement_id == last.agreement_id)
    shown = next((row for row in commitments if row.ref == ref), first)
    return {
        "forpliktelse": shown.ref,
        "ar": str(years_of(shown)[-1]),
        "part": next(iter(shown.responsible.all())).code,
    }
