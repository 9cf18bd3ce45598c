"""Queries for commitments: filters, order, and related values."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Self

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from agreements.applied_texts import NEWEST, AppliedTexts, Says
from agreements.facts import in_file
from agreements.models import Agreement, Party, Segment, TextVersion
from agreements.reading import content
from agreements.templatetags.texts import named
from commitments.foundation import search
from commitments.foundation.content_version import DatabaseMark
from commitments.register.filter_facts import FACTS, Fact
from commitments.register.ordered_queryset import OrderedQuerySet, last_of

_TEXT_ORDER: Final = ("agreement__slug", "position")
_UNLISTED: Final = ("search_words", "note", "reasons")  # columns that no list shows
_PARTY: Final = "agreement__agreement_parties__party"


class CommitmentQuerySet(OrderedQuerySet):
    """Commitments, in text order."""

    def by_party(self, texts: AppliedTexts = NEWEST) -> Self:
        """Return a row per commitment and party: ``party``, the party's code, and ``answers``."""
        links = self.model.responsible.through.objects.filter(
            commitment=OuterRef("pk"), party=OuterRef(_PARTY)
        )
        answers = Q(Exists(links))
        if texts.older:
            answers &= ~Q(agreement__in=texts.older)
        for code in sorted({code for text in texts.older.values() for code in text.parties}):
            refs = texts.refs(lambda row, code=code: code in row.facts.responsible)  # type: ignore[misc]
            answers |= Q(**{f"{_PARTY}__code": code, "ref__in": refs})
        return self.annotate(
            party=F(f"{_PARTY}__code"), answers=ExpressionWrapper(answers, BooleanField())
        )

    def by_party_and_reservation(self) -> Self:
        """Return the rows of ``by_party`` for each reservation, with who may invoke it.

        In text order, in one query: ``limited_by`` is the reference of a reservation,
        ``limit_kind`` its kind, ``invoker`` the code of a party; all are empty if nothing limits
        the commitment.
        """
        return (
            self.order_by("position", "reservations__segment__position")
            .by_party()
            .annotate(
                limited_by=Coalesce("reservations__ref", Value("")),
                limit_kind=Coalesce("reservations__kind", Value("")),
                invoker=Coalesce("reservations__invoked_by__code", Value("")),
            )
        )

    def with_last_statements(
        self, statements: QuerySet[Any, Any], texts: AppliedTexts = NEWEST
    ) -> Self:
        """Return the rows of ``by_party`` with the party's last statement.

        ``statements`` are values of one column, the latest first. ``last_statement`` is null
        if the party has made none.
        """
        own = statements.filter(commitment=OuterRef("pk"), party=OuterRef(_PARTY))
        return self.by_party(texts).annotate(last_statement=Subquery(own[:1]))

    def with_last_verdicts(self, verdicts: QuerySet[Any, Any]) -> Self:
        """Add ``last_verdict`` to the same rows, the party's first of these one-column values."""
        own = verdicts.filter(commitment=OuterRef("pk"), party=OuterRef(_PARTY))
        return self.annotate(last_verdict=Subquery(own[:1]))

    def with_dispute(self, disputed: QuerySet[Any]) -> Self:
        """Add ``disputed_in``, the year of these verdicts; null if there are none."""
        own = disputed.filter(commitment=OuterRef("pk")).order_by()
        return self.annotate(disputed_in=Subquery(own.values("year")[:1]))

    def last_statements_by_party(
        self, statements: QuerySet[Any, Any], texts: AppliedTexts = NEWEST
    ) -> Self:
        """Return the same rows, the parties of each commitment in the agreement's order."""
        rows = self.with_last_statements(statements, texts)
        return rows.order_by("pk", "agreement__agreement_parties__position")

    def for_list(self) -> Self:
        """Leave out columns that no list shows."""
        return self.defer(*_UNLISTED)

    def for_page(self) -> Self:
        """Fetch each commitment with its wording in segments and its neighbours.

        ``previous_ref`` and ``next_ref`` are in the same agreement, null at the ends; so are the
        short titles ``previous_title`` and ``next_title``. ``heading`` is the heading with the
        subject and verb of a listed commitment, empty for one in running text;
        ``heading_distance`` counts segments from the heading, 1 for the next. ``is_changed``:
        the text of its agreement has more than one version.
        """
        own = self.model.objects.filter(agreement=OuterRef("agreement"))
        before = own.filter(position__lt=OuterRef("position")).order_by("-position")
        after = own.filter(position__gt=OuterRef("position")).order_by("position")
        headings = Segment.objects.filter(
            agreement=OuterRef("agreement"), kind="heading", position__lt=OuterRef("position")
        ).order_by("-position")
        second = TextVersion.objects.filter(agreement=OuterRef("agreement"), number=2)
        none = Value("", output_field=TextField())
        heading = Coalesce(Subquery(headings.values("text")[:1]), none)
        return (
            self.select_related("agreement")
            .defer("agreement__source_text", "agreement__cut_source", "search_words")
            .prefetch_related(Prefetch("segments", Segment.objects.order_by("position")))
            .annotate(
                is_changed=Exists(second),
                previous_ref=Subquery(before.values("ref")[:1]),
                previous_title=Subquery(before.values("short_title")[:1]),
                next_ref=Subquery(after.values("ref")[:1]),
                next_title=Subquery(after.values("short_title")[:1]),
                heading=Case(When(group="prose", then=none), default=heading),
                heading_distance=F("position") - Subquery(headings.values("position")[:1]),
            )
        )

    def with_mark(self) -> Self:
        """Add ``mark``, the purpose of the database's invented content; null if there is none."""
        return self.annotate(mark=Subquery(DatabaseMark.objects.filter(pk=1).values("purpose")))

    def doubtful(self) -> Self:
        """Return commitments with a fact that a reader may disagree with, in text order."""
        doubts: list[Any] = [(f"reasons__{fact}__doubt", True) for fact in content.FACTS]
        return self.filter(Q.create(doubts, connector=Q.OR)).order_by(*_TEXT_ORDER)

    def names(self) -> dict[str, str]:
        """Return the reference with the short title in the reader's language, by reference."""
        rows = self.values_list("ref", "short_title")
        return {ref: named(ref, short_title) for ref, short_title in rows}

    def titles_in_files(self) -> dict[str, str]:
        """Return the short title as files have it, by reference, in one query."""
        rows = self.values_list("ref", "short_title")
        return {ref: in_file(short_title) for ref, short_title in rows}

    def with_ref(self, ref: str) -> Self:
        """Return the commitment with this reference, if any."""
        return self.filter(ref=ref)

    def of_agreement(self, slug: str) -> Self:
        """Return the commitments of the agreement with this slug."""
        return self.filter(agreement__slug=slug)

    def answered_for_by(self, code: str) -> Self:
        """Return commitments that the party with this code is responsible for."""
        return self.filter(responsible__code=code)

    def with_entries_counted(self, entries: QuerySet[Any]) -> Self:
        """Add ``entry_count``, how many of these entries are about the commitment."""
        own = entries.filter(commitment=OuterRef("pk")).order_by()
        counted = own.values("commitment").annotate(entry_count=Count("pk")).values("entry_count")
        return self.annotate(entry_count=Coalesce(Subquery(counted), Value(0)))

    def with_last_change(self, entries: QuerySet[Any]) -> Self:
        """Add ``last_published_at``, and ``withdrawn_at`` of the last withdrawal; null if none."""
        rows = self.with_last_publication(entries)
        return rows.annotate(withdrawn_at=last_of("withdrawn_at", entries))

    def with_any(self, about: QuerySet[Any]) -> Self:
        """Return commitments with at least one of these entries or verdicts."""
        return self.filter(Exists(about.filter(commitment=OuterRef("pk"))))

    def without_any(self, about: QuerySet[Any]) -> Self:
        """Return commitments without any of these entries or verdicts."""
        return self.exclude(Exists(about.filter(commitment=OuterRef("pk"))))

    def with_last_status(self, status: str, entries: QuerySet[Any], *, of: str | None) -> Self:
        """Return commitments on which this is a party's last status in these entries.

        ``entries`` must have the latest first. ``of`` is the code of the only party that counts;
        None for any. Each party's last entry is found separately, because then an index helps.
        """
        own = entries.filter(commitment=OuterRef(OuterRef("pk")), party=OuterRef("pk"))
        parties = Party.objects.filter(code=of) if of else Party.objects.all()
        said = parties.order_by().annotate(last_status=Subquery(own.values("status")[:1]))
        return self.filter(Exists(said.filter(last_status=status)))

    def with_answers(self, codes: Iterable[str]) -> Self:
        """Add whether each of these parties is responsible: ``answers_KD``."""
        links = self.model.responsible.through.objects.filter(commitment=OuterRef("pk"))
        return self.annotate(
            **{f"answers_{code}": Exists(links.filter(party__code=code)) for code in codes}
        )

    def answered_for_in(
        self,
        code: str,
        verdicts: QuerySet[Any],
        *,
        own: QuerySet[Any],
        texts: AppliedTexts = NEWEST,
    ) -> Self:
        """Return commitments that the party is responsible for, by these verdicts or by the text.

        ``own`` are the verdicts that the party gave on what it is responsible for. The text only
        decides for a commitment without any verdict.
        """
        judged = Exists(verdicts.filter(commitment=OuterRef("pk")))
        given = Exists(own.filter(commitment=OuterRef("pk")))
        answering = self.model._default_manager.with_facts({"part": code}, texts).order_by()
        return self.filter(given | ~judged & Q(pk__in=answering.values("pk")))

    def never_reported_by(self, party: Party) -> Self:
        """Return commitments that the party is responsible for and has no entry or draft on."""
        return self.filter(responsible=party).exclude(progress_entries__party=party)

    def of_counties(self) -> Self:
        """Return commitments that can vary between counties, in text order.

        Each has its agreement with evaluation years, and its responsible parties: four queries,
        and one object for each agreement.
        """
        years = Agreement.objects.without_texts().with_evaluation_years()
        rows = self.filter(regional=True).in_text_order().for_list()
        return rows.prefetch_related(
            Prefetch("agreement", years), Prefetch("responsible", Party.objects.order_by("pk"))
        )

    def regional_in(self, agreement: Agreement) -> Self:
        """Return commitments of an agreement that can vary between counties."""
        return self.filter(regional=True, agreement=agreement)

    def with_facts(self, facts: Mapping[str, str], texts: AppliedTexts = NEWEST) -> Self:
        """Return commitments with all these facts, by name and value as in queries (``FACTS``)."""
        found = self
        for name, value in facts.items():
            found = found._with_fact(FACTS[name], value, texts)
        return found

    def shared(self, texts: AppliedTexts = NEWEST, *, is_shared: bool = True) -> Self:
        """Return commitments with several responsible parties, or those with one alone."""
        counted = self.model._default_manager.order_by().annotate(parties=Count("responsible"))
        several = Q(pk__in=counted.filter(parties__gt=1).values("pk"))
        chosen = several if is_shared else ~several
        return self._said(chosen, texts, lambda row: (len(row.facts.responsible) > 1) == is_shared)

    def _with_fact(self, fact: Fact, value: str, texts: AppliedTexts) -> Self:
        """Return commitments with this fact in the version that applied."""
        stored = fact.stored(value)
        return self._said(Q((fact.lookup, stored)), texts, lambda row: stored in fact.values(row))

    def that_applied(self, texts: AppliedTexts) -> Self:
        """Return commitments that are in the version that applied."""
        return self._said(Q(), texts, lambda _row: True) if texts.older else self

    def found_by(self, query: str, texts: AppliedTexts = NEWEST) -> Self:
        """Return commitments whose reference or wording matches every word; none without words."""
        terms = search.terms(query)
        if not terms:
            return self.none()
        found = Q()
        for term in terms:
            found &= Q.create(
                [("search_words__contains", needle) for needle in term], connector=Q.OR
            )
        return self._said(found, texts, lambda row: search.finds(row.facts.searched, terms))

    def _said(self, rows_say: Q, texts: AppliedTexts, says: Says) -> Self:
        """Filter by the row, or by the older version if one applied."""
        if not texts.older:
            return self.filter(rows_say)
        newest = self.model._default_manager.filter(rows_say).exclude(agreement__in=texts.older)
        return self.filter(Q(pk__in=newest.order_by().values("pk")) | Q(ref__in=texts.refs(says)))
