"""Everything published about one party, agreement by agreement."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from agreements.evaluation_year import EvaluationYear
from agreements.models import Agreement
from commitments.evaluations import combined_reading
from commitments.evaluations.counting import claims
from commitments.evaluations.counting.claims import Count, Responsibilities, YearCounts
from commitments.evaluations.revisions.matrix import MatrixLine, MatrixYear
from commitments.pages.parties import promises as of_promises
from commitments.pages.parties.hand_ins import HandIn
from commitments.pages.parties.promises import PartyPromise, StatedCell
from commitments.pages.parties.silence import longest_first
from commitments.register.reservation_models import Reservation

_FIRST: Final = 5  # silences that the page shows unfolded


@dataclass(frozen=True, slots=True)
class PartyYear:
    """A party's own assessments of one counted year, by verdict; ``counts`` says how many."""

    row: EvaluationYear
    counts: YearCounts
    stated: list[StatedCell]


class ReservationUse(NamedTuple):
    """A reservation that a party may invoke: on which promises, and where it has."""

    reservation: Reservation
    promises: list[PartyPromise]
    used: list[StatedCell]


@dataclass(frozen=True, slots=True)
class AgreementPart:
    """What a party has to do with one agreement; ``lines`` are all commitments of the agreement."""

    agreement: Agreement
    counts: Responsibilities
    lines: list[MatrixLine]
    promises: list[PartyPromise]
    years: list[PartyYear]
    hand_ins: list[HandIn]
    reservations: list[ReservationUse]

    @property
    def alone(self) -> list[PartyPromise]:
        """The promises for which no other party is responsible."""
        return [row for row in self.promises if not row.is_shared]

    @property
    def shared(self) -> list[PartyPromise]:
        """The promises for which another party is responsible too."""
        return [row for row in self.promises if row.is_shared]


class Standing(NamedTuple):
    """A commitment with the last year for which both parties have published what they think."""

    agreement: Agreement
    line: MatrixLine
    year: MatrixYear


class PartyRecord:
    """Everything published about one party, agreement by agreement."""

    def __init__(self, party: str, counts: Responsibilities, parts: list[AgreementPart]) -> None:
        """Take the party's code, what it is responsible for, and its agreements in order."""
        self.party = party
        self.counts = counts
        self.parts = parts
        self.promises = [row for part in parts for row in part.promises]
        self.lines = [line for part in parts for line in part.lines]

    @property
    def codes(self) -> list[str]:
        """The codes of all parties to its agreements, in the order of the first lines."""
        codes = (code for part in self.parts for code in part.agreement.party_codes)
        return list(dict.fromkeys(codes))

    @property
    def names(self) -> list[str]:
        """The short names of its agreements."""
        return [part.agreement.short_name for part in self.parts]

    @property
    def reservations(self) -> list[tuple[Agreement, ReservationUse]]:
        """The reservations that the party may invoke, each with its agreement."""
        return [(part.agreement, use) for part in self.parts for use in part.reservations]

    @property
    def others(self) -> list[str]:
        """The codes of the other parties."""
        return [code for code in self.codes if code != self.party]

    @cached_property
    def silences(self) -> list[PartyPromise]:
        """All promises, the longest silence first."""
        return longest_first(self.promises)

    @property
    def longest(self) -> list[PartyPromise]:
        """The few promises with the longest silence."""
        return self.silences[:_FIRST]

    @property
    def other_silences(self) -> list[PartyPromise]:
        """All other promises, in the same order."""
        return self.silences[_FIRST:]

    @cached_property
    def disputes(self) -> list[Standing]:
        """The commitments on which the parties still disagree, in text order."""
        return self._standing(combined_reading.DISAGREE)

    @cached_property
    def other_reasons(self) -> list[Standing]:
        """Those on which they last agreed, but for different reasons."""
        return self._standing(combined_reading.AGREE_OTHER_REASON)

    @property
    def disputed(self) -> Count:
        """How many of the commitments that both have assessed they disagree on."""
        by_both = sum(of_promises.last_by_both(line) is not None for line in self.lines)
        return claims.in_disagreement(len(self.disputes), by_both)

    @cached_property
    def views(self) -> list[StatedCell]:
        """The party's views on what it is not responsible for, in text order."""
        return of_promises.views(self.lines, self.party)

    def _standing(self, reading: str) -> list[Standing]:
        return [
            Standing(part.agreement, line, year)
            for part in self.parts
            for line, year in of_promises.standing(part.lines, reading)
        ]
