"""Every declared constraint is refused by the database when broken, on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion, DatabaseMark
from commitments.people.models import Role
from commitments.people.unsaved_models import UnsavedText
from kvalitet.accounts.models import UsedCode, User
from tests import make
from tests.support import outside_texts

DAY: Final = date(2030, 1, 1)
DAY_BEFORE: Final = date(2029, 12, 31)
NOT_SUBMITTED: Final = {"submitted_at": None, "submitted_by": None}
NOT_PUBLISHED: Final = {"published_at": None, "published_by": None}
NOT_SUPERSEDED: Final = {"superseded_at": None, "superseded_by": None}
NOT_PROPOSED: Final = {
    "withdrawal_proposed_at": None,
    "withdrawal_proposed_by": None,
    "withdrawal_reason": "",
}
# A row that breaks the first breaks the second too; which one is named is the database's choice.
OVERLAP: Final = {
    "pastevaluation_state_known": "pastevaluation_published_iff_public",
    "progressentry_state_known": "progressentry_published_iff_public",
    "regionalstatus_state_known": "regionalstatus_published_iff_public",
    "revision_number_once_an_evaluation": "this row is frozen",  # SQLite asks the trigger first
    "textversion_number_once_an_agreement": "this row is frozen",
}


def twice(row: Callable[[], object]) -> Callable[[], None]:
    """A call that makes the same row two times."""

    def both() -> None:
        row()
        row()

    return both


def _one_agreement(row: Callable[..., object], **facts: object) -> Callable[[], None]:
    """A call that makes the same row two times in one agreement."""

    def both() -> None:
        agreement = make.make_agreement(parties=())
        row(agreement=agreement, **facts)
        row(agreement=agreement, **facts)

    return both


def _one_party_in_two_places() -> None:
    agreement = make.make_agreement(parties=["KD"])
    make.make_agreement_party(agreement=agreement, position=2)


def _two_parties_in_one_place() -> None:
    agreement = make.make_agreement(parties=["KD"])
    make.make_agreement_party(agreement=agreement, party=make.make_party("KS"), position=1)


def _one_goal_one_area() -> None:
    goal = make.make_goal()
    twice(lambda: make.make_goal_area(goal=goal))()


def _one_commitment_one_area() -> None:
    commitment = make.make_commitment()
    twice(lambda: make.make_commitment_area(commitment=commitment))()


def _one_code_twice() -> None:
    user = make.make_user()
    twice(lambda: UsedCode.objects.create(user=user, period=1))()


def _one_form_twice() -> None:
    facts = {"typed_by": make.make_user(), "address": "/arbeid/", "page": "/arbeid/"}
    twice(lambda: UnsavedText.objects.create(**facts, fields="text=Eksempel"))()


def _one_commitment_one_theme() -> None:
    commitment = make.make_commitment()
    twice(lambda: make.make_commitment_theme(commitment=commitment))()


def _one_county_two_offices() -> None:
    county = make.make_region()
    twice(lambda: make.make_office_county(county=county))()


def _two_open_memberships() -> None:
    user = make.make_user()
    twice(lambda: make.make_membership(user=user))()


def _two_open_requests() -> None:
    membership = make.make_membership()
    twice(lambda: make.make_factor_reset(membership=membership))()


def _agreed_to(role: str) -> None:
    """Agrees to a request in this role of it: as its person, or as the one who asked."""
    by = make.make_membership(role=Role.APPROVER)
    make.make_factor_reset(**{role: by}, agreed_at=timezone.now(), agreed_by=by)


def _agreed_to_and_ended() -> None:
    by = make.make_membership(role=Role.APPROVER)
    now = timezone.now()
    make.make_factor_reset(agreed_at=now, agreed_by=by, ended_at=now, ended_by=by)


def _ends_before_it_starts() -> None:
    membership = make.make_membership()
    make.make_membership(ended_at=datetime(2000, 1, 1, tzinfo=UTC), ended_by=membership)


def _two_open_corrections() -> None:
    entry = make.make_entry()
    twice(lambda: make.make_entry(state=State.DRAFT, corrects=entry))()


def _approver_publishes_her_own() -> None:
    approver = make.make_membership(role=Role.APPROVER)
    make.make_entry(author=approver, approver=approver)


def _one_subject_twice(state: State) -> Callable[[], None]:
    """A call that records the same county, commitment, year and party two times."""

    def both() -> None:
        subject: dict[str, Any] = {
            "county": make.make_region(),
            "commitment": make.make_commitment(regional=True),
        }
        author = make.make_membership()
        twice(lambda: make.make_status(state=state, author=author, **subject))()

    return both


def _approver_publishes_her_own_status() -> None:
    approver = make.make_membership(role=Role.APPROVER)
    make.make_status(author=approver, approver=approver)


def status(state: State, **facts: Any) -> Callable[[], object]:
    """A call that makes a regional status in this state with these facts."""
    return lambda: make.make_status(state=state, **facts)


def _past_approver_publishes_her_own() -> None:
    approver = make.make_membership(role=Role.APPROVER)
    make.make_past_evaluation(author=approver, approver=approver)


def _two_of_an_evaluation(row: Callable[..., object], **facts: Any) -> Callable[[], None]:
    """A call that makes the same row two times in one evaluation, by one person."""

    def both() -> None:
        evaluation, by = make.make_evaluation(), make.make_membership(role=Role.APPROVER)
        row(evaluation=evaluation, by=by, **facts)
        row(evaluation=evaluation, by=by, **facts)

    return both


def answered(step: str) -> dict[str, Any]:
    """A step that was taken: its time and its person."""
    by = make.make_membership(role=Role.APPROVER)
    return {f"{step}_at": timezone.now(), f"{step}_by": by}


def _two_assessments() -> None:
    author = make.make_membership()
    evaluation, commitment = make.make_evaluation(), make.make_commitment()
    twice(
        lambda: make.make_assessment(evaluation=evaluation, commitment=commitment, author=author)
    )()


def _two_columns() -> None:
    revision, commitment = make.make_revision(), make.make_commitment()
    twice(lambda: make.make_published_verdict(revision=revision, commitment=commitment))()


def _two_revisions() -> None:
    evaluation = make.make_evaluation()
    twice(lambda: make.make_revision(evaluation=evaluation))()


def _two_proposals() -> None:
    evaluation = make.make_evaluation()
    make.make_conclusion(evaluation=evaluation, number=1)
    make.make_conclusion(evaluation=evaluation, number=2)


def _one_fact_one_subject() -> None:
    fact = outside_texts.make_fact()
    twice(lambda: outside_texts.make_fact_subject(fact=fact))()


def _two_answers() -> None:
    proposal = outside_texts.make_proposal()
    twice(lambda: outside_texts.make_answer(proposal=proposal))()


def _answered_by_nobody() -> None:
    make.make_conclusion(state="accepted", answered_at=timezone.now())


def _void_and_withdrawn() -> None:
    by = make.make_membership(role=Role.APPROVER)
    now = timezone.now()
    void: dict[str, Any] = {"voided_at": now, "voided_by": by, "voided_why": "amended"}
    make.make_signoff(by=by, withdrawn_at=now, withdrawn_by=by, **void)


def _void_without_reason() -> None:
    by = make.make_membership(role=Role.APPROVER)
    make.make_signoff(by=by, voided_at=timezone.now(), voided_by=by)


def assessment(**facts: Any) -> Callable[[], object]:
    """A call that makes an assessment with these facts."""
    return lambda: make.make_assessment(**facts)


def past(state: State, **facts: Any) -> Callable[[], object]:
    """A call that makes an evaluation of the time in this state with these facts."""
    return lambda: make.make_past_evaluation(state=state, **facts)


def entry(state: State, **facts: Any) -> Callable[[], object]:
    """A call that makes an entry in this state with these facts."""
    return lambda: make.make_entry(state=state, **facts)


def _withdrawn_by_its_proposer(row: Callable[..., Callable[[], object]]) -> Callable[[], object]:
    """A call that makes a row which one approver proposed to withdraw and withdrew."""

    def call() -> object:
        by = make.make_membership(role=Role.APPROVER)
        return row(State.WITHDRAWN, withdrawal_proposed_by=by, withdrawn_by=by)()

    return call


BROKEN: Final[dict[str, Callable[[], object]]] = {
    "agreement_days_in_order": lambda: make.make_agreement(starts_on=DAY, ends_on=DAY_BEFORE),
    "agreement_signed_before_end": lambda: make.make_agreement(signed_on=DAY, ends_on=DAY_BEFORE),
    "agreementparty_once_per_agreement": _one_party_in_two_places,
    "agreementparty_one_per_position": _two_parties_in_one_place,
    "assessment_amended_at_iff_by": lambda: make.make_assessment(amended_at=timezone.now()),
    "assessment_gap_iff_cannot_be_verified": assessment(verdict="cannot_be_verified"),
    "assessment_language_known": assessment(language="en"),
    "assessment_one_per_party": _two_assessments,
    "assessment_reason_iff_not_fulfilled": assessment(reason="unknown"),
    "assessment_reservation_iff_used": assessment(verdict="reservation_used"),
    "assessment_verdict_known": assessment(verdict="annet"),
    "commitment_group_known": lambda: make.make_commitment(group="annet"),
    "commitment_has_wording": lambda: make.make_commitment(wording=""),
    "commitment_one_per_position": _one_agreement(make.make_commitment, position=1),
    "commitment_verb_class_known": lambda: make.make_commitment(verb_class="annet"),
    "commitmentarea_area_known": lambda: make.make_commitment_area(area="annet"),
    "commitmentarea_once_per_commitment": _one_commitment_one_area,
    "commitmenttheme_once_per_commitment": _one_commitment_one_theme,
    "commitmenttheme_theme_known": lambda: make.make_commitment_theme(theme="annet"),
    "conclusion_answered_at_iff_by": _answered_by_nobody,
    "conclusion_answered_iff_state_says_so": lambda: make.make_conclusion(state="countered"),
    "conclusion_has_text": lambda: make.make_conclusion(text=""),
    "conclusion_language_known": lambda: make.make_conclusion(language="en"),
    "conclusion_number_once_a_round": _two_of_an_evaluation(
        lambda **facts: make.make_conclusion(
            state="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=facts["by"], **facts
        )
    ),
    "conclusion_one_proposed_a_round": _two_proposals,
    "conclusion_state_known": lambda: make.make_conclusion(state="annet"),
    "conclusion_withdrawn_at_iff_by": lambda: make.make_conclusion(
        state="withdrawn", withdrawn_at=timezone.now()
    ),
    "conclusion_withdrawn_iff_state_says_so": lambda: make.make_conclusion(state="withdrawn"),
    "contentversion_one_row": lambda: ContentVersion.objects.create(pk=2),
    "countynote_answer_iff_answered": lambda: make.make_note(answer="Rettet."),
    "countynote_answered_at_iff_by": lambda: make.make_note(
        answer="Rettet.", answered_at=timezone.now()
    ),
    "countynote_has_text": lambda: make.make_note(text=""),
    "databasemark_one_row": lambda: DatabaseMark.objects.create(pk=2, purpose="example"),
    "databasemark_purpose_known": lambda: DatabaseMark.objects.create(pk=1, purpose="annet"),
    "evaluation_grace_after_deadline": lambda: make.make_evaluation(
        deadline_on=DAY, grace_until_on=DAY_BEFORE
    ),
    "evaluation_round_counted_from_one": lambda: make.make_evaluation(round=0),
    "evaluationyear_mark_known": lambda: make.make_evaluation_year(
        mark="annet", nb="Ord.", nn="Ord.", en="Words."
    ),
    "evaluationyear_mark_with_words": lambda: make.make_evaluation_year(
        mark="doubtful_year", nb="Ord.", nn="Ord."
    ),
    "evaluationyear_once_per_agreement": _one_agreement(make.make_evaluation_year),
    "factsubject_once_per_fact": _one_fact_one_subject,
    "glossaryterm_certainty_known": lambda: outside_texts.make_term(certainty="annet"),
    "glossaryterm_in_every_language": lambda: outside_texts.make_term(nn=""),
    "goalarea_area_known": lambda: make.make_goal_area(area="annet"),
    "goalarea_once_per_goal": _one_goal_one_area,
    "meeting_number_known": lambda: make.make_meeting(number=5),
    "meeting_number_once_a_year": twice(make.make_meeting),
    "factorreset_agreed_at_iff_by": lambda: make.make_factor_reset(agreed_at=timezone.now()),
    "factorreset_agreed_by_another": lambda: _agreed_to("membership"),
    "factorreset_agreed_or_ended": _agreed_to_and_ended,
    "factorreset_ended_at_iff_by": lambda: make.make_factor_reset(ended_at=timezone.now()),
    "factorreset_not_agreed_by_asker": lambda: _agreed_to("asked_by"),
    "factorreset_one_open_per_membership": _two_open_requests,
    "goallink_has_words": lambda: outside_texts.make_goal_link(goal_words=""),
    "goallink_once_per_pair": twice(outside_texts.make_goal_link),
    "goallink_proposal_iff_words_are_shared": lambda: outside_texts.make_goal_link(basis="echo"),
    "invitation_accepted_at_iff_by": lambda: make.make_invitation(accepted_at=timezone.now()),
    "invitation_email_in_small_letters": lambda: make.make_invitation(email="Ola@example.no"),
    "invitation_ended_at_iff_by": lambda: make.make_invitation(ended_at=timezone.now()),
    "invitation_expires_after_sent": lambda: make.make_invitation(
        expires_at=datetime(2000, 1, 1, tzinfo=UTC)
    ),
    "invitation_language_known": lambda: make.make_invitation(language="se"),
    "invitation_one_open_per_address": twice(lambda: make.make_invitation(email="ola@example.no")),
    "invitation_party_fits_role": lambda: make.make_invitation(party=None),
    "invitation_token_once": twice(lambda: make.make_invitation(token="samme")),
    "membership_confirmed_at_iff_by": lambda: make.make_membership(
        confirmed=False, confirmed_by=make.make_membership()
    ),
    "membership_ended_at_iff_by": lambda: make.make_membership(ended_at=timezone.now()),
    "membership_one_open_per_person": _two_open_memberships,
    "membership_party_fits_role": lambda: make.make_membership(party=None),
    "membership_times_in_order": _ends_before_it_starts,
    "officecounty_days_in_order": lambda: make.make_office_county(valid_from=DAY, valid_to=DAY),
    "officecounty_one_office_a_day": _one_county_two_offices,
    "outsidefact_certainty_known": lambda: outside_texts.make_fact(certainty="annet"),
    "outsidefact_doubtful_or_lead_not_shown": lambda: outside_texts.make_fact(kind="lead"),
    "outsidefact_in_every_language": lambda: outside_texts.make_fact(en=""),
    "outsidefact_kind_known": lambda: outside_texts.make_fact(kind="annet"),
    "outsidefact_proposal_iff_parties_confirm": lambda: outside_texts.make_fact(kind="gap"),
    "outsidesource_can_be_found": lambda: outside_texts.make_outside_source(address=""),
    "outsidesource_kind_known": lambda: outside_texts.make_outside_source(kind="annet"),
    "pastevaluation_approver_is_not_submitter": _past_approver_publishes_her_own,
    "pastevaluation_language_known": past(State.DRAFT, language="en"),
    "pastevaluation_published_at_iff_by": past(State.PUBLISHED, published_by=None),
    "pastevaluation_published_iff_public": past(State.PUBLISHED, **NOT_PUBLISHED),
    "pastevaluation_returned_at_iff_by": past(State.RETURNED, returned_by=None),
    "pastevaluation_returned_with_note": past(State.RETURNED, return_note=""),
    "pastevaluation_state_known": lambda: make.make_past_evaluation(state="annet"),
    "pastevaluation_submitted_at_iff_by": past(State.SUBMITTED, submitted_by=None),
    "pastevaluation_submitted_unless_draft": past(State.SUBMITTED, **NOT_SUBMITTED),
    "pastevaluation_withdrawal_proposed_at_iff_by": past(
        State.PUBLISHED, withdrawal_proposed_at=timezone.now(), withdrawal_reason="Eksempel."
    ),
    "pastevaluation_withdrawal_with_reason": past(State.WITHDRAWN, withdrawal_reason=""),
    "pastevaluation_withdrawer_is_not_proposer": _withdrawn_by_its_proposer(past),
    "pastevaluation_withdrawn_at_iff_by": past(State.WITHDRAWN, withdrawn_by=None),
    "pastevaluation_withdrawn_once_proposed": past(State.WITHDRAWN, **NOT_PROPOSED),
    "progressentry_approver_is_not_submitter": _approver_publishes_her_own,
    "progressentry_complete_once_submitted": entry(State.SUBMITTED, narrative=""),
    "progressentry_correction_with_reason": entry(State.SUBMITTED, correction_reason="Feil."),
    "progressentry_language_known": entry(State.DRAFT, language="en"),
    "progressentry_one_open_correction": _two_open_corrections,
    "progressentry_published_at_iff_by": entry(State.PUBLISHED, published_by=None),
    "progressentry_published_iff_public": entry(State.PUBLISHED, **NOT_PUBLISHED),
    "progressentry_returned_at_iff_by": entry(State.RETURNED, returned_by=None),
    "progressentry_returned_with_note": entry(State.RETURNED, return_note=""),
    "progressentry_state_known": lambda: make.make_entry(state="annet"),
    "progressentry_status_known": entry(State.DRAFT, status="annet"),
    "progressentry_submitted_at_iff_by": entry(State.SUBMITTED, submitted_by=None),
    "progressentry_submitted_unless_draft": entry(State.SUBMITTED, **NOT_SUBMITTED),
    "progressentry_superseded_at_iff_by": entry(State.CORRECTED, superseded_by=None),
    "progressentry_superseded_iff_corrected": entry(State.CORRECTED, **NOT_SUPERSEDED),
    "progressentry_withdrawal_proposed_at_iff_by": entry(
        State.PUBLISHED, withdrawal_proposed_at=timezone.now(), withdrawal_reason="Eksempel."
    ),
    "progressentry_withdrawal_with_reason": entry(State.WITHDRAWN, withdrawal_reason=""),
    "progressentry_withdrawer_is_not_proposer": _withdrawn_by_its_proposer(entry),
    "progressentry_withdrawn_at_iff_by": entry(State.WITHDRAWN, withdrawn_by=None),
    "progressentry_withdrawn_once_proposed": entry(State.WITHDRAWN, **NOT_PROPOSED),
    "proposal_version_from_one": lambda: outside_texts.make_proposal(version=0),
    "proposalanswer_number_once": _two_answers,
    "proposalanswer_objection_has_reason": lambda: outside_texts.make_answer(answer="objected"),
    "publishedverdict_gap_iff_cannot_be_verified": lambda: make.make_published_verdict(
        verdict="cannot_be_verified"
    ),
    "publishedverdict_one_per_column": _two_columns,
    "publishedverdict_reason_iff_not_fulfilled": lambda: make.make_published_verdict(
        reason="unknown"
    ),
    "publishedverdict_reservation_iff_used": lambda: make.make_published_verdict(
        verdict="reservation_used"
    ),
    "publishedverdict_view_uses_no_reservation": lambda: make.make_published_verdict(
        verdict="reservation_used", reservation="2011-R1", is_view=True
    ),
    "publishedverdict_verdict_known": lambda: make.make_published_verdict(verdict="", is_view=True),
    "redaction_in_revision_or_row": lambda: make.make_redaction(revision=None),
    "redaction_names_two_people": lambda: make.make_redaction(second_name="Eksempel: Kari"),
    "redaction_says_where_and_why": lambda: make.make_redaction(reason=""),
    "region_code_once_a_day": twice(lambda: make.make_region(code="9999")),
    "region_days_in_order": lambda: make.make_region(valid_from=DAY, valid_to=DAY),
    "region_kind_known": lambda: make.make_region(kind="annet"),
    "regionalimport_imported_at_iff_by": lambda: make.make_import(imported_at=timezone.now()),
    "regionalstatus_approver_is_not_submitter": _approver_publishes_her_own_status,
    "regionalstatus_complete_once_submitted": status(State.SUBMITTED, narrative=""),
    "regionalstatus_correction_with_reason": status(State.SUBMITTED, correction_reason="Feil."),
    "regionalstatus_language_known": status(State.DRAFT, language="en"),
    "regionalstatus_municipalities_of_total": status(
        State.DRAFT, municipalities=3, municipalities_total=2
    ),
    "regionalstatus_one_open": _one_subject_twice(State.DRAFT),
    "regionalstatus_one_published": _one_subject_twice(State.PUBLISHED),
    "regionalstatus_published_at_iff_by": status(State.PUBLISHED, published_by=None),
    "regionalstatus_published_iff_public": status(State.PUBLISHED, **NOT_PUBLISHED),
    "regionalstatus_returned_at_iff_by": status(State.RETURNED, returned_by=None),
    "regionalstatus_returned_with_note": status(State.RETURNED, return_note=""),
    "regionalstatus_state_known": lambda: make.make_status(state="annet"),
    "regionalstatus_status_known": status(State.DRAFT, status="annet"),
    "regionalstatus_submitted_at_iff_by": status(State.SUBMITTED, submitted_by=None),
    "regionalstatus_submitted_unless_draft": status(State.SUBMITTED, **NOT_SUBMITTED),
    "regionalstatus_superseded_at_iff_by": status(State.CORRECTED, superseded_by=None),
    "regionalstatus_superseded_iff_corrected": status(State.CORRECTED, **NOT_SUPERSEDED),
    "regionalstatus_withdrawal_proposed_at_iff_by": status(
        State.PUBLISHED, withdrawal_proposed_at=timezone.now(), withdrawal_reason="Eksempel."
    ),
    "regionalstatus_withdrawal_with_reason": status(State.WITHDRAWN, withdrawal_reason=""),
    "regionalstatus_withdrawer_is_not_proposer": _withdrawn_by_its_proposer(status),
    "regionalstatus_withdrawn_at_iff_by": status(State.WITHDRAWN, withdrawn_by=None),
    "regionalstatus_withdrawn_once_proposed": status(State.WITHDRAWN, **NOT_PROPOSED),
    "reopening_agreed_at_iff_by": lambda: make.make_reopening(agreed_at=timezone.now()),
    "reopening_agreed_or_withdrawn": lambda: make.make_reopening(
        **answered("agreed"), **answered("withdrawn")
    ),
    "reopening_has_reason": lambda: make.make_reopening(reason=""),
    "reopening_language_known": lambda: make.make_reopening(language="en"),
    "reopening_once_a_round": _two_of_an_evaluation(
        lambda **facts: make.make_reopening(**facts, **answered("agreed"))
    ),
    "reopening_one_open_request": _two_of_an_evaluation(make.make_reopening),
    "reopening_withdrawn_at_iff_by": lambda: make.make_reopening(withdrawn_at=timezone.now()),
    "reservation_kind_known": lambda: make.make_reservation(kind="brutt"),
    "revision_chained_from_first": lambda: make.make_revision(number=2),
    "revision_has_content_and_hashes": lambda: make.make_revision(content=""),
    "revision_kind_known": lambda: make.make_revision(kind="annet"),
    "revision_number_once_an_evaluation": _two_revisions,
    "segment_anchor_once": _one_agreement(make.make_segment, anchor="s1"),
    "segment_has_text": lambda: make.make_segment(text=""),
    "segment_kind_known": lambda: make.make_segment(kind="annet"),
    "segment_one_per_position": _one_agreement(make.make_segment, position=1),
    "signoff_names_signer": lambda: make.make_signoff(on_behalf_of=""),
    "signoff_one_valid_per_party": _two_of_an_evaluation(make.make_signoff),
    "signoff_void_or_withdrawn": _void_and_withdrawn,
    "signoff_void_with_reason": _void_without_reason,
    "signoff_voided_at_iff_by": lambda: make.make_signoff(
        voided_at=timezone.now(), voided_why="amended"
    ),
    "signoff_withdrawn_at_iff_by": lambda: make.make_signoff(withdrawn_at=timezone.now()),
    "source_file_or_address": lambda: make.make_source(address=""),
    "source_file_with_hash": lambda: make.make_source(sha256="0" * 64),
    "source_removed_at_iff_by": lambda: make.make_source(removed_at=timezone.now()),
    "source_has_title": lambda: make.make_source(title=""),
    "submission_one_standing_per_party": _two_of_an_evaluation(make.make_submission),
    "submission_taken_back_at_iff_by": lambda: make.make_submission(taken_back_at=timezone.now()),
    "textversion_all_but_first_say_why": lambda: make.make_text_version(
        agreement=make.make_agreement(), number=2, reason=""
    ),
    "textversion_number_once_an_agreement": lambda: make.make_text_version(
        agreement=make.make_agreement()
    ),
    "unsaved_text_one_for_each_form": _one_form_twice,
    "used_code_once": _one_code_twice,
    "user_email_in_small_letters": lambda: User.objects.create(email="Kari@example.no"),
    "user_language_known": lambda: make.make_user(language="se"),
}


def own_models() -> list[type[models.Model]]:
    """The models of this repository, without the tables that hold their history."""
    return [
        model
        for model in apps.get_models()
        if not model.__name__.startswith("Historical") and _is_own(model)
    ]


def _is_own(model: type[models.Model]) -> bool:
    path = apps.get_app_config(model._meta.app_label).path
    return path.startswith(str(settings.BASE_DIR)) and "site-packages" not in path


def declared() -> dict[str, models.BaseConstraint]:
    """Every constraint of our own models by its name."""
    return {
        constraint.name: constraint
        for model in own_models()
        for constraint in model._meta.constraints
    }


def test_the_table_lists_exactly_the_declared_constraints() -> None:
    assert sorted(BROKEN) == sorted(declared())


def test_the_database_refuses(empty: None) -> None:
    constraints = declared()
    otherwise = {}
    for name in sorted(BROKEN):
        said = refusal_of(name)
        named = {name, OVERLAP.get(name, name), _columns(constraints[name])}
        if not any(text in said for text in named):
            otherwise[name] = said

    assert otherwise == {}


def refusal_of(name: str) -> str:
    """What the database says of the broken row, "" if it takes it; nothing stays."""
    try:
        with transaction.atomic():
            BROKEN[name]()
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        return str(refusal)
    return ""


def _columns(constraint: models.BaseConstraint) -> str:
    """What SQLite names instead of a unique constraint: its columns."""
    if not isinstance(constraint, models.UniqueConstraint) or connection.vendor != "sqlite":
        return constraint.name
    [model] = [model for model in own_models() if constraint in model._meta.constraints]
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    return ", ".join(f"{model._meta.db_table}.{columns[name]}" for name in constraint.fields)


@pytest.mark.parametrize(
    "facts",
    [
        {"verdict": "not_fulfilled", "reason": "reservation_used"},
        {"verdict": "not_fulfilled", "reason": "unknown", "reservation": "2011-R2"},
        {"verdict": "fulfilled", "reservation": "2011-R2"},
    ],
)
def test_a_published_reservation_belongs_to_what_uses_it(
    empty: None, facts: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="publishedverdict_reservation_iff_used"):
        make.make_published_verdict(**facts)


def test_an_assessment_cannot_have_the_retired_reason_a_signed_document_can(empty: None) -> None:
    retired: dict[str, Any] = {"verdict": "not_fulfilled", "reason": "reservation_used"}
    make.make_published_verdict(**retired, reservation="2011-R2")

    with pytest.raises(IntegrityError, match="assessment_reason_iff_not_fulfilled"):
        make.make_assessment(**retired)


def test_every_check_has_a_message_for_people() -> None:
    default = models.CheckConstraint.default_violation_error_message
    without = [
        name
        for name, constraint in declared().items()
        if isinstance(constraint, models.CheckConstraint)
        and str(constraint.violation_error_message) == str(default)
    ]

    assert without == []
