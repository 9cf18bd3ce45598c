"""Reads the basis of published verdicts from the versions of the texts."""

from collections.abc import Iterable, Mapping

from agreements.models import TextVersion
from commitments.evaluations.revisions.basis import Bases, Basis, differing


def bases_of(versions: Iterable[int | None]) -> Bases:
    """Return each commitment's basis in these text versions: one query, none without versions.

    ``versions`` are keys from ``PublishedVerdictQuerySet.with_version``; None is ignored.
    """
    keys = {key for key in versions if key}
    rows = TextVersion.objects.filter(pk__in=keys) if keys else []
    return {
        (row.pk, commitment.ref): Basis(commitment.wording, tuple(commitment.responsible))
        for row in rows
        for commitment in row.text.commitments
    }


def other_bases(versions: Iterable[int | None], shown: Mapping[str, Basis]) -> Bases:
    """Return the bases in these versions that differ from the one shown, by reference."""
    return differing(bases_of(versions), shown)


def changed_since(version: int, agreement: str) -> list[str]:
    """Return references of commitments whose words or responsible parties have changed since.

    ``version`` is the key of the version that was signed, ``agreement`` the slug. In text order;
    two queries, one if the version is the newest.
    """
    newest = (
        TextVersion.objects.applied().of_agreement(agreement).values_list("pk", flat=True).get()
    )
    if newest == version:
        return []
    bases = bases_of([version, newest])
    now = {ref: basis for (key, ref), basis in bases.items() if key == newest}
    others = differing(bases, now)
    return [ref for ref in now if (version, ref) in others]
