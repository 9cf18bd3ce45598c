"""The orders in which commitments are listed."""

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
    """Commitments, sorted by what the version that applied says of them."""

    def in_text_order(self, texts: AppliedTexts = NEWEST) -> Self:
        """By agreement, then as the text goes."""
        return self.order_by(*_text_order(texts))

    def in_order_of_parties(self, texts: AppliedTexts = NEWEST) -> Self:
        """By who answers, as one reads it: KD, KD and KS, KS; then as the texts go."""
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
        """By the kind of promise, in the Norwegian alphabet; then as the texts go."""
        kinds = _kinds_by_label()
        ranks = Case(*(When(verb_class=name, then=rank) for rank, name in enumerate(kinds)))
        rank = texts.expression(
            ranks, lambda row: kinds.index(row.facts.verb_class), IntegerField()
        )
        return self.order_by(rank, *_text_order(texts))

    def in_order_of_publication(self, entries: QuerySet[Any], texts: AppliedTexts = NEWEST) -> Self:
        """By when the last of these entries on each was published; first those without any."""
        rows = self.with_last_publication(entries)
        return rows.order_by(F("last_published_at").asc(nulls_first=True), *_text_order(texts))

    def with_last_publication(self, entries: QuerySet[Any]) -> Self:
        """Each with ``last_published_at`` of these entries; null for none."""
        return self.annotate(last_published_at=last_of("published_at", entries))


def _text_order(texts: AppliedTexts) -> tuple[F, Any]:
    """By agreement, then by the place in the version that applied."""
    place = texts.expression("position", lambda row: row.facts.position, IntegerField())
    return F("agreement__slug"), place


def last_of(instant: str, entries: QuerySet[Any]) -> Subquery:
    """The last of an instant among a commitment's entries, null for none.

    An index holds a commitment's published entries by that instant.
    """
    own = entries.filter(commitment=OuterRef("pk"), **{f"{instant}__isnull": False})
    return Subquery(own.order_by(f"-{instant}").values(instant)[:1])


def _kinds_by_label() -> list[str]:
    """The kinds of promise by their bokmål labels, æ ø å last, on any database."""
    kinds = vocabulary.words("verb").values()
    last = str.maketrans({"æ": "{", "ø": "|", "å": "}"})  # what follows z in ASCII
    return [kind.name for kind in sorted(kinds, key=lambda kind: kind.label("nb").translate(last))]
