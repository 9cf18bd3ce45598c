"""A page of the register: the matching commitments, with each party's last statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from agreements.pages import link, trail
from commitments.evaluations.revisions.basis import Bases, Basis
from commitments.evaluations.revisions.verdict_bases import other_bases
from commitments.foundation import search
from commitments.foundation.days import in_norway
from commitments.foundation.excerpt import Piece, excerpt
from commitments.pages.last_statement import LastStatement, last_statement
from commitments.pages.register_filter import CommitmentFilter
from commitments.register.models import Commitment
from commitments.register.older_version import lay_over
from commitments.web.list_filter import FilterToDrop
from commitments.web.list_page import ListPage, in_words, without

_ORDERS: Final[dict[str, Promise]] = {
    "referanse": _("In the order of the texts."),
    "-referanse": _("In the reverse order of the texts."),
    "ansvarlig": _("Sorted by who is responsible."),
    "-ansvarlig": _("Sorted by who is responsible, in reverse."),
    "loftetype": _("Sorted by type of promise."),
    "-loftetype": _("Sorted by type of promise, in reverse."),
    "publisert": _("Sorted by when progress was last published, the oldest first."),
    "-publisert": _("Sorted by when progress was last published, the newest first."),
}


class _Said(NamedTuple):
    """The last statement of one party to a commitment's agreement, as queried."""

    party: str
    answers: bool
    last_statement: dict[str, Any] | None
    last_verdict: dict[str, Any] | None
    last_published_at: datetime | None
    disputed_in: int | None

    def statement(self, ref: str, others: Bases) -> LastStatement:
        """Return it as pages show it; ``others`` are the bases that the page does not show."""
        verdict = self.last_verdict
        return last_statement(
            self.party,
            self.last_statement,
            verdict,
            answers=self.answers,
            is_on_others=verdict is not None and (verdict["version"], ref) in others,
        )


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A commitment in the list; its wording is in pieces, with search hits marked.

    ``statements`` has an entry for each party of the list, with the name of its column; None for
    a party that is not responsible and has said nothing. ``last_published_on`` is the day
    progress was last published, None if never. ``disputed_in`` is the year for which the
    parties disagree.
    """

    commitment: Commitment
    answering: list[str]
    pieces: list[Piece]
    statements: list[tuple[str, LastStatement | None]]
    last_published_on: date | None
    disputed_in: int | None


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """A column; ``order`` is what its heading sorts by, empty if it does not sort."""

    name: str
    label: str
    order: str
    aria_sort: str


class RegisterList(ListPage):
    """One page of the register for a query."""

    file_url_name = "commitment_list_file"

    def __init__(
        self, list_filter: CommitmentFilter, side: str, *, agreements: Sequence[Agreement]
    ) -> None:
        """Take the filters, the requested page as typed, and the agreements with their parties."""
        super().__init__(list_filter, side, rows=list_filter.commitments.for_list())
        self.entries = list_filter.entries
        self.verdicts = list_filter.verdicts
        self.texts = list_filter.texts
        self.agreements = {agreement.pk: agreement for agreement in agreements}
        self.codes = list(dict.fromkeys(code for row in agreements for code in row.party_codes))

    def context(self) -> dict[str, Any]:
        """Return everything that the template names."""
        return {
            **super().context(),
            "is_empty": not self.agreements,
            "order": _ORDERS[self._order],
            "kept": self.list_filter.kept,
            "columns": self._columns(),
            "trail": trail(link(gettext("Commitments"), "commitments:commitment_list")),
        }

    def shown(self, rows: list[Commitment]) -> list[RegisterRow]:
        """Return this page's commitments, with one query for all the statements."""
        for commitment in rows:
            commitment.agreement = self.agreements[commitment.agreement_id]
            lay_over(commitment, self.texts)
        said = self._said([commitment.pk for commitment in rows])
        shown = {
            row.ref: Basis(row.wording, tuple(one.party for one in said[row.pk] if one.answers))
            for row in rows
        }
        verdicts = (one.last_verdict for row in said.values() for one in row if one.last_verdict)
        others = other_bases({verdict["version"] for verdict in verdicts}, shown)
        return [self._row(commitment, said[commitment.pk], others) for commitment in rows]

    def counted(self, hits: int) -> str:
        """Return the number of commitments, in words."""
        text = ngettext("%(hits)s commitment", "%(hits)s commitments", hits)
        return text % {"hits": in_words(hits)}

    def counted_without(self, to_drop: FilterToDrop) -> str:
        """Return the number of commitments without a filter, in words."""
        text = ngettext(
            "%(hits)s commitment without the filter «%(label)s: %(value)s»",
            "%(hits)s commitments without the filter «%(label)s: %(value)s»",
            to_drop.hits,
        )
        return text % without(to_drop)

    @cached_property
    def _order(self) -> str:
        return self.list_filter.form.cleaned_data.get("sorter") or "referanse"

    @cached_property
    def _terms(self) -> list[search.Term]:
        return search.terms(self.list_filter.form.cleaned_data.get("q", ""))

    @cached_property
    def _parties(self) -> dict[str, str]:
        """The names of the parties' columns, by code."""
        return {code: gettext("%(party)s says") % {"party": code} for code in self.codes}

    def _said(self, keys: list[int]) -> dict[int, list[_Said]]:
        """Return each party's last statement, by the key of the commitment."""
        found: dict[int, list[_Said]] = {key: [] for key in keys}
        own = Commitment.objects.filter(pk__in=keys)
        rows = own.last_statements_by_party(self.entries.statement_values(), self.texts)
        rows = rows.with_last_publication(self.entries)
        rows = rows.with_last_verdicts(self.verdicts.verdict_values())
        rows = rows.with_dispute(self.list_filter.disputed)
        for key, *columns in rows.values_list("pk", *_Said._fields):
            found[key].append(_Said(*columns))
        return found

    def _row(self, commitment: Any, said: list[_Said], others: Bases) -> RegisterRow:
        statements = {row.party: row.statement(commitment.ref, others) for row in said}
        spoken = {code: row for code, row in statements.items() if not row.is_silent}
        last = next((row.last_published_at for row in said), None)
        return RegisterRow(
            commitment,
            [row.party for row in said if row.answers],
            excerpt(search.mark(commitment.words, self._terms)),
            [(label, spoken.get(code)) for code, label in self._parties.items()],
            in_norway(last).date() if last else None,
            next((row.disputed_in for row in said), None),
        )

    def _columns(self) -> list[RegisterColumn]:
        heads = {
            "referanse": (gettext("Reference"), "referanse"),
            "loftetype": (gettext("Wording and type of promise"), "loftetype"),
            "ansvarlig": (gettext("Responsible"), "ansvarlig"),
            **{code: (label, "") for code, label in self._parties.items()},
            "publisert": (gettext("Progress last published"), "-publisert"),
        }
        return [self._column(name, label, first) for name, (label, first) in heads.items()]

    def _column(self, name: str, label: str, first: str) -> RegisterColumn:
        """Build a heading that first sorts by ``first``, and then in the reverse order."""
        sorted_by = {name: "ascending", f"-{name}": "descending"}.get(self._order, "none")
        other = name if first.startswith("-") else f"-{name}"
        return RegisterColumn(name, label, other if self._order == first else first, sorted_by)
