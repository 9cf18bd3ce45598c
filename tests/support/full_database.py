"""A database with every kind of row, all of them written by the actions themselves."""

from datetime import date
from typing import Any, Final
from uuid import uuid4

import time_machine
from django.test import override_settings
from django.utils import timezone

from commitments.context import answer_actions
from commitments.evaluations import meeting_actions
from commitments.evaluations.agreeing import conclusion_actions, reopening_actions, signing_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.meeting_models import Meeting
from commitments.evaluations.models import Evaluation
from commitments.evaluations.opening_actions import set_meeting
from commitments.foundation.choices import State
from commitments.operating import example
from commitments.people import invitation_actions
from commitments.people.models import Membership, Role
from commitments.places import load_municipalities
from commitments.places.ssb_klass import CodeList, MunicipalityPeriod
from commitments.publishing import workflow
from commitments.regional.importing import actions as imports
from commitments.regional.notes import actions as county_notes
from commitments.regional.notes.actions import NewNote
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from commitments.trust import redaction
from tests import make
from tests.support import evaluation_states, outside_texts, recorders, regional_states
from tests.support.evaluation_states import Table
from tests.support.written_again import written_again

PASSAGE: Final = "Per Eksempelsen"
AGREEMENT: Final = "2005-2009"
SIGNED_TWICE: Final = 2005  # reopened and signed again, a passage struck out
ALONE: Final = 2007  # of the example; KD has published alone what it handed in
AFTER_GRACE: Final = "2040-03-16 12:00 +0000"
_PASSWORD: Final = "Eksempel-passord-12"  # of invented people


@written_again
def fill() -> None:
    """Fill the loaded database: the example, and whatever the example has none of."""
    with override_settings(LOCAL=True):
        example.load(_PASSWORD)
    _entries()
    _answers()
    _counties()
    _people()
    _past_evaluations()
    _signed_twice()
    redaction.redact(
        PASSAGE,
        reason="Eksempel: personopplysning uten grunnlag.",
        names=["Eksempel: Kari", "Eksempel: Ola"],
    )
    _alone()


def _entries() -> None:
    editor = recorders.editor()
    for state in State:
        if state != State.CORRECTED:
            text = f"Eksempel: {PASSAGE} i {state}."
            recorders.taken_to(state, by=editor, narrative=text, new_sources=[file()])
    recorders.proposed(recorders.taken_to(State.PUBLISHED, by=editor), by=editor)
    workflow.correct(recorders.taken_to(State.PUBLISHED, by=editor), by=editor)
    unused = sources.add(file(), by=editor)
    sources.remove_file(unused, by=editor)
    draft = recorders.taken_to(State.DRAFT, by=editor)
    workflow.discard(draft, by=editor, version=draft.version)


def _answers() -> None:
    proposal = outside_texts.proposal()
    answer_actions.confirm(proposal, by=outside_texts.approver("KD"), version=1)
    objection: dict[str, Any] = {"reason": f"Eksempel: {PASSAGE} sa det.", "language": "nb"}
    answer_actions.object_to(proposal, by=outside_texts.approver("KS"), version=1, **objection)


def _counties() -> None:
    editor = recorders.editor()
    for code, state in zip(("12", "14", "15", "16", "17", "18"), State, strict=True):
        known: dict[str, Any] = {
            "by": editor,
            "subject": regional_states.subject_of(code, year=2013),
        }
        if state == State.CORRECTED:
            regional_states.corrected(
                regional_states.taken_to(State.PUBLISHED, **known, municipalities=1)
            )
        else:
            regional_states.taken_to(state, **known, municipalities=1)
    kept = imports.keep("fylker.csv", b"ar\n2012\n", by=editor)
    subject = regional_states.subject_of("07", year=2013)
    imports.take_in(kept, [(subject, regional_states.content(municipalities=1), None)], by=editor)
    imports.keep("flere.csv", b"ar\n2013\n", by=editor)
    periods = (
        MunicipalityPeriod("1154", date(2006, 1, 1), "Vindafjord"),
        MunicipalityPeriod("0101", date(2005, 1, 1), "Halden"),
    )
    load_municipalities.take_in([CodeList(periods)])
    viewer = regional_states.viewer("12")
    note = NewNote(
        regional_states.county(),
        make.make_party(),
        "Eksempel: feil.",
        recorders.commitment("2011-F9"),
    )
    sent = county_notes.send(note, by=viewer, token=uuid4())
    county_notes.answer(sent, "Eksempel: rettet.", by=editor)
    county_notes.send(note, by=viewer, token=uuid4())


