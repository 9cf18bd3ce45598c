"""Everything that the public reads, verified in one go."""

from collections.abc import Callable, Iterator

from commitments.context import verify as context
from commitments.evaluations.assessing import verify as submissions
from commitments.evaluations.revisions import verify as revisions
from commitments.foundation.verification_error import VerificationError
from commitments.places import verify as regions
from commitments.trust import acts, days, files, histories, relations, texts


def nothing(rows: int) -> None:
    """For those who need not be told how far it has come."""


def errors(verified: Callable[[int], object] = nothing) -> Iterator[VerificationError]:
    """What is not as it was written; reads only, and each row once.

    Args:
        verified: told now and then how many rows more are verified, of ``count``.
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
    """What is not as acts, seals and histories recorded it; ``verified`` as in ``errors``."""
    last_acts: dict[acts.Row, str] = {}
    earlier_acts: dict[acts.Row, set[str]] = {}
    yield from acts.read(last_acts, earlier_acts)
    yield from acts.errors(last_acts, earlier_acts)
    yield from revisions.errors()
    yield from histories.errors(last_acts, earlier_acts, verified)


def count() -> int:
    """How many rows with a history there are: what the time it takes hangs on."""
    return histories.count()
