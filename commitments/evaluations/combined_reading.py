"""The combined reading of the parties' verdicts, which is never stored, and verdict counts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple, Self

from agreements.vocabulary import NOT_ASSESSED

AGREE: Final = "agree"
AGREE_OTHER_REASON: Final = "agree_other_reason"
DISAGREE: Final = "disagree"
NONE: Final = "none"


class StatedVerdict(NamedTuple):
    """A party's verdict, with its reason, what is missing, or the reference of its reservation."""

    verdict: str
    reason: str = ""
    gap: str = ""
    reservation: str = ""


def reading(stated: Mapping[str, StatedVerdict | None], answering: Collection[str]) -> str | None:
    """Return the combined reading as the vocabulary names it; None if none is shown.

    Args:
        stated: each party's verdict, by its code; None or left out if it did not assess.
        answering: codes of the parties that are responsible for the commitment.

    If only one party is responsible, a missing view of the other is not a gap: only a view
    that differs from the verdict counts, as disagreement. Two parties that used different
    reservations agree for different reasons, just as two with different reasons for «not
    fulfilled» do.
    """
    spoken = {code: word for code, word in stated.items() if word is not None and word.verdict}
    assessed = {code: word for code, word in spoken.items() if code in answering}
    if len(answering) == 1:
        verdicts = {word.verdict for word in spoken.values()}
        return DISAGREE if assessed and len(verdicts) > 1 else None
    if not assessed:
        return NONE
    if len(assessed) < len(answering):
        return "only_" + "_".join(sorted(code.lower() for code in assessed))
    if len({word.verdict for word in assessed.values()}) > 1:
        return DISAGREE
    return AGREE if len(set(assessed.values())) == 1 else AGREE_OTHER_REASON


class PartyVerdictCount(NamedTuple):
    """A party's own verdicts, without views: those that occur, in the vocabulary's order."""

    party: str
    assessed: int
    answers: int
    verdicts: list[tuple[str, int]]

    @classmethod
    def of(cls, party: str, given: Collection[str], order: Sequence[str]) -> Self:
        """Count one verdict for each commitment of the party; "" counts as not assessed.

        ``order`` is the order of the verdicts.
        """
        counts = Counter(verdict or NOT_ASSESSED for verdict in given)
        named = [(name, counts[name]) for name in (*order, NOT_ASSESSED) if counts[name]]
        return cls(party, len(given) - counts[NOT_ASSESSED], len(given), named)
