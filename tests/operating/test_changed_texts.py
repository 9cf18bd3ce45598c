"""A changed word or fact is accepted in the open, or refused; what was signed stays what it was."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.models import Agreement, TextVersion
from commitments.evaluations.agreeing import reopening_actions
from commitments.evaluations.agreeing.publish_alone_actions import publish_alone
from commitments.evaluations.agreeing.signoff_models import SignOff, VoidReason
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.verdict_models import PublishedVerdict
from commitments.foundation.content_version import ContentVersion
from commitments.operating import load_agreements
from commitments.register.models import Commitment
from commitments.register.reservation_models import Reservation
from commitments.trust import everything
from tests.support import evaluation_states, recorders, signed_evaluations
from tests.support.changed_texts import ACCEPTED, FACTS, SLUG, WORDS, changed

pytestmark = pytest.mark.usefixtures("texts", "uploads")

ONE_FACT = {("2011-F7", "deadline"): '"grunnskoleopplæringen"'}


def refusal(*, words: Mapping[str, str] | None = None, **asked: object) -> ValidationError:
    """What the loading of these changes is refused with; nothing is written."""
    facts = asked.pop("facts", None)
    before = ContentVersion.current()
    versions = TextVersion.objects.of_agreement(SLUG).count()
    with pytest.raises(ValidationError) as refused:
        load_agreements.load(changed(words, facts), **{"acceptance": ACCEPTED, **asked})  # type: ignore[arg-type]
    assert ContentVersion.current() == before
    assert TextVersion.objects.of_agreement(SLUG).count() == versions
    return refused.value


def faults() -> list[str]:
    """What the verification of all rows finds."""
    return [str(error) for error in everything.errors()]


def test_a_changed_fact_without_acceptance_is_refused_by_name() -> None:
    error = refusal(facts=FACTS, acceptance=None)

    assert error.code == "changed_text"
    assert "2011-F7 commitment.responsible: «KD, KS» → «KS»" in error.messages[0]
    assert "2011-R2 reservation.qualifies: " in error.messages[0]


def test_an_accepted_fact_is_laid_and_kept_as_a_version() -> None:
    assert load_agreements.load(changed(facts=FACTS), acceptance=ACCEPTED).change == "changed"

    commitment = Commitment.objects.get(ref="2011-F7")
    assert [party.code for party in commitment.responsible.all()] == ["KS"]
    first, second = TextVersion.objects.of_agreement(SLUG).order_by("number")
    assert (first.number, first.first_day, first.reason, first.document) == (1, None, "", "")
    assert (second.number, second.first_day) == (2, ACCEPTED.first_day)
    assert (second.reason, second.language) == (ACCEPTED.reason, "nb")
    assert second.document_address == ACCEPTED.document_address
    assert first.text.commitments != second.text.commitments


def test_the_pair_on_a_day_before_and_after_the_change() -> None:
    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)

    before = TextVersion.objects.applied(per=date(2012, 5, 31)).get(agreement__slug=SLUG)
    after = TextVersion.objects.applied(per=date(2012, 6, 1)).get(agreement__slug=SLUG)
    known = TextVersion.objects.applied(kjent=timezone.localdate() - timedelta(days=1))
    assert "i alle landets" not in before.text.source_text
    assert "i alle landets" in after.text.source_text
    assert known.get(agreement__slug=SLUG).number == 1


def test_the_accepted_pair_again_changes_nothing() -> None:
    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)

    assert load_agreements.load(changed(WORDS)).change == "unchanged"
    assert TextVersion.objects.of_agreement(SLUG).count() == 2


def test_another_layout_of_the_cut_changes_nothing() -> None:
    pair = changed()
    other = replace(pair, cut_source=f"# Eksempel: en merknad\n{pair.cut_source}")

    assert load_agreements.load(other).change == "unchanged"
    assert "# Eksempel" not in Agreement.objects.get(slug=SLUG).cut_source


def test_all_rows_are_what_a_changed_version_says() -> None:
    load_agreements.load(changed(WORDS, FACTS), acceptance=ACCEPTED)

    assert faults() == []


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"reason": " "}, "required"),
        ({"document": ""}, "required"),
        ({"reason": "x" * 2001}, "max_length"),
        ({"reason": "\ufffd"}, "unreadable"),
        ({"language": "en"}, "invalid_choice"),
        ({"document_address": "brev.pdf"}, "invalid"),
        ({"document_address": f"https://www.example.no/{'x' * 1000}"}, "max_length"),
        ({"first_day": date(2999, 1, 1)}, "first_day_in_future"),
    ],
)
def test_a_faulty_acceptance_is_refused(stated: dict[str, object], code: str) -> None:
    error = refusal(words=WORDS, acceptance=replace(ACCEPTED, **stated))  # type: ignore[arg-type]

    keyed = error.error_dict.values() if hasattr(error, "error_dict") else [[error]]
    assert [one.code for errors in keyed for one in errors] == [code]


def test_a_change_does_not_carry_the_words_of_a_later_day_back() -> None:
    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)
    earlier = replace(ACCEPTED, first_day=ACCEPTED.first_day - timedelta(days=1))

    error = refusal(words=WORDS, facts=FACTS, acceptance=earlier)

    assert (error.code, error.params) == ("first_day_before_newest", {"newest": "2012-06-01"})
    assert load_agreements.load(changed(WORDS, FACTS), acceptance=ACCEPTED).change == "changed"


@pytest.mark.parametrize(
    ("rows", "change", "named"),
    [
        (Commitment.objects.filter(ref="2011-F1"), {"wording": "x"}, r"\(2011-F1\): wording"),
        (Commitment.objects.filter(ref="2011-F1"), {"actor": "x"}, r"\(2011-F1\): actor"),
        (Agreement.objects.filter(slug=SLUG), {"slug": "2011-2014"}, "slug"),
        (Agreement.objects.filter(slug=SLUG), {"note": {"nb": "x"}}, "note"),
    ],
)
def test_rows_that_somebody_changed_are_not_laid_over(
    rows: object, change: dict[str, str], named: str
) -> None:
    rows.update(**change)  # type: ignore[attr-defined]

    for pair, acceptance in ((changed(), None), (changed(WORDS), ACCEPTED)):
        with pytest.raises(ValidationError) as refused:
            load_agreements.load(pair, acceptance=acceptance)
        assert refused.value.code == "tampered"
        assert re.search(named, refused.value.messages[0])


def test_words_to_search_follow_their_rules() -> None:
    Commitment.objects.filter(ref="2011-F1").update(search_words="x")

    assert load_agreements.load(changed()).change == "unchanged"
    assert faults() == []


def test_a_fact_that_a_signed_verdict_rests_on_is_refused() -> None:
    signed_evaluations.signed(2012, KD={"2011-F7": "fulfilled"})

    error = refusal(facts=FACTS)

    assert error.code == "signed_facts"
    assert "2011-F7 2012" in error.messages[0]


def test_a_fact_of_the_agreement_is_refused_for_all_its_verdicts() -> None:
    signed_evaluations.signed(2012, KD={"2011-F2": "fulfilled"})
    pair = replace(changed(), ends_on=date(2013, 12, 30))

    with pytest.raises(ValidationError) as refused:
        load_agreements.load(pair, acceptance=ACCEPTED)

    assert refused.value.code == "signed_facts"


def test_a_fact_of_what_nobody_assessed_is_taken() -> None:
    signed_evaluations.signed(2012, KD={"2011-F2": "fulfilled"})

    assert load_agreements.load(changed(facts=ONE_FACT), acceptance=ACCEPTED).change == "changed"
    assert faults() == []


def test_a_reservation_of_what_is_signed_is_refused_before_and_after() -> None:
    signed_evaluations.signed(2012, KD={"2011-F8": "fulfilled"})
    fewer = {("2011-R2", "qualifies"): '["2011-F1"]'}

    assert refusal(facts=fewer).code == "signed_facts"


def test_a_reservation_that_goes_on_limiting_what_is_signed_may_limit_less() -> None:
    signed_evaluations.signed(2012, KD={"2011-F1": "fulfilled"})
    fewer = {("2011-R2", "qualifies"): '["2011-F1"]'}

    assert load_agreements.load(changed(facts=fewer), acceptance=ACCEPTED).change == "changed"
    assert faults() == []


def test_words_under_a_signed_verdict_change_and_the_verdict_keeps_its_own() -> None:
    revision = signed_evaluations.signed(2012, KD={"2011-F3": "fulfilled"})

    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)

    kept = {row.ref: row.wording for row in Revision.objects.get().document.rows}
    assert "i alle landets" not in kept["2011-F3"]
    assert "i alle landets" in Commitment.objects.get(ref="2011-F3").wording
    assert revision.text_version.number == 1
    assert revision.document.version_sha256 == revision.text_version.sha256
    assert faults() == []


def test_a_fact_is_taken_while_the_evaluation_is_reopened() -> None:
    laid = evaluation_states.laid(year=2012)
    laid.assess("KD", "2011-F7")
    signed_evaluations.finish(laid)
    asked = reopening_actions.ask(
        laid.evaluation, by=laid.approvers["KS"], reason="Eksempel: feil part.", language="nb"
    )
    reopening_actions.agree(asked, by=laid.approvers["KD"])

    assert load_agreements.load(changed(facts=FACTS), acceptance=ACCEPTED).change == "changed"
    assert faults() == []


def test_a_one_sided_verdict_keeps_its_facts_and_holds_no_others_up() -> None:
    laid = evaluation_states.laid(year=2012)
    laid.assess("KD", "2011-F7")
    laid.submit("KD")
    with time_machine.travel("2040-03-16 12:00 +0000", tick=True):
        publish_alone(laid.evaluation, by=laid.approvers["KD"], factor_at=timezone.now())

    load_agreements.load(changed(facts=FACTS), acceptance=ACCEPTED)

    assert faults() == []
    assert PublishedVerdict.objects.own().get(commitment__ref="2011-F7", party__code="KD").verdict


def test_signatures_given_so_far_are_void_when_the_content_changes() -> None:
    laid = evaluation_states.evaluation_in("signed_by_one")

    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)

    signoff = SignOff.objects.get()
    assert signoff.voided_why == VoidReason.CHANGED_TEXT
    assert (signoff.voided_at is not None, signoff.voided_by) == (True, None)
    assert evaluation_states.state_of(laid.evaluation) == "conclusion_accepted"
    assert faults() == []


def test_completed_signatures_stay() -> None:
    signed_evaluations.signed(2012, KD={"2011-F3": "fulfilled"})

    load_agreements.load(changed(WORDS), acceptance=ACCEPTED)

    assert SignOff.objects.valid().count() == 2


def test_an_assessment_in_progress_holds_its_reservation() -> None:
    laid = evaluation_states.laid(year=2012)
    reservation = Reservation.objects.get(ref="2011-R2")
    laid.assess("KD", "2011-F7", verdict="reservation_used", reservation=reservation)

    error = refusal(facts=FACTS)

    assert error.code == "impossible_assessments"
    assert "2011-F7 Rekruttering av førskolelærere og lærere, 2012 KD" in error.messages[0]


def test_an_entry_stays_right_when_its_party_no_longer_answers() -> None:
    recorders.taken_to("published", ref="2011-F7", true_on=date(2012, 2, 1))  # type: ignore[arg-type]

    load_agreements.load(changed(facts=FACTS), acceptance=ACCEPTED)

    assert faults() == []


def test_a_vanished_year_with_an_evaluation_is_refused() -> None:
    evaluation_states.laid(year=2013)
    pair = replace(changed(), evaluation_years=(2011, 2012))

    with pytest.raises(ValidationError) as refused:
        load_agreements.load(pair, acceptance=ACCEPTED)

    assert refused.value.code == "still_in_use"
