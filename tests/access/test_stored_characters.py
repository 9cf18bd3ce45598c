"""Every column of text that people write holds what they see, whichever action wrote it."""

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import models
from django.utils import timezone

from agreements.models import TextVersion
from commitments.context import answer_actions
from commitments.evaluations.agreeing import conclusion_actions, reopening_actions
from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.past.models import PastEvaluation
from commitments.foundation.choices import State
from commitments.operating import load_agreements
from commitments.people import invitation_actions, user_actions
from commitments.people.models import Role
from commitments.progress.models import ProgressEntry
from commitments.publishing import edit_actions, workflow
from commitments.regional.importing import actions as imports
from commitments.regional.models import RegionalStatus
from commitments.regional.notes import actions as county_notes
from commitments.regional.notes.actions import NewNote
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from commitments.trust import redaction
from tests import make
from tests.support import evaluation_states, outside_texts, recorders, regional_states
from tests.support.changed_texts import ACCEPTED, FACTS, SLUG, changed
from tests.test_architecture import own_models

pytestmark = [pytest.mark.usefixtures("texts", "uploads")]

TYPED: Final = "Eksempel\u00ad: \u202eskole\x02utvikling\ufeff"
SEEN: Final = "Eksempel: skoleutvikling"
EMAIL: Final = "ny\u200b@example.no"


def returned(row: Any) -> Any:
    return workflow.send_back(row, by=recorders.approver("KS"), version=row.version, note=TYPED)


def withdrawn(row: Any) -> Any:
    by = recorders.editor("KS")
    return workflow.propose_withdrawal(row, by=by, version=row.version, reason=TYPED)


def past(state: State = State.DRAFT, **changed: Any) -> PastEvaluation:
    by = recorders.editor("KS")
    row = evaluation_states.attached(by, **changed)
    if state != State.DRAFT:
        row = workflow.submit(row, by=by, version=row.version)
    if state == State.PUBLISHED:
        row = workflow.approve(row, by=recorders.approver("KS"), version=row.version)
    return row


def entry(state: State, **changed: Any) -> ProgressEntry:
    return recorders.taken_to(state, by=recorders.editor("KS"), **changed)


def status(state: State, **changed: Any) -> RegionalStatus:
    return regional_states.taken_to(state, **changed)


def correction(row: Any, content: Any) -> Any:
    by = recorders.editor("KS")
    draft = workflow.correct(row, by=by)
    return edit_actions.edit(draft, content, by=by, version=draft.version)


def source(**typed: Any) -> Any:
    return sources.add(NewSource(**{"title": "t", **typed}), by=recorders.editor())


def uploaded() -> Any:
    return source(file=recorders.upload(f"{TYPED}.pdf"))


def note() -> Any:
    new = NewNote(
        regional_states.county(),
        make.make_party(),
        TYPED,
        recorders.commitment(regional_states.REF),
    )
    return county_notes.send(new, by=regional_states.viewer("12"), token=uuid4())


def invitation() -> Any:
    return invitation_actions.invite(
        by=make.make_membership(role=Role.SECRETARIAT),
        factor_at=timezone.now(),
        email=EMAIL,
        name=TYPED,
        role=Role.EDITOR,
        party=make.make_party(),
    )


def redacted() -> Any:
    recorders.taken_to(State.DRAFT, narrative="Eksempel: Per Eksempelsen")
    names = [TYPED, "Eksempel: Ola"]
    return redaction.redact("Per Eksempelsen", reason=TYPED, names=names)[0]


def conclusion() -> Conclusion:
    return evaluation_states.evaluation_in("revealed").propose("KD", TYPED)


def countered() -> Any:
    found = evaluation_states.evaluation_in("conclusion_proposed")
    proposal = Conclusion.objects.awaiting_answer().get()
    return conclusion_actions.counter(proposal, by=found.approvers["KS"], text=TYPED, language="nb")


def reopened() -> Any:
    found = evaluation_states.evaluation_in("signed")
    return reopening_actions.ask(
        found.evaluation, by=found.approvers["KS"], reason=TYPED, language="nb"
    )


def signed() -> Any:
    return evaluation_states.evaluation_in("conclusion_accepted").sign("KD", on_behalf_of=TYPED)


def text_version() -> TextVersion:
    typed = ACCEPTED.__class__(ACCEPTED.first_day, TYPED, "nb", TYPED, "https://a.no/\u200bx")
    load_agreements.load(changed(facts=FACTS), acceptance=typed)
    return TextVersion.objects.of_agreement(SLUG).order_by("number").last()  # type: ignore[return-value]


def person() -> Any:
    return user_actions.find_or_make(email=EMAIL, name=TYPED, by=None)


def objection() -> Any:
    proposal, by = outside_texts.proposal(), outside_texts.approver()
    return answer_actions.object_to(proposal, by=by, version=1, reason=TYPED, language="nb")


