"""Verifies everything that the public reads."""

from collections.abc import Callable, Iterator

from commitments.context import verify as context
from commitments.evaluations.assessing import verify as submissions
from commitments.evaluations.revisions import verify as revisions
from commitments.foundation.verification_error import VerificationError
from commitments.places import verify as regions
from commitments.trust import acts, days, files, histories, relations, texts


def nothing(rows: int) -> None:
    """Ignore progress: the default for ``verified``."""


def errors(verified: Callable[[int], object] = nothing) -> Iterator[VerificationError]:
    """Report everything that is not as it was written. Reads only, and each row once.

    Args:
        verified: called now and then with the number of further rows verified, of ``count``.
    """
    yield from texts.errors()
    yield from context.errors()
    yield from files.errors()
    yield from regions.errors()
    yield from days.errors()
    yield from recorded_errors(verified)
    yield from submissions.errors()
    yield from relations.errors()


def recorded_errors(verified: Callable[[int], object] = nothing) -> Iterator[VerificationError]:
    """Report what differs from acts, seals and histories; ``verified`` as in ``errors``."""
    last_acts: dict[acts.Row, str] = {}
    earlier_acts: dict[acts.Row, set[str]] = {}
    yield from acts.read(last_acts, earlier_acts)
    yield from acts.errors(last_acts, earlier_acts)
    yield from revisions.errors()
    yield from histories.errors(last_acts, earlier_acts, verified)


def count() -> int:
    """Return the number of rows with a history, on which the duration depends."""
    return histories.count()
