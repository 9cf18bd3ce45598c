"""Counties at the desk: subjects, what is said of them, rows in each state, made by the actions."""

from typing import Any, Final
from uuid import uuid4

from commitments.foundation.choices import State
from commitments.people.models import Membership, Role
from commitments.places.models import Office, Region
from commitments.publishing import edit_actions, workflow
from commitments.regional import actions as regional
from commitments.regional.actions import CountySubject
from commitments.regional.content import RegionalContent
from commitments.regional.models import RegionalStatus
from commitments.sources.actions import NewSource
from tests import make
from tests.support import recorders
from tests.support.written_again import written_again

REF: Final = "2011-F9"  # regional; both parties answer for it
NOT_REGIONAL: Final = "2005-F4"
YEAR: Final = 2012
TEXT: Final = "Eksempel: nettverket møttes fire ganger."


def county(code: str = "12") -> Region:
    return Region.objects.counties().get(code=code)


def subject_of(code: str = "12", ref: str = REF, year: int = YEAR) -> CountySubject:
    return CountySubject(county(code), recorders.commitment(ref), year)


def content(**changed: Any) -> RegionalContent:
    values: dict[str, Any] = {
        "status": "in_progress",
        "narrative": TEXT,
        "municipalities": 20,
        "new_sources": [NewSource("Eksempel: rapport", "https://www.example.no/rapport")],
    }
    return RegionalContent(**{**values, **changed})


@written_again
def viewer(*codes: str) -> Membership:
    """A reader at the offices that had these counties."""
    offices = Office.objects.filter(office_counties__county__code__in=codes or ["12"])
    return make.make_membership(role=Role.OFFICE_VIEWER, offices=offices.distinct())


@written_again
def taken_to(
    state: State,
    *,
    by: Membership | None = None,
    decided_by: Membership | None = None,
    subject: CountySubject | None = None,
    **changed: Any,
) -> RegionalStatus:
    """A regional status that an editor recorded and an approver decided."""
    by = by or recorders.editor("KS")
    subject = subject or subject_of()
    if state == State.DRAFT:
        return regional.draft(subject, content(**changed), by=by, token=uuid4())
    row = regional.draft_and_submit(subject, content(**changed), by=by, token=uuid4())
    if state == State.SUBMITTED:
        return row
    assert by.party
    decided_by = decided_by or recorders.approver(by.party.code)
    if state == State.RETURNED:
        return workflow.send_back(
            row, by=decided_by, version=row.version, note="Eksempel: nevn kilden."
        )
    row = workflow.approve(row, by=decided_by, version=row.version)
    if state == State.WITHDRAWN:
        row = recorders.proposed(row, by=by)
        row = workflow.withdraw(row, by=decided_by, version=row.version)
    return row


@written_again
def publish(
    code: str = "12", year: int = YEAR, *, ref: str = REF, party: str = "KS", **changed: Any
) -> RegionalStatus:
    """What a party says of a county, published; one municipality takes part."""
    return taken_to(
        State.PUBLISHED,
        by=recorders.editor(party),
        subject=subject_of(code, ref, year),
        **{"municipalities": 1, **changed},
    )


def corrected(row: RegionalStatus, *, decided_by: Membership | None = None) -> RegionalStatus:
    """A published correction of the row."""
    by = row.created_by
    draft = workflow.correct(row, by=by)
    draft = edit_actions.edit(
        draft,
        content(
            narrative="Eksempel: tre ganger.",
            correction_reason="Eksempel: talt feil.",
            sources=list(draft.sources.all()),
            new_sources=[],
        ),
        by=by,
        version=draft.version,
    )
    draft = workflow.submit(draft, by=by, version=draft.version)
    assert by.party
    return workflow.approve(
        draft, by=decided_by or recorders.approver(by.party.code), version=draft.version
    )
