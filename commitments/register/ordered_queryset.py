"""The sort orders of commitments."""

from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from agreements import vocabulary
from agreements.applied_texts import NEWEST, AppliedTexts
from commitments.register.counted_queryset import CountedQuerySet


class OrderedQuerySet(CountedQuerySet):
    """Commitments, sorted by facts of the version that applied."""

    def in_text_order(self, texts: AppliedTexts = NEWEST) -> Self:
        """Sort by agreement, then in text order."""
        return self.order_by(*_text_order(texts))

    def in_order_of_parties(self, texts: AppliedTexts = NEWEST) -> Self:
        """Sort by who is responsible, as people read it: KD, KD and KS, KS; then in text order."""
        codes = (
            self.model.responsible.through.objects.filter(commitment=OuterRef("pk"))
            .order_by("party__code")
            .values("party__code")
        )
        second = Coalesce(Subquery(codes[1:2]), Value(""))
        return self.order_by(
            texts.expression(
                Subquery(codes[:1]), lambda row: min(row.facts.responsible), CharField()
            ),
            texts.expression(
                second, lambda row: "".join(sorted(row.facts.responsible)[1:2]), CharField()
            ),
            *_text_order(texts),
        )

    def in_order_of_kinds(self, texts: AppliedTexts = NEWEST) -> Self:
        """Sort by type of promise, in the Norwegian alphabet, then in text order."""
        kinds = _kinds_by_label()
        ranks = Case(*(When(verb_class=name, then=rank) for rank, name in enumerate(kinds)))
        rank = texts.expression(
            ranks, lambda row: kinds.index(row.facts.verb_class), IntegerField()
        )
        return self.order_by(rank, *_text_order(texts))

    def in_order_of_publication(self, entries: QuerySet[Any], texts: AppliedTexts = NEWEST) -> Self:
        """Sort by when the last of these entries was published, first those without any."""
        rows = self.with_last_publication(entries)
        return rows.order_by(F("last_published_at").asc(nulls_first=True), *_text_order(texts))

    def with_last_publication(self, entries: QuerySet[Any]) -> Self:
        """Add ``last_published_at`` of these entries; null if there are none."""
        return self.annotate(last_published_at=last_of("published_at", entries))


def _text_order(texts: AppliedTexts) -> tuple[F, Any]:
    """Return expressions for the agreement, then the place in the version that applied."""
    place = texts.expression("position", lambda row: row.facts.position, IntegerField())
    return F("agreement__slug"), place


def last_of(instant: str, entries: QuerySet[Any]) -> Subquery:
    """Return the latest of a timestamp among a commitment's entries; null if there is none.

    An index has a commitment's published entries by that timestamp.
    """
    own = entries.filter(commitment=OuterRef("pk"), **{f"{instant}__isnull": False})
    return Subquery(own.order_by(f"-{instant}").values(instant)[:1])


def _kinds_by_label() -> list[str]:
    """Return the types of promise by bokmål label, with æ ø å last on any database."""
    kinds = vocabulary.words("verb").values()
    last = str.maketrans({"æ": "{", "ø": "|", "å": "}"})  # the characters after z in ASCII
    return [kind.name for kind in sorted(kinds, key=lambda kind: kind.label("nb").translate(last))]
