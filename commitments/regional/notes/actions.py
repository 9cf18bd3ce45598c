"""Sends an office's notes on its own county, and answers them for a party."""

import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import required
from commitments.people.models import Membership
from commitments.people.rights import require_in_force, require_writer
from commitments.places.models import Office, Region
from commitments.regional.notes.models import LONGEST_TEXT, CountyNote
from commitments.register.models import Commitment

_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"  # without characters that look alike
_LENGTH: Final = 6
_SAID: Final = ("county_id", "party_id", "commitment_id", "text")  # the content of a note


@dataclass(frozen=True, slots=True)
class NewNote:
    """What an office writes; without ``commitment`` it concerns the county as a whole."""

    county: Region
    to: Party
    text: str
    commitment: Commitment | None = None


@transaction.atomic
def send(new: NewNote, *, by: Membership, token: UUID) -> CountyNote:
    """Send a note and give it a case number. Sending the same form twice gives the same note.

    A sent note cannot be changed: other content from the same form is refused.

    Raises:
        PermissionDenied: ``by`` does not read for an office that had the county.
        ValidationError: the text is empty (code ``required``) or unreadable, keyed ``text``;
            the form has already sent another note (code ``sent``).
    """
    office = _office_of(by, new.county)
    note = CountyNote(
        number=_case_number(),
        office=office,
        county=new.county,
        party=new.to,
        commitment=new.commitment,
        text=required(new.text, "text", LONGEST_TEXT, _("Say what is wrong.")),
        token=token,
        created_by=by,
    )
    try:
        with transaction.atomic():
            record(note, user=by.user)
    except IntegrityError as error:
        sent = CountyNote.objects.filter(token=token, created_by=by).first()
        if sent is None:
            raise PermissionDenied(_("The form has already been used. Open a new one.")) from error
        if any(getattr(sent, name) != getattr(note, name) for name in _SAID):
            text = _(
                "You have already sent an error report from this form: %(number)s. What you "
                "typed since then has not been sent. Send it, and it becomes a separate report."
            )
            raise ValidationError(text % {"number": sent.number}, code="sent") from error
        return sent
    return note


@transaction.atomic
def answer(note: CountyNote, text: str, *, by: Membership) -> CountyNote:
    """Answer the note for the party. An answer cannot be changed.

    Raises:
        PermissionDenied: ``by`` does not write for the party that the note was sent to.
        ValidationError: it has already been answered (code ``answered``), or the text is
            empty (code ``required``) or unreadable, keyed ``answer``.
    """
    current = CountyNote.objects.select_for_update().get(pk=note.pk)
    require_writer(by, current.party)
    if current.answered_at is not None:
        raise ValidationError(_("The error report has already been answered."), code="answered")
    current.answer = required(text, "answer", LONGEST_TEXT, _("Write an answer."))
    current.answered_at, current.answered_by = timezone.now(), by
    record(current, user=by.user)
    return current


def _office_of(by: Membership, county: Region) -> Office:
    require_in_force(by)
    had = Office.objects.filter(office_counties__county=county, memberships=by)
    office = had.first() if by.reads_counties else None
    if office is None:
        raise PermissionDenied(
            _("Only an office that had the county can report an error about it.")
        )
    return office


def _case_number() -> str:
    """Return a random case number, so that it does not reveal how many cases exist."""
    letters = "".join(secrets.choice(_LETTERS) for _place in range(_LENGTH))
    return f"{timezone.localdate():%Y}-{letters}"
