"""What a person may do about the withdrawal of something their party has published."""

from dataclasses import dataclass

from commitments.models import Membership, State
from commitments.models.withdrawable import Withdrawable


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The steps that the actions would allow; ``own``: this person has proposed it."""

    proposed: bool
    own: bool
    propose: bool
    agree: bool
    decline: bool

    @classmethod
    def of(cls, row: Withdrawable, by: Membership, *, corrected: bool = False) -> "Withdrawal":
        """The steps on a row of the person's own party; ``corrected``: a correction is open."""
        proposed, proposer = row.withdrawal_is_proposed, row.withdrawal_proposed_by
        own = proposed and proposer is not None and proposer.user_id == by.user_id
        return cls(
            proposed=proposed,
            own=own,
            propose=row.state == State.PUBLISHED and not proposed and not corrected,
            agree=proposed and by.approves and not own,
            decline=proposed and (own or by.approves),
        )
