"""Who sees what before and after the reveal, by the one method from a request to rows."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from commitments.evaluations.agreeing.conclusion_models import Conclusion
from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.assessing.models import Assessment
from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.facts import facts, facts_of
from commitments.evaluations.models import Evaluation
from commitments.evaluations.state import steps
from commitments.people.models import Membership, Role
from commitments.sources.models import Source
from tests import make
from tests.support import evaluation_states, recorders

pytestmark = pytest.mark.usefixtures("texts")

BLIND = ("open", "handed_in_by_one")
OPEN_EYES = tuple(state for state in evaluation_states.STATES if state not in BLIND)
MODELS: Any = (Assessment, Submission, Conclusion, SignOff)


def strangers() -> list[Any]:
    return [
        AnonymousUser(),
        make.make_user(is_superuser=True),
        make.make_membership(role=Role.SECRETARIAT).user,
        make.make_membership(role=Role.OFFICE_VIEWER).user,
        make.make_membership(confirmed=False).user,
    ]


def parties_of(rows: Iterable[Any]) -> set[str]:
    return {row.party.code for row in rows}


def visible(model: Any, person: Membership) -> set[str]:
    return parties_of(model.objects.visible_to(person.user))


@pytest.mark.parametrize("state", evaluation_states.STATES)
def test_nobody_but_the_parties_sees_rows_of_an_evaluation(state: str) -> None:
    found = evaluation_states.evaluation_in(state)

    for user in strangers():
        for model in MODELS:
            assert not model.objects.visible_to(user)
            assert not model.history.all().visible_to(user)
        assert list(Evaluation.objects.visible_to(user)) == [found.evaluation]


@pytest.mark.parametrize("state", BLIND)
def test_each_party_sees_its_own_alone_until_both_have_handed_in(state: str) -> None:
    found = evaluation_states.evaluation_in(state)

    for party in ("KD", "KS"):
        person = found.editors[party]
        assert visible(Assessment, person) == {party}
        assert visible(Submission, person) <= {party}
        assert {row.party for row in Source.objects.visible_to(person.user)} == {person.party}


@pytest.mark.parametrize("state", OPEN_EYES)
def test_each_party_sees_the_other_once_both_have_handed_in(state: str) -> None:
    found = evaluation_states.evaluation_in(state)

    for party in ("KD", "KS"):
        person = found.editors[party]
        assert visible(Assessment, person) == {"KD", "KS"}
        assert visible(Submission, person) == {"KD", "KS"}
        codes = {row.party.code for row in Source.objects.visible_to(person.user) if row.party}
        assert codes == {"KD", "KS"}


def test_how_it_came_about_remains_for_the_own_party() -> None:
    found = evaluation_states.evaluation_in("signed")

    for party in ("KD", "KS"):
        user = found.editors[party].user
        for model in (Assessment, Submission, SignOff):
            assert parties_of(model.history.all().visible_to(user)) == {party}


def test_a_hand_in_that_is_taken_back_hides_both_again() -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    other = found.editors["KS"]
    from_kd = Submission.objects.get()
    assert from_kd not in Submission.objects.visible_to(other.user)

    make.make_submission(
        evaluation=found.evaluation,
        by=found.approvers["KS"],
        taken_back_at=from_kd.submitted_at,
        taken_back_by=found.approvers["KS"],
    )

    assert visible(Assessment, other) == {"KS"}
    assert visible(Submission, other) == {"KS"}


def test_the_reveal_of_one_year_is_not_that_of_another() -> None:
    evaluation_states.evaluation_in("revealed", year=2011)
    found = evaluation_states.evaluation_in("open", year=2012)
    person = recorders.editor("KS")

    rows = Assessment.objects.visible_to(person.user).filter(evaluation=found.evaluation)

    assert parties_of(rows) == {"KS"}


def test_the_sources_of_an_evaluation_are_public_once_it_is_signed() -> None:
    found = evaluation_states.evaluation_in("signed_by_one")
    assert not Source.objects.visible_to(AnonymousUser())

    found.sign("KS")

    assert Source.objects.visible_to(AnonymousUser()).count() == 2


def test_what_one_party_writes_changes_nothing_that_the_public_learns() -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    before = steps(facts(found.evaluation))

    found.assess("KS", "2011-F3", narrative="Eksempel: hemmelig.")

    assert steps(facts(found.evaluation)) == before
    assert "hemmelig" not in repr(facts(found.evaluation))


def test_facts_cost_the_same_for_any_number_of_evaluations(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    evaluation_states.evaluation_in("signed", year=2011)
    evaluation_states.evaluation_in("open", year=2012)
    rows = list(Evaluation.objects.with_relations().in_order_of_years())

    with django_assert_num_queries(2):
        facts_of(rows[:1])
    with django_assert_num_queries(2):
        found = facts_of(rows)

    assert [row.year for row in rows] == [2011, 2012]
    assert [bool(found[row.pk].revisions) for row in rows] == [True, False]
