"""Goals as rows of a file: one for each goal and commitment that go together."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from agreements import vocabulary
from agreements.facts import in_file
from commitments.pages.goals.groups import GoalCommitment, GoalGroup, GroupedGoal


class GoalFileRow(NamedTuple):
    """A goal and a commitment in a file; the fields are the columns, in this order.

    ``kortnavn`` and ``forpliktelse_kortnavn`` are the portal's short titles, ``ordlyd`` is the
    goal's wording. ``basis`` is sagt_i_teksten, samme_ord or samme_omrade. ``ord_i_forpliktelsen``
    and ``ord_i_malet`` are the words that connect them; with sagt_i_teksten the latter are in the
    heading above the goals. ``bekreftelse`` is what the parties say of words that are shared, a
    proposal of the portal; empty for the other two. ``per_dato`` is the day on which the
    portal's public content last changed.
    """

    referanse: str
    kortnavn: str
    avtale: str
    ordlyd: str
    omrade: Sequence[str]
    stortingsmelding: str
    forpliktelse: str
    forpliktelse_kortnavn: str
    basis: str
    ord_i_forpliktelsen: str
    ord_i_malet: str
    bekreftelse: str
    per_dato: date | str


def goal_rows(goals: Iterable[GroupedGoal], *, as_of: date | None) -> Iterator[list[GoalFileRow]]:
    """Yield the rows of each goal, group by group. ``as_of`` is ``per_dato``."""
    for goal in goals:
        yield [_row(goal, group, row, as_of) for group in goal.groups for row in group.rows]


def _row(
    grouped: GroupedGoal, group: GoalGroup, row: GoalCommitment, as_of: date | None
) -> GoalFileRow:
    goal, segment, link = grouped.goal, grouped.goal.segment, row.link
    return GoalFileRow(
        referanse=goal.ref,
        kortnavn=in_file(segment.short_title),
        avtale=segment.agreement.slug,
        ordlyd=segment.words,
        omrade=[area.area for area in goal.areas.all()],
        stortingsmelding=goal.st_meld,
        forpliktelse=row.commitment.ref,
        forpliktelse_kortnavn=in_file(row.commitment.short_title),
        basis=group.anchor,
        ord_i_forpliktelsen=link.commitment_words if link else "",
        ord_i_malet=link.goal_words if link else "",
        bekreftelse=vocabulary.word(f"link.{link.state}").slug if link and link.state else "",
        per_dato=as_of or "",
    )
