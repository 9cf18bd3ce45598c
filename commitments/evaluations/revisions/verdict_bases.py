"""Reads what published verdicts were given on from the versions of the texts."""

from collections.abc import Iterable, Mapping

from agreements.models import TextVersion
from commitments.evaluations.revisions.basis import Bases, Basis, differing


def bases_of(versions: Iterable[int | None]) -> Bases:
    """What these versions of texts say of each commitment: one query, none without versions.

    ``versions`` are keys as ``PublishedVerdictQuerySet.with_version`` gives them; None is none.
    """
    keys = {key for key in versions if key}
    rows = TextVersion.objects.filter(pk__in=keys) if keys else []
    return {
        (row.pk, commitment.ref): Basis(commitment.wording, tuple(commitment.responsible))
        for row in rows
        for commitment in row.text.commitments
    }


def other_bases(versions: Iterable[int | None], shown: Mapping[str, Basis]) -> Bases:
    """Of these versions what is not what the page shows of the commitment with the reference."""
    return differing(bases_of(versions), shown)


def changed_since(version: int, agreement: str) -> list[str]:
    """The references of commitments whose words or responsible parties are others today.

    ``version`` is the key of the one that was signed, ``agreement`` the slug. As the text goes;
    two queries, one where the version is the newest.
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
