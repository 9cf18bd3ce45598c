"""Disagreements that still exist, as what each party said side by side."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from commitments.evaluations.revisions.verdict_bases import bases_of
from commitments.evaluations.revisions.verdict_models import PublishedVerdictQuerySet
from commitments.evaluations.years import grounds
from commitments.evaluations.years.grounds import Grounds
from commitments.register.models import Commitment

_PARTIES: Final = 2  # columns of one commitment


class Side(NamedTuple):
    """What one party said; ``is_view``: about what only the other is responsible for."""

    party: str
    is_view: bool
    grounds: Grounds


class Disagreement(NamedTuple):
    """A commitment on which the parties disagree, in the last year that both have assessed.

    ``words`` are those assessed; ``is_changed``: the wording is different now.
    """

    commitment: Commitment
    year: int
    words: str
    is_changed: bool
    sides: list[Side]


def rows_of(disputed: PublishedVerdictQuerySet, most: int) -> PublishedVerdictQuerySet:
    """Return the rows of the first ``most`` of ``still_disputed`` ones, the latest year first."""
    return (
        disputed.with_version()
        .select_related("commitment", "party")
        .defer("commitment__search_words", "commitment__note", "commitment__reasons")
        .order_by("-year", "commitment__agreement__slug", "commitment__position", "party")[
            : _PARTIES * most
        ]
    )


def disagreements(rows: Iterable[Any]) -> list[Disagreement]:
    """Build the disagreements of these ``rows_of``.

    At most two queries: the files they cite, and a text that was changed.
    """
    loaded = list(rows)
    stated = {(row.commitment_id, row.party.code): row.statement for row in loaded}
    read = grounds.read(stated, {row.revision_id for row in loaded})
    bases = bases_of(row.version for row in loaded)
    found: dict[str, Disagreement] = {}
    for row in loaded:
        commitment, party = row.commitment, row.party.code
        if commitment.ref not in found:
            basis = bases.get((row.version, commitment.ref))
            is_changed = basis is not None and basis.wording != commitment.wording
            words = basis.words if basis and is_changed else commitment.words
            found[commitment.ref] = Disagreement(commitment, row.year, words, is_changed, [])
        side = Side(party, row.is_view, read[row.commitment_id, party])
        found[commitment.ref].sides.append(side)
    return list(found.values())
