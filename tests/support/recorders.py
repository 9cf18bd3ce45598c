"""People at their desks: browsers of KD and KS, the fields they send, entries in each state."""

import re
import time
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.progress import actions as progress
from commitments.progress.content import EntryContent
from commitments.progress.models import ProgressEntry
from commitments.publishing import workflow
from commitments.publishing.workflow import WorkflowRow
from commitments.register.models import Commitment
from commitments.sources.actions import NewSource
from kvalitet.accounts.models import User
from tests import make
from tests.support import sample_files
from tests.support.written_again import written_again

REF: Final = "2005-F2"  # both parties answer for it
ONLY_KS: Final = "2005-KS1"
TEXT: Final = "Eksempel: tre møter våren 2006."
SENT: Final = {"send": "1"}
SAVED: Final = {"save": "1"}


def sign_in(client: Client, user: User, *, factor_age: timedelta | None = timedelta()) -> None:
    """Sign the person in; the second factor was given so long ago, or never (None)."""
    client.force_login(user)
    if factor_age is not None:
        session = client.session
        given = {"method": "mfa", "type": "totp", "at": time.time() - factor_age.total_seconds()}
        session["account_authentication_methods"] = [given]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()


def client_of(membership: Membership, *, factor_age: timedelta | None = timedelta()) -> Client:
    """A browser in which the person is signed in; the second factor was given so long ago."""
    client = Client()
    sign_in(client, membership.user, factor_age=factor_age)
    return client


@written_again
def editor(party: str = "KD", name: str = "Eva Redaktør") -> Membership:
    return make.make_membership(party=party, user=make.make_user(name=name))


@written_again
def approver(party: str = "KD", name: str = "Arne Godkjenner") -> Membership:
    return make.make_membership(role=Role.APPROVER, party=party, user=make.make_user(name=name))


def commitment(ref: str = REF) -> Commitment:
    return Commitment.objects.get(ref=ref)


def fields(**changed: Any) -> dict[str, Any]:
    """What a complete form sends, but the button; a value of None is left out."""
    typed = {
        "token": str(uuid4()),
        "status": "in_progress",
        "narrative": TEXT,
        "true_on": "2006-05-12",
        "language": "nb",
        "source-title": "Eksempel: referat",
        "source-address": "https://www.example.no/referat",
        **changed,
    }
    return {name: value for name, value in typed.items() if value is not None}


def upload(name: str = "referat.pdf", body: bytes = sample_files.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, "application/pdf")


def content(**changed: Any) -> EntryContent:
    """What a complete entry says, by the action."""
    form = fields()
    page_text = {
        "status": "in_progress",
        "narrative": TEXT,
        "true_on": date(2006, 5, 12),
        "new_sources": [NewSource(form["source-title"], form["source-address"])],
    }
    return EntryContent(**{**page_text, **changed})


@written_again
def taken_to(
    state: State,
    *,
    by: Membership | None = None,
    decided_by: Membership | None = None,
    ref: str = REF,
    **changed: Any,
) -> ProgressEntry:
    """An entry that an editor recorded and an approver decided, by the actions themselves."""
    by = by or editor()
    if state == State.DRAFT:
        return progress.draft(commitment(ref), content(**changed), by=by, token=uuid4())
    entry = progress.draft_and_submit(commitment(ref), content(**changed), by=by, token=uuid4())
    if state == State.SUBMITTED:
        return entry
    assert by.party
    decided_by = decided_by or approver(by.party.code)
    if state == State.RETURNED:
        return workflow.send_back(
            entry, by=decided_by, version=entry.version, note="Eksempel: nevn kilden."
        )
    entry = workflow.approve(entry, by=decided_by, version=entry.version)
    if state == State.WITHDRAWN:
        entry = proposed(entry, by=by)
        entry = workflow.withdraw(entry, by=decided_by, version=entry.version)
    return entry


def proposed(row: WorkflowRow, *, by: Membership) -> WorkflowRow:
    """A published row whose withdrawal this person has proposed."""
    return workflow.propose_withdrawal(row, by=by, version=row.version, reason="Eksempel: feil år.")


def edit_url(entry: ProgressEntry) -> str:
    """The form for an entry that is still open, in English."""
    return f"/en/arbeid/oppforinger/{entry.pk}/rediger/"


def page_text(page: bytes) -> str:
    """What a page says, without its marks; white space folded."""
    text = re.sub(r"<(script|style|head).*?</\1>|<[^>]+>", " ", page.decode(), flags=re.DOTALL)
    return " ".join(text.split())


def snapshot(entries: Iterable[ProgressEntry]) -> list[dict[str, Any]]:
    """Every stored value of these rows and how long their histories are."""
    rows = ProgressEntry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by("pk")
    return [
        {**values, "history": ProgressEntry.history.filter(id=values["id"]).count()}
        for values in rows.values()
    ]
