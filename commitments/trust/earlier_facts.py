"""Facts of superseded versions of the texts, which rows written at the time may rest on."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from django.db.models import Q

from agreements.models import TextVersion
from commitments.foundation.verification_error import UNREADABLE

_NONE: Final = Q(pk__in=[])


class EarlierFacts(NamedTuple):
    """Facts of superseded versions, each as a condition on rows that have a ``commitment``.

    ``answers``: the row's party is responsible. ``regional``: it can vary between counties.
    ``years``: the row's year is an evaluation year that is not doubtful. ``limits``: the row's
    reservation limits it for the row's party. ``undoubted``: the evaluation's year is not doubtful.
    """

    answers: Q
    regional: Q
    years: Q
    limits: Q
    undoubted: Q


def earlier_facts() -> EarlierFacts:
    """Combine all superseded versions that can be read; ``texts.errors`` reports the others."""
    answers, regional, years, limits, undoubted = _NONE, _NONE, _NONE, _NONE, _NONE
    for version in _read():
        text = version.text
        for row in text.commitments:
            answers |= Q(commitment__ref=row.ref, party__code__in=row.responsible)
        regional |= Q(commitment__ref__in=[row.ref for row in text.commitments if row.regional])
        years |= Q(commitment__agreement=version.agreement_id, year__in=text.undoubted_years)
        undoubted |= Q(
            evaluation_year__agreement=version.agreement_id,
            evaluation_year__year__in=text.undoubted_years,
        )
        for limit in text.reservations:
            limits |= Q(
                reservation__ref=limit.ref,
                commitment__ref__in=limit.qualifies,
                party__code__in=limit.invoked_by,
            )
    return EarlierFacts(answers, regional, years, limits, undoubted)


def _read() -> Iterator[TextVersion]:
    for version in TextVersion.objects.superseded().order_by("agreement", "number"):
        try:
            _text = version.text
        except UNREADABLE:
            continue
        yield version
