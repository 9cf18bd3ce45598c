"""What the texts oblige the parties to, and what the parties say about it."""

from commitments.models.commitment import (
    Commitment,
    CommitmentArea,
    CommitmentTheme,
)
from commitments.models.content_version import ContentVersion, DatabaseMark
from commitments.models.county_note import CountyNote
from commitments.models.membership import PARTY_ROLES, Membership, Role, Visitor
from commitments.models.progress import ProgressEntry
from commitments.models.recorded import Recorded
from commitments.models.region import Office, OfficeCounty, Region
from commitments.models.regional import RegionalStatus
from commitments.models.regional_import import RegionalImport
from commitments.models.reservation import Reservation
from commitments.models.source import Source
from commitments.models.words import (
    OPEN_STATES,
    PUBLIC_STATES,
    Language,
    State,
    Status,
)

__all__ = [
    "OPEN_STATES",
    "PARTY_ROLES",
    "PUBLIC_STATES",
    "Commitment",
    "CommitmentArea",
    "CommitmentTheme",
    "ContentVersion",
    "CountyNote",
    "DatabaseMark",
    "Language",
    "Membership",
    "Office",
    "OfficeCounty",
    "ProgressEntry",
    "Recorded",
    "Region",
    "RegionalImport",
    "RegionalStatus",
    "Reservation",
    "Role",
    "Source",
    "State",
    "Status",
    "Visitor",
]