DOORS: Final[dict[str, Callable[[], Any]]] = {
    "accounts.User.email": person,
    "accounts.User.name": person,
    "agreements.TextVersion.document": text_version,
    "agreements.TextVersion.document_address": text_version,
    "agreements.TextVersion.reason": text_version,
    "commitments.Assessment.narrative": lambda: evaluation_states.laid().assess(
        "KD", narrative=TYPED
    ),
    "commitments.Conclusion.text": conclusion,
    "commitments.CountyNote.answer": lambda: county_notes.answer(
        note(), TYPED, by=recorders.editor()
    ),
    "commitments.CountyNote.text": note,
    "commitments.Invitation.email": invitation,
    "commitments.Invitation.name": invitation,
    "commitments.PastEvaluation.description": lambda: past(description=TYPED),
    "commitments.PastEvaluation.return_note": lambda: returned(past(State.SUBMITTED)),
    "commitments.PastEvaluation.withdrawal_reason": lambda: withdrawn(past(State.PUBLISHED)),
    "commitments.ProgressEntry.correction_reason": lambda: correction(
        entry(State.PUBLISHED), recorders.content(correction_reason=TYPED)
    ),
    "commitments.ProgressEntry.narrative": lambda: entry(State.DRAFT, narrative=TYPED),
    "commitments.ProgressEntry.return_note": lambda: returned(entry(State.SUBMITTED)),
    "commitments.ProgressEntry.withdrawal_reason": lambda: withdrawn(entry(State.PUBLISHED)),
    "commitments.ProposalAnswer.reason": objection,
    "commitments.Redaction.first_name": redacted,
    "commitments.Redaction.reason": redacted,
    "commitments.Redaction.second_name": redacted,
    "commitments.RegionalImport.file_name": lambda: imports.keep(
        TYPED, b"ar\n2012\n", by=recorders.editor()
    ),
    "commitments.RegionalStatus.correction_reason": lambda: correction(
        status(State.PUBLISHED), regional_states.content(correction_reason=TYPED)
    ),
    "commitments.RegionalStatus.narrative": lambda: status(State.DRAFT, narrative=TYPED),
    "commitments.RegionalStatus.return_note": lambda: returned(status(State.SUBMITTED)),
    "commitments.RegionalStatus.withdrawal_reason": lambda: withdrawn(status(State.PUBLISHED)),
    "commitments.Reopening.reason": reopened,
    "commitments.SignOff.on_behalf_of": signed,
    "commitments.Source.address": lambda: source(address="https://a.no/\u200bx"),
    "commitments.Source.file_name": uploaded,
    "commitments.Source.publisher": lambda: source(address="https://a.no/", publisher=TYPED),
    "commitments.Source.title": lambda: source(title=TYPED, address="https://a.no/"),
}
STORED: Final = {  # where it is not SEEN alone
    "accounts.User.email": "ny@example.no",
    "agreements.TextVersion.document_address": "https://a.no/x",
    "commitments.Invitation.email": "ny@example.no",
    "commitments.Redaction.second_name": "Eksempel: Ola",
    "commitments.Source.address": "https://a.no/x",
    "commitments.Source.file_name": "Eksempel_ skoleutvikling.pdf",
}
# Columns that nobody types: codes, hashes, what the text files say, copies of columns above.
NOT_TYPED: Final = {
    "accounts.User": {"password"},
    "agreements.Agreement": {"slug", "title", "source", "source_text", "cut_source"},
    "agreements.EvaluationYear": {"mark", "nb", "nn", "en"},
    "agreements.Goal": {"ref", "st_meld"},
    "agreements.GoalArea": {"area"},
    "agreements.Party": {"code"},
    "agreements.Segment": {"kind", "text", "ref", "anchor", "marker"},
    "agreements.Signature": {"name", "title"},
    "agreements.TextVersion": {"source_text", "cut_source", "language"},
    "commitments.Commitment": {
        *("ref", "wording", "marker", "group", "actor", "modal", "verb_class", "scope"),
        *("condition", "period", "deadline", "search_words"),
    },
    "commitments.Assessment": {"verdict", "reason", "gap"},
    "commitments.UnsavedText": {"address", "page", "fields"},  # as it was sent, for its author
    "commitments.CommitmentArea": {"area"},
    "commitments.CommitmentTheme": {"theme"},
    "commitments.Conclusion": {"state"},
    "commitments.CountyNote": {"number"},
    "commitments.Invitation": {"role", "token_hash"},
    "commitments.Membership": {"role"},
    "commitments.FactSubject": {"name"},
    "commitments.GlossaryTerm": {
        *("key", "certainty", "name_nb", "name_nn", "name_en", "nb", "nn", "en"),
    },
    "commitments.GoalLink": {
        *("key", "commitment", "goal", "basis", "commitment_words", "goal_words"),
    },
    "commitments.OutsideFact": {"key", "kind", "day", "certainty", "nb", "nn", "en"},
    "commitments.OutsideSource": {
        *("key", "title", "publisher", "day", "address", "kind", "note"),
    },
    "commitments.Proposal": {"key"},
    "commitments.Office": {"name", "successor"},
    "commitments.PastEvaluation": {"state"},
    "commitments.ProgressEntry": {"state", "status"},
    "commitments.PublishedVerdict": {"verdict", "reason", "gap", "reservation", "statement"},
    "commitments.Redaction": {"label", "row", "pointer"},
    "commitments.Region": {"code", "name"},
    "commitments.RegionalStatus": {"state", "status"},
    "commitments.Reservation": {"ref", "kind"},
    "commitments.Revision": {"content", "seal"},
    "commitments.SignOff": {"signer_name", "signer_role", "voided_why"},
    "commitments.Source": {"media_type"},
    "commitments.Submission": {"content"},
}


def typed_columns() -> set[str]:
    """Every column of text of our models but those that nobody types."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not (field.choices or field.primary_key or field.name.endswith("sha256"))
        and field.name not in NOT_TYPED.get(model._meta.label, set())
    }


def test_every_column_that_people_write_is_listed() -> None:
    assert typed_columns() == set(DOORS)


@pytest.mark.parametrize("column", DOORS)
def test_invisible_characters_are_not_stored(column: str) -> None:
    row = DOORS[column]()

    row.refresh_from_db()
    assert getattr(row, column.rpartition(".")[2]) == STORED.get(column, SEEN)
