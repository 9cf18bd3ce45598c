"""Records regional status, which never changes a party's entries about the whole country."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agreements.models import EvaluationYear, Party
from commitments.foundation.choices import State
from commitments.foundation.prepared_query import Prepared
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Membership
from commitments.people.rights import require_approver
from commitments.places.models import Region
from commitments.publishing import edit_actions, workflow
from commitments.publishing.content import holds, write
from commitments.publishing.same_form import saved_again
from commitments.regional.content import RegionalContent
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from commitments.register.rights import require_recorder
from commitments.sources.actions import files_follow_rows

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class CountySubject:
    """The subject of a regional status, apart from the party."""

    county: Region
    commitment: Commitment
    year: int


@files_follow_rows()
def draft(
    subject: CountySubject, content: RegionalContent, *, by: Membership, token: UUID
) -> RegionalStatus:
    """Create a draft of the acting party. Sending the same form again changes the same row.

    Raises:
        PermissionDenied: ``by`` does not write for a party responsible for the commitment.
        StaleRowError: the party has an open row here with other content, which another form
            created, or which was sent for approval or changed by a colleague.
        ValidationError: the commitment is not regional (code ``not_regional``), the year is
            not one of its agreement (``other_year``), the party has published it
            (``published``), or a value is not allowed.
    """
    party = require_recorder(by, subject.commitment)
    require_subject(subject)
    row = _blank(subject, party, by, token)
    here = RegionalStatus.objects.of_party(party).filter(
        county=subject.county, commitment=subject.commitment, year=subject.year
    )
    published = here.published().with_all().first()
    if published and published.token == token:
        return saved_again(published, content, by=by)
    if published:
        raise ValidationError(
            _("Your party has already published this. Correct what is published."),
            code="published",
        )
    try:
        with files_follow_rows():
            write(row, content, by=by)
    except IntegrityError as error:
        current = here.still_open().with_all().first()
        if current is None:
            raise PermissionDenied(_("The form has already been used. Open a new one.")) from error
        if current.token != token:
            raise StaleRowError(current) from error
        with files_follow_rows():
            return saved_again(current, content, by=by)
    return row


@files_follow_rows()
def draft_and_submit(
    subject: CountySubject, content: RegionalContent, *, by: Membership, token: UUID
) -> RegionalStatus:
    """Create a row and send it for approval: both or neither.

    Raises:
        PermissionDenied: as ``draft``.
        StaleRowError: as ``draft``.
        ValidationError: as ``draft``, or something is missing (code ``incomplete``).
    """
    return workflow.submit_new(draft(subject, content, by=by, token=token), by=by)


@files_follow_rows()
def put(
    subject: CountySubject,
    content: RegionalContent,
    *,
    by: Membership,
    current: RegionalStatus | None,
    version: int | None = None,
) -> tuple[RegionalStatus, Change]:
    """Save a row of a grid or file, as a new draft, a change or a correction.

    ``current`` is the party's open row as it was read, or its published one, or None.
    ``version`` is the version that was shown, if that may be another one.

    Raises:
        PermissionDenied: ``by`` does not write for a party responsible for the commitment.
        StaleRowError: the party has another row or version there now.
        ValidationError: as ``require_changeable``, or as ``draft``.
    """
    require_recorder(by, subject.commitment)
    if current is None:
        return draft(subject, content, by=by, token=uuid4()), "new"
    if says(current, content):
        return current, "unchanged"
    if version not in (None, current.version):
        raise StaleRowError(current)
    require_changeable(current)
    published = current.state == State.PUBLISHED
    row = workflow.correct(current, by=by) if published else current
    return edit_actions.edit(row, content, by=by, version=row.version), "changed"


def says(row: RegionalStatus, content: RegionalContent) -> bool:
    """Whether the row has this content; the reason for a correction only counts while it is open.

    Raises:
        ValidationError: a value is not allowed.
    """
    if row.is_public:
        content = replace(content, correction_reason=row.correction_reason)
    return holds(row, content)


@transaction.atomic
def submit_all(rows: Iterable[RegionalStatus], *, by: Membership) -> list[RegionalStatus]:
    """Send these open rows for approval, each by its own step: all or none.

    Raises:
        PermissionDenied: as ``submit``.
        ValidationError: rows are incomplete; a message for each (code ``incomplete``).
    """
    sent, errors = [], []
    for row in rows:
        try:
            sent.append(workflow.submit(row, by=by, version=row.version))
        except StaleRowError:
            raise
        except ValidationError as error:
            errors += [f"{row.subject}: {text}" for text in error.messages]
    if errors:
        raise ValidationError(errors, code="incomplete")
    return sent


@transaction.atomic
def approve_all(rows: Iterable[RegionalStatus], *, by: Membership) -> list[RegionalStatus]:
    """Publish these submitted rows, each by its own step: all or none.

    Raises:
        PermissionDenied: ``by`` is not an approver of the party, or has written in one of them.
        StaleRowError: a row has changed since it was read.
    """
    submitted = list(rows)
    keys = [row.pk for row in submitted]
    # Lock all rows before the first step: anyone publishing one of them alone waits, or we wait.
    held = RegionalStatus.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    list(held.order_by("pk").values_list("pk"))
    return [workflow.approve(row, by=by, version=row.version) for row in submitted]


def of_others(rows: Iterable[RegionalStatus], *, by: Membership) -> list[RegionalStatus]:
    """Return the submitted rows that the person may publish, for ``approve_all``.

    Raises:
        PermissionDenied: the person is not an approver, or has written in or sent all of them.
    """
    if by.party is None:
        raise PermissionDenied(RegionalStatus.TEXTS.no_writer)
    require_approver(by, by.party)
    waiting = {row.pk: row for row in rows}
    found = RegionalStatus.objects.to_be_approved_by(by).filter(pk__in=waiting)
    others = set(found.values_list("pk", flat=True))
    if waiting and not others:
        raise PermissionDenied(RegionalStatus.TEXTS.own_words)
    return [row for pk, row in waiting.items() if pk in others]


def require_changeable(current: RegionalStatus) -> None:
    """Refuse to change a row that awaits an approver's decision.

    Raises:
        ValidationError: the row awaits approval (code ``awaits_approval``), or its withdrawal
            is proposed (``withdrawal_proposed``).
    """
    if current.state == State.SUBMITTED:
        raise ValidationError(
            _("The entry is awaiting approval and cannot be changed now."), code="awaits_approval"
        )
    if refusal := current.state_refusal("edit" if current.is_editable else "correct"):
        raise refusal


_YEARS: Final = Prepared(
    lambda agreement: (
        EvaluationYear.objects.counted().filter(agreement=agreement).values_list("year", flat=True)
    )
)


def require_subject(subject: CountySubject) -> None:
    """Refuse a subject that cannot have a regional status.

    Raises:
        ValidationError: codes ``not_regional``, ``other_year``, ``no_county``.
    """
    if not subject.commitment.regional:
        raise ValidationError(
            _("%(ref)s cannot vary between counties.") % {"ref": subject.commitment.named},
            code="not_regional",
        )
    if subject.year not in _YEARS(subject.commitment.agreement_id):
        raise ValidationError(
            _("%(year)s is not an evaluation year of the agreement.") % {"year": subject.year},
            code="other_year",
        )
    if subject.county.kind != Region.Kind.COUNTY:
        raise ValidationError(
            _("%(name)s is not a county.") % {"name": subject.county.name}, code="no_county"
        )


def _blank(subject: CountySubject, party: Party, by: Membership, token: UUID) -> RegionalStatus:
    return RegionalStatus(
        county=subject.county,
        commitment=subject.commitment,
        year=subject.year,
        party=party,
        created_by=by,
        token=token,
    )
