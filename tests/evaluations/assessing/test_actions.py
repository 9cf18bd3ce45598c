"""Assessing: who writes which row, what a verdict needs, and what an amendment does."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.revisions.record import document_of
from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.stale_row import StaleRowError
from commitments.people.models import Role
from commitments.register.reservation_models import Reservation
from tests import make
from tests.support import evaluation_states, published_entries, recorders

pytestmark = pytest.mark.usefixtures("texts")

NOT_DONE: dict[str, Any] = {"verdict": "not_fulfilled", "reason": "not_prioritised"}
UNSURE: dict[str, Any] = {"verdict": "cannot_be_verified", "gap": "records"}


def reservation(ref: str) -> Reservation:
    return Reservation.objects.get(ref=ref)


def test_a_row_is_saved_and_changed_by_any_of_the_party() -> None:
    found = evaluation_states.laid()
    row = found.assess("KD")

    again = assessments.assess(
        found.evaluation,
        recorders.commitment(evaluation_states.REF),
        evaluation_states.content(
            verdict="partly_fulfilled", new_sources=[], sources=list(row.sources.all())
        ),
        by=found.approvers["KD"],
        version=1,
    )

    assert (again.pk, again.version, again.verdict) == (row.pk, 2, "partly_fulfilled")
    assert set(again.authors.all()) == {found.editors["KD"], found.approvers["KD"]}
    assert [kept.history_type for kept in again.history.all()] == ["~", "+"]
    assert again.sources.count() == 1


def test_writing_tells_the_public_nothing() -> None:
    found = evaluation_states.laid()
    before = ContentVersion.current()

    row = found.assess("KD")
    assessments.clear(row, by=found.editors["KD"], version=1)

    assert ContentVersion.current() == before


def test_the_same_form_sent_twice_writes_once() -> None:
    found = evaluation_states.laid()

    rows = [found.assess("KD"), found.assess("KD")]

    assert rows[0].pk == rows[1].pk
    assert (rows[1].version, rows[1].history.count(), rows[1].sources.count()) == (1, 1, 1)


def test_two_who_save_the_same_row_lose_neither_text() -> None:
    found = evaluation_states.laid()
    found.assess("KD", narrative="Eksempel: min.")

    with pytest.raises(StaleRowError) as refusal:
        found.assess("KD", narrative="Eksempel: din.")

    assert refusal.value.current
    assert refusal.value.current.narrative == "Eksempel: min."
    assert found.assess("KD", narrative="Eksempel: din.", version=1).version == 2


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"verdict": "annet"}, {"verdict": "invalid_choice"}),
        ({"verdict": "not_applicable"}, {"verdict": "not_applicable"}),
        ({"verdict": "not_fulfilled"}, {"reason": "required"}),
        ({"verdict": "not_fulfilled", "reason": "annet"}, {"reason": "invalid_choice"}),
        ({"reason": "unknown"}, {"reason": "invalid_choice"}),
        ({"verdict": "cannot_be_verified"}, {"gap": "required"}),
        ({"verdict": "cannot_be_verified", "gap": "annet"}, {"gap": "invalid_choice"}),
        ({"gap": "records"}, {"gap": "invalid_choice"}),
        ({**NOT_DONE, "reason": "reservation_used"}, {"reason": "invalid_choice"}),
        ({"verdict": "reservation_used"}, {"reservation": "required"}),
        ({"language": "en"}, {"language": "invalid_choice"}),
        ({"narrative": "\ufffd"}, {"narrative": "unreadable"}),
        ({"narrative": "å" * 10_001}, {"narrative": "max_length"}),
    ],
)
def test_a_verdict_that_does_not_hold_together_is_refused(
    changed: dict[str, Any], errors: dict[str, str]
) -> None:
    found = evaluation_states.laid()

    assert evaluation_states.refused(found.assess, "KD", **changed) == errors


def test_nothing_is_not_applicable_but_what_names_a_condition_or_a_period() -> None:
    named = {"2005-F4", "2005-S3"}

    for slug, year in (("2005-2009", 2006), ("2011-2013", 2012)):
        found = evaluation_states.laid(slug=slug, year=year)
        for commitment in evaluation_states.commitments(slug):
            party = commitment.responsible.all()[0].code
            try:
                found.assess(party, commitment.ref, verdict="not_applicable")
            except ValidationError:
                assert commitment.ref not in named
            else:
                assert commitment.ref in named


def test_a_reservation_is_one_that_limits_the_commitment_for_the_party() -> None:
    found = evaluation_states.laid()
    used: dict[str, Any] = {"verdict": "reservation_used"}

    row = found.assess("KD", **used, reservation=reservation("2011-R2"))

    assert row.reservation == reservation("2011-R2")
    own = reservation("2011-R2")  # KD alone may invoke it
    assert evaluation_states.refused(found.assess, "KS", **used, reservation=own) == {
        "reservation": "reservation"
    }
    other = reservation("2011-R1")  # it limits 2011-M3 alone
    assert evaluation_states.refused(found.assess, "KS", **used, reservation=other) == {
        "reservation": "reservation"
    }
    assert evaluation_states.refused(found.assess, "KS", **NOT_DONE, reservation=own) == {
        "reservation": "invalid_choice"
    }


def test_a_view_on_what_the_other_answers_for_uses_no_reservation() -> None:
    found = evaluation_states.laid()
    used: dict[str, Any] = {
        "verdict": "reservation_used",
        "reservation": reservation("2011-R1"),
    }

    assert evaluation_states.refused(found.assess, "KD", evaluation_states.ONLY_KS, **used) == {
        "verdict": "reservation",
        "reservation": "reservation",
    }
    view = found.assess("KD", evaluation_states.ONLY_KS, **UNSURE)
    assert list(Assessment.objects.views()) == [view]
    assert not Assessment.objects.own()


def test_entries_are_picked_from_what_the_party_has_published_on_the_commitment() -> None:
    found = evaluation_states.laid()
    entry = recorders.taken_to(State.PUBLISHED, ref=evaluation_states.REF, true_on=date(2012, 3, 1))
    row = found.assess("KD", narrative="", new_sources=[], entries=[entry])

    assert list(row.entries.all()) == [entry]
    others = [
        recorders.taken_to(State.SUBMITTED, ref=evaluation_states.REF),
        recorders.taken_to(State.PUBLISHED, ref="2011-F3"),
        recorders.taken_to(State.PUBLISHED, ref=evaluation_states.REF, by=recorders.editor("KS")),
    ]
    for entry in others:
        assert evaluation_states.refused(found.assess, "KD", entries=[entry], version=1) == {
            "entries": "invalid_choice"
        }


def test_a_source_of_the_other_party_is_not_taken_over() -> None:
    found = evaluation_states.laid()
    foreign = make.make_source(entered_by=found.editors["KS"])

    row = found.assess("KD", sources=[foreign], new_sources=[])

    assert not row.sources.exists()


def test_only_parties_to_the_agreement_write() -> None:
    found = evaluation_states.laid()
    commitment = recorders.commitment(evaluation_states.REF)
    outsiders = [
        found.secretariat,
        make.make_membership(role=Role.OFFICE_VIEWER),
        make.make_membership(confirmed=False),
    ]
    for by in outsiders:
        assert evaluation_states.refused(
            assessments.assess,
            found.evaluation,
            commitment,
            evaluation_states.content(),
            by=by,
            version=0,
        ) == {"": "PermissionDenied"}


def test_a_commitment_of_the_other_agreement_is_refused() -> None:
    found = evaluation_states.laid()

    assert evaluation_states.refused(found.assess, "KD", recorders.REF) == {"": "PermissionDenied"}


def test_one_text_is_set_on_the_marked_rows_and_on_no_other() -> None:
    found = evaluation_states.laid()
    kept = found.assess("KD", "2011-F1", verdict="partly_fulfilled")
    marked = {recorders.commitment("2011-F1"): 1, recorders.commitment("2011-F3"): 0}

    rows = assessments.set_text(
        found.evaluation,
        marked,
        by=found.editors["KD"],
        narrative="Eksempel: samme møte.",
        language="nn",
    )

    assert {(row.commitment.ref, row.verdict, row.narrative, row.language) for row in rows} == {
        ("2011-F1", "partly_fulfilled", "Eksempel: samme møte.", "nn"),
        ("2011-F3", "", "Eksempel: samme møte.", "nn"),
    }
    assert kept.sources.count() == 1


@pytest.mark.parametrize(
    ("marked", "narrative", "errors"),
    [
        ({}, "Eksempel.", {"": "nothing_marked"}),
        ({"2011-F1": 1}, " ", {"narrative": "required"}),
        ({"2011-F3": 0, "2011-F1": 7}, "Eksempel.", {"": "stale_row"}),
        ({"2011-F1": 1}, "\ufffd", {"narrative": "unreadable"}),
    ],
)
def test_one_text_is_set_on_all_marked_rows_or_on_none(
    marked: dict[str, int], narrative: str, errors: dict[str, str]
) -> None:
    found = evaluation_states.laid()
    found.assess("KD", "2011-F1")
    rows = {recorders.commitment(ref): version for ref, version in marked.items()}

    def call() -> object:
        return assessments.set_text(
            found.evaluation, rows, by=found.editors["KD"], narrative=narrative, language="nb"
        )

    assert evaluation_states.refused(call) == errors


def test_last_year_is_copied_to_rows_that_are_not_there_yet() -> None:
    before = evaluation_states.laid(year=2011)
    entry = recorders.taken_to(State.PUBLISHED, ref="2011-F1", true_on=date(2011, 10, 1))
    given_up = recorders.taken_to(State.PUBLISHED, ref="2011-F1", true_on=date(2011, 9, 1))
    before.assess("KD", "2011-F1", entries=[entry, given_up])
    before.assess("KD", "2011-F3", **NOT_DONE)
    before.assess("KS", "2011-F4")
    published_entries.withdraw(given_up)
    found = evaluation_states.laid()
    found.assess("KD", "2011-F3")

    rows = assessments.start_from_last_year(found.evaluation, by=found.editors["KD"])

    assert [(row.commitment.ref, row.verdict, row.version) for row in rows] == [
        ("2011-F1", "fulfilled", 1)
    ]
    assert list(rows[0].entries.all()) == [entry]
    assert rows[0].sources.count() == 1
    again = assessments.start_from_last_year(found.evaluation, by=found.editors["KD"])
    assert again == []


def test_a_used_reservation_is_copied_from_last_year() -> None:
    before = evaluation_states.laid(year=2011)
    before.assess("KD", verdict="reservation_used", reservation=reservation("2011-R2"))
    found = evaluation_states.laid()

    [row] = assessments.start_from_last_year(found.evaluation, by=found.editors["KD"])

    assert (row.verdict, row.reservation) == ("reservation_used", reservation("2011-R2"))


def test_where_nothing_was_assessed_last_year_nothing_is_copied() -> None:
    found = evaluation_states.laid()
    by = found.editors["KD"]

    assert evaluation_states.refused(assessments.start_from_last_year, found.evaluation, by=by) == {
        "": "no_last_year"
    }


def test_a_row_is_cleared_by_its_party_alone() -> None:
    found = evaluation_states.laid()
    row = found.assess("KD")

    for party, version in (("KS", 1), ("KD", 3)):
        by = found.editors[party]
        assert evaluation_states.refused(assessments.clear, row, by=by, version=version)
    assessments.clear(row, by=found.editors["KD"], version=1)

    assert not Assessment.objects.exists()
    assert [kept.history_type for kept in Assessment.history.all()] == ["-", "+"]


def test_what_is_handed_in_is_frozen() -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    row = Assessment.objects.get(party__code="KD")
    by, evaluation = found.editors["KD"], found.evaluation
    marked = {row.commitment: 1}

    calls = [
        lambda: found.assess("KD", "2011-F3"),
        lambda: assessments.clear(row, by=by, version=1),
        lambda: assessments.start_from_last_year(evaluation, by=by),
        lambda: assessments.set_text(evaluation, marked, by=by, narrative="Ny.", language="nb"),
    ]
    for call in calls:
        assert evaluation_states.refused(call) == {"": "submitted"}
    assert evaluation_states.refused(found.amend, "KD") == {"": "not_revealed"}


def test_an_amendment_is_marked_and_voids_the_signature_visibly() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    before, _at = ContentVersion.current()

    row = found.amend("KS", verdict="not_fulfilled", reason="unknown")

    assert row.amended_by == found.editors["KS"]
    signoff = SignOff.objects.get()
    assert (signoff.voided_why, signoff.voided_by) == ("amended", found.editors["KS"])
    assert signoff.history.count() == 2
    assert ContentVersion.current()[0] == before + 1


def test_an_amendment_may_use_a_reservation_with_grounds() -> None:
    found = evaluation_states.evaluation_in("revealed")
    used: dict[str, Any] = {
        "verdict": "reservation_used",
        "reservation": reservation("2011-R2"),
        "new_sources": [],
    }

    refused = evaluation_states.refused(found.amend, "KD", **used, narrative="")
    assert refused == {"narrative": "incomplete"}
    row = found.amend("KD", **used)

    assert (row.verdict, row.reservation) == ("reservation_used", reservation("2011-R2"))
    [commitment] = [
        row for row in document_of(found.evaluation).rows if row.ref == evaluation_states.REF
    ]
    assert commitment.reading == "disagree"


def test_an_amendment_that_changes_nothing_voids_nothing() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    row = Assessment.objects.get(party__code="KS")
    changes: dict[str, Any] = {
        "verdict": row.verdict,
        "narrative": row.narrative,
        "sources": list(row.sources.all()),
        "new_sources": [],
    }

    found.amend("KS", **changes)

    row.refresh_from_db()
    assert (row.amended_at, row.version) == (None, 1)
    assert SignOff.objects.get().is_valid


def test_an_amendment_is_complete_and_before_signing() -> None:
    found = evaluation_states.evaluation_in("revealed")

    assert evaluation_states.refused(found.amend, "KD", narrative="") == {"narrative": "incomplete"}
    assert evaluation_states.refused(found.amend, "KD", verdict="") == {"verdict": "incomplete"}
    bare: dict[str, Any] = {"verdict": "partly_fulfilled", "new_sources": []}
    assert evaluation_states.refused(found.amend, "KD", **bare) == {"sources": "incomplete"}
    assert found.amend("KD", "2011-F3").amended_at
    signed = evaluation_states.evaluation_in("signed", year=2013)
    assert evaluation_states.refused(signed.amend, "KD") == {"": "signed"}
