"""The parties' pages for proposals: the list, the page to answer, and the line in the workspace."""

from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from commitments.context import answer_actions
from commitments.context.proposal_models import Proposal, ProposalAnswer
from commitments.people.models import Membership
from tests.support import outside_texts, recorders
from tests.support.outside_texts import KEY, REASON, approver, proposal

pytestmark = pytest.mark.usefixtures("texts")

LIST = "/en/arbeid/forslag/"
PAGE = f"{LIST}{KEY}/"
CONFIRM = f"{PAGE}bekreft/"
WORK = "/en/arbeid/"
TEXT = "KS and Læringssenteret made an agreement on the development of quality in schools"
TYPED = {"reason": REASON, "language": "nb", "version": "1"}


def seen(by: Membership, address: str = PAGE) -> str:
    return recorders.page_text(recorders.client_of(by).get(address).content)


def test_an_approver_confirms() -> None:
    by = approver("KD")

    answer = recorders.client_of(by).post(CONFIRM, {"version": "1"}, follow=True)

    page = recorders.page_text(answer.content)
    assert "The confirmation is public now, beside the proposal." in page
    assert "Confirmed by one party." in page
    assert ProposalAnswer.objects.get().answered_by == by


def test_an_approver_objects_with_a_reason() -> None:
    answer = recorders.client_of(approver("KS")).post(PAGE, TYPED, follow=True)

    page = recorders.page_text(answer.content)
    assert "The objection is public now, beside the proposal." in page
    assert "At least one party objects." in page
    assert REASON in page


def test_an_objection_without_a_reason_says_so_on_the_form() -> None:
    answer = recorders.client_of(approver()).post(PAGE, {**TYPED, "reason": ""})

    assert "Say why the party does not confirm it." in recorders.page_text(answer.content)
    assert not ProposalAnswer.objects.exists()


def test_an_objection_to_an_earlier_version_keeps_what_was_typed(tmp_path: Path) -> None:
    outside_texts.change_proposal(tmp_path, "Noe annet:")

    answer = recorders.client_of(approver()).post(PAGE, TYPED)

    assert answer.status_code == 409
    page = recorders.page_text(answer.content)
    assert "The proposal has been changed. Read it again before you answer." in page
    assert REASON in page
    assert not ProposalAnswer.objects.exists()


@pytest.mark.parametrize("version", ["", "2", "mange"])
def test_a_confirmation_of_another_version_changes_nothing(version: str) -> None:
    recorders.client_of(approver()).post(CONFIRM, {"version": version})

    assert not ProposalAnswer.objects.exists()


def test_an_editor_reads_and_has_no_button() -> None:
    page = seen(recorders.editor())

    assert TEXT in page
    assert "An approver answers on behalf of a party." in page
    assert "Why the party objects" not in page


def test_the_page_says_who_answers_and_that_it_is_public() -> None:
    page = seen(approver())

    assert "One approver answers on behalf of the party. The answer is public at once" in page


def test_an_answer_to_an_earlier_version_is_marked(tmp_path: Path) -> None:
    by = approver()
    answer_actions.confirm(proposal(), by=by, version=1)
    assert "counts no more" not in seen(by)

    outside_texts.change_proposal(tmp_path, "Noe annet:")

    assert "Given to an earlier version, and counts no more." in seen(by)


def test_an_approver_answers_a_goal_link() -> None:
    address = f"{LIST}2011-f1-2011-g2/"
    by = approver("KS")
    words = "share words: « gjennomføring i videregående skoler » and « gjennomføre videregående"
    assert words in seen(by, address)

    answer = recorders.client_of(by).post(f"{address}bekreft/", {"version": "1"}, follow=True)

    assert "Confirmed by one party." in recorders.page_text(answer.content)


def test_an_unknown_proposal_is_no_page() -> None:
    outside_texts.make_proposal(key="annet")
    client = recorders.client_of(approver())

    assert client.get(f"{LIST}annet/").status_code == 404
    assert client.get(f"{LIST}finnes-ikke/").status_code == 404


def test_the_list_says_what_waits() -> None:
    by = approver()
    assert seen(by, LIST).count("KD has not answered.") == 11

    answer_actions.confirm(proposal(), by=by, version=1)

    page = seen(by, LIST)
    assert page.count("KD has not answered.") == 10
    assert "Confirmed by one party." in page


def test_the_workspace_of_an_approver_names_what_waits() -> None:
    by = approver()
    assert TEXT in seen(by, WORK)

    answer_actions.confirm(proposal(), by=by, version=1)

    assert TEXT not in seen(by, WORK)
    assert "All proposals" in seen(by, WORK)
    assert TEXT in seen(approver("KS"), WORK)


def test_the_workspace_of_an_editor_names_none() -> None:
    assert "has not answered" not in seen(recorders.editor(), WORK)


def test_a_changed_proposal_waits_again(tmp_path: Path) -> None:
    by = approver()
    answer_actions.confirm(proposal(), by=by, version=1)

    outside_texts.change_proposal(tmp_path, "Noe annet:")

    assert TEXT in seen(by, WORK)


def test_the_list_asks_as_often_however_many_answers_there_are(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    by = approver()
    client = recorders.client_of(by)
    client.get(LIST)
    with django_assert_max_num_queries(40) as before:
        client.get(LIST)
    for row in Proposal.objects.all():
        answer_actions.confirm(row, by=by, version=1)
        known = {"reason": REASON, "language": "nb"}
        answer_actions.object_to(row, by=by, version=1, **known)

    with django_assert_max_num_queries(len(before)):
        client.get(LIST)
