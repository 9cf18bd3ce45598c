"""What the texts oblige the parties to, and what the parties say about it."""

from commitments.models.commitment import (
    Commitment,
    CommitmentArea,
    CommitmentTheme,
)
from commitments.models.content_version import ContentVersion, DatabaseMark
from commitments.models.invitation import Invitation
from commitments.models.membership import PARTY_ROLES, Membership, Role, Visitor
from commitments.models.progress import ProgressEntry
from commitments.models.progress_queryset import (
    OPEN_STATES,
    PUBLIC_STATES,
    Language,
    State,
    Status,
)
from commitments.models.region import Office, OfficeCounty, Region
from commitments.models.reservation import Reservation
from commitments.models.source import Source

__all__ = [
    "OPEN_STATES",
    "PARTY_ROLES",
    "PUBLIC_STATES",
    "Commitment",
    "CommitmentArea",
    "CommitmentTheme",
    "ContentVersion",
    "DatabaseMark",
    "Invitation",
    "Language",
    "Membership",
    "Office",
    "OfficeCounty",
    "ProgressEntry",
    "Region",
    "Reservation",
    "Role",
    "Source",
    "State",
    "Status",
    "Visitor",
]
