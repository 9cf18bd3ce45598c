"""What the texts oblige the parties to, and what the parties say about it."""

from commitments.evaluations.agreeing.conclusion_models import Answer, Conclusion
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.agreeing.signoff_models import SignOff, VoidReason
from commitments.evaluations.assessing.models import Assessment, Gap, Reason, Verdict
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.choices import OPEN_STATES, PUBLIC_STATES, Language, State, Status
from commitments.foundation.content_version import ContentVersion, DatabaseMark
from commitments.foundation.public_act import PublicAct
from commitments.people.factor_reset_models import FactorReset
from commitments.people.invitation_models import Invitation
from commitments.people.models import PARTY_ROLES, Membership, Role, Visitor
from commitments.people.unsaved_models import UnsavedText
from commitments.places.models import Office, OfficeCounty, Region
from commitments.progress.models import ProgressEntry
from commitments.publishing.models import Statement
from commitments.publishing.workflow_models import Workflow
from commitments.regional.importing.models import RegionalImport
from commitments.regional.models import RegionalStatus
from commitments.regional.notes.models import CountyNote
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.reservation_models import Reservation
from commitments.sources.models import Source

__all__ = [
    "OPEN_STATES",
    "PARTY_ROLES",
    "PUBLIC_STATES",
    "Answer",
    "Assessment",
    "Commitment",
    "CommitmentArea",
    "CommitmentTheme",
    "Conclusion",
    "ContentVersion",
    "CountyNote",
    "DatabaseMark",
    "Evaluation",
    "FactorReset",
    "Gap",
    "Invitation",
    "Language",
    "Meeting",
    "Membership",
    "Office",
    "OfficeCounty",
    "PastEvaluation",
    "ProgressEntry",
    "PublicAct",
    "PublishedVerdict",
    "Reason",
    "Redaction",
    "Region",
    "RegionalImport",
    "RegionalStatus",
    "Reopening",
    "Reservation",
    "Revision",
    "Role",
    "SignOff",
    "Source",
    "State",
    "Statement",
    "Status",
    "Submission",
    "UnsavedText",
    "Verdict",
    "Visitor",
    "VoidReason",
    "Workflow",
]