def _people() -> None:
    secretariat = make.make_membership(role=Role.SECRETARIAT)
    asked: dict[str, Any] = {"by": secretariat, "factor_at": timezone.now()}
    offices = list(regional_states.viewer().offices.all())
    invitation_actions.invite(
        **asked, email="ny@example.no", name="Ny Leser", role=Role.OFFICE_VIEWER, offices=offices
    )
    party = make.make_party()
    ended = invitation_actions.invite(
        **asked, email="gammel@example.no", name="Gammel", role=Role.EDITOR, party=party
    )
    invitation_actions.end(ended, **asked)
    make.make_factor_reset(asked_by=secretariat)
    make.make_factor_reset(
        asked_by=secretariat,
        agreed_at=timezone.now(),
        agreed_by=make.make_membership(role=Role.APPROVER),
    )


def _past_evaluations() -> None:
    editor, approver = recorders.editor(), recorders.approver()
    evaluation_states.attached(editor, year=2011)
    for _turn in range(2):
        row = evaluation_states.attached(editor, year=2012, new_source=file())
        row = workflow.submit(row, by=editor, version=row.version)
        row = workflow.approve(row, by=approver, version=row.version)
    row = recorders.proposed(row, by=editor)
    workflow.withdraw(row, by=approver, version=row.version)


def _signed_twice() -> None:
    with time_machine.travel(evaluation_states.NOW, tick=True):
        found = evaluation_states.laid(slug=AGREEMENT, year=SIGNED_TWICE)
        meeting, version = _meeting(found), found.evaluation.version
        found.evaluation = set_meeting(
            found.evaluation, meeting, by=found.secretariat, version=version
        )
        entry = recorders.taken_to(State.PUBLISHED, by=found.editors["KD"])
        text = f"Eksempel: {PASSAGE} ledet arbeidet."
        found.assess("KD", recorders.REF, narrative=text, entries=[entry])
        found.assess("KS", recorders.REF, verdict="partly_fulfilled")
        found.submit("KD")
        submission_actions.take_back(found.evaluation, by=found.approvers["KD"])
        found.submit("KD")
        found.submit("KS")
        found.amend("KS", "2005-F1", new_sources=[file()])
        answer: dict[str, Any] = {"text": "Eksempel: heller dette.", "language": "nb"}
        conclusion_actions.counter(found.propose("KD"), by=found.approvers["KS"], **answer)
        conclusion_actions.accept(
            Conclusion.objects.awaiting_answer().get(), by=found.approvers["KD"]
        )
        conclusion_actions.withdraw_proposal(found.propose("KD"), by=found.editors["KD"])
        _conclude_and_sign(found, "KD")
        signing_actions.withdraw_signature(found.evaluation, by=found.approvers["KD"])
        found.sign("KD")
        found.amend("KS", "2005-F3")  # voids it
        _conclude_and_sign(found, "KD", "KS")
        request = reopening_actions.ask(
            found.evaluation, by=found.approvers["KS"], reason="Eksempel: feil.", language="nb"
        )
        found.evaluation = reopening_actions.agree(request, by=found.approvers["KD"])
        _conclude_and_sign(found, "KD", "KS")
        reopening_actions.ask(
            found.evaluation, by=found.approvers["KD"], reason="Eksempel: mer.", language="nb"
        )


def _meeting(found: Table) -> Meeting:
    paper = NewSource("Eksempel: innkalling", file=recorders.upload())
    common: dict[str, Any] = {"by": found.secretariat, "new_papers": [paper]}
    meeting_actions.record_meeting(**common, year=2013, number=None, held_on=date(2013, 11, 5))
    return meeting_actions.record_meeting(**common, year=2012, number=4, held_on=date(2012, 11, 5))


def _conclude_and_sign(found: Table, *parties: str) -> None:
    conclusion_actions.accept(found.propose("KD"), by=found.approvers["KS"])
    for party in parties:
        found.sign(party)


def _alone() -> None:
    evaluation = Evaluation.objects.get(
        evaluation_year__agreement__slug=AGREEMENT, evaluation_year__year=ALONE
    )
    by = Membership.objects.get(user__email="kd-godkjenner@example.no")
    with time_machine.travel(AFTER_GRACE, tick=True):
        publish_alone(evaluation, by=by, factor_at=timezone.now())


def file() -> NewSource:
    """A source with a file of its own."""
    return NewSource("Eksempel: referat", file=recorders.upload())
