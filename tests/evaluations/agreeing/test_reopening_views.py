from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from commitments.evaluations.agreeing import conclusion_actions, reopening_actions
from commitments.evaluations.agreeing.reopening_models import Reopening
from commitments.evaluations.revisions.models import Revision
from tests.support import evaluation_states, recorders
from tests.support.database_hashes import digest
from tests.support.evaluation_states import Table

PAGE = "/en/arbeid/evalueringer/2011-2013/2012/gjenapning/"
PUBLIC = "/en/avtaler/2011-2013/evalueringer/2012/"
WORK = "/en/arbeid/evalueringer/2011-2013/2012/"
ALONE = "/en/arbeid/evalueringer/2011-2013/2012/alene/"
TYPED = {"reason": "Eksempel: et tall var feil.", "language": "nb"}


def requested(found: Table) -> Reopening:
    return reopening_actions.ask(found.evaluation, by=found.approvers["KS"], **TYPED)


def test_an_approver_asks_with_a_reason(signed: Table) -> None:
    client = recorders.client_of(signed.approvers["KS"])

    answer = client.post(PAGE, TYPED, follow=True)

    assert Reopening.objects.get().reason == TYPED["reason"]
    page_text = recorders.page_text(answer.content)
    assert "The other party has been asked to reopen the evaluation." in page_text
    assert TYPED["reason"] in page_text
    assert "Withdraw the request" in page_text


def test_without_a_reason_nothing_is_sent_and_the_field_says_so(signed: Table) -> None:
    client = recorders.client_of(signed.approvers["KS"])
    before = digest()

    page_text = recorders.page_text(client.post(PAGE, {**TYPED, "reason": " "}).content)

    assert "Say why the evaluation should be reopened." in page_text
    assert digest() == before


def test_a_second_request_meets_the_first_and_loses_nothing(signed: Table) -> None:
    requested(signed)

    answer = recorders.client_of(signed.approvers["KD"]).post(
        PAGE, {**TYPED, "reason": "Eksempel: B"}
    )

    assert answer.status_code == 409
    assert "Eksempel: B" in recorders.page_text(answer.content)
    assert Reopening.objects.count() == 1


def test_the_other_party_agrees_and_the_round_is_open(signed: Table) -> None:
    request = requested(signed)
    client = recorders.client_of(signed.approvers["KD"])

    page_text = recorders.page_text(client.post(f"{PAGE}{request.pk}/enig/", follow=True).content)

    assert "The evaluation has been reopened." in page_text
    assert "KD agreed" in page_text
    assert evaluation_states.fresh(signed.evaluation).round == 2


def test_the_asker_withdraws(signed: Table) -> None:
    request = requested(signed)
    client = recorders.client_of(signed.approvers["KS"])

    page_text = recorders.page_text(client.post(f"{PAGE}{request.pk}/trekk/", follow=True).content)

    assert "The request has been withdrawn." in page_text
    assert not Reopening.objects.awaiting_answer().exists()


@pytest.mark.parametrize("role", ["editors", "approvers"])
def test_editors_read_and_approvers_answer(signed: Table, role: str) -> None:
    requested(signed)
    client = recorders.client_of(getattr(signed, role)["KD"])

    page_text = recorders.page_text(client.get(PAGE).content)

    assert ("Agree to reopen" in page_text) == (role == "approvers")


def test_a_request_of_another_evaluation_is_not_found(signed: Table) -> None:
    request = requested(signed)
    evaluation_states.evaluation_in("open", year=2013)
    client = recorders.client_of(signed.approvers["KD"])

    answer = client.post(f"{PAGE.replace('2012', '2013')}{request.pk}/enig/")

    assert answer.status_code == 404
    assert Reopening.objects.awaiting_answer().exists()


@pytest.fixture
def late(texts: None) -> Iterator[Table]:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    with time_machine.travel("2040-03-16 12:00 +0000", tick=True):
        yield found


def test_publishing_alone_asks_once_more_and_leads_to_the_copy(late: Table) -> None:
    client = recorders.client_of(late.approvers["KD"])

    page_text = recorders.page_text(client.get(ALONE).content)
    answer = client.post(ALONE)

    assert "KS did not submit by 15 January 2040" in page_text
    assert answer.status_code == 302
    revision = Revision.objects.get()
    assert answer["Location"].endswith(revision.get_absolute_url())


def test_the_public_page_of_the_copy_is_marked_and_shows_the_one_party_alone(late: Table) -> None:
    recorders.client_of(late.approvers["KD"]).post(ALONE)

    page_text = recorders.page_text(Client().get(PUBLIC).content)

    assert "published by one party alone" in page_text.lower()
    assert "Eksempel: tre møter i året." in page_text
    assert "Eksempel: to møter i året." not in page_text


def test_before_the_grace_is_over_the_page_says_how_long(texts: None) -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")
    client = recorders.client_of(found.approvers["KD"])

    page_text = recorders.page_text(client.get(ALONE).content)
    answer = client.post(ALONE)

    assert "The other party has until the end of 15 March 2040." in page_text
    assert answer.status_code == 409
    assert "You cannot publish before the grace period has ended." in recorders.page_text(
        answer.content
    )


@pytest.mark.parametrize("role", ["editors", "approvers"])
def test_the_way_to_reopening_is_shown_to_both_parties_once_it_is_signed(
    signed: Table, role: str
) -> None:
    body = recorders.client_of(getattr(signed, role)["KD"]).get(WORK).text

    assert f'href="{PAGE}"' in body


def test_an_editor_reads_the_requests_and_is_offered_no_form(signed: Table) -> None:
    requested(signed)

    page_text = recorders.page_text(recorders.client_of(signed.editors["KD"]).get(PAGE).content)

    assert TYPED["reason"] in page_text
    assert "Ask to reopen" not in page_text
    assert "Agree to reopen" not in page_text


def test_before_it_is_signed_there_is_no_way_to_reopening(texts: None) -> None:
    found = evaluation_states.evaluation_in("signed_by_one")

    assert PAGE not in recorders.client_of(found.approvers["KD"]).get(WORK).text


@pytest.mark.parametrize(
    ("role", "party", "shown"),
    [("approvers", "KD", True), ("editors", "KD", False), ("approvers", "KS", False)],
)
def test_the_way_to_publishing_alone_is_shown_to_those_who_may(
    late: Table, role: str, party: str, shown: bool
) -> None:
    body = recorders.client_of(getattr(late, role)[party]).get(WORK).text

    assert (f'href="{ALONE}"' in body) == shown


@pytest.mark.parametrize("published", [False, True])
def test_what_is_published_alone_cannot_be_taken_back_nor_is_that_offered(
    late: Table, *, published: bool
) -> None:
    client = recorders.client_of(late.approvers["KD"])
    if published:
        client.post(ALONE)

    page_text = recorders.page_text(client.get(WORK).content)

    assert ("Take back the submission" in page_text) is not published


def test_there_is_no_way_to_publishing_alone_before_the_grace_is_over(texts: None) -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")

    assert ALONE not in recorders.client_of(found.approvers["KD"]).get(WORK).text


def test_a_hand_in_after_the_other_published_alone_is_marked_for_everyone(late: Table) -> None:
    recorders.client_of(late.approvers["KD"]).post(ALONE)
    late.submit("KS")
    before = recorders.page_text(Client().get(PUBLIC).content)
    conclusion_actions.accept(late.propose("KD"), by=late.approvers["KS"])
    late.sign("KD")
    late.sign("KS")

    signed = recorders.page_text(Client().get(f"{PUBLIC}revisjoner/2/").content)

    assert "KS submitted, submitted after the reveal" in before
    assert "KD submitted, submitted after the reveal" not in before
    assert "KS 16 March 2040, after the deadline, submitted after the reveal" in signed
    assert signed.count("submitted after the reveal") == 1


def test_readers_are_told_that_what_is_published_is_reopened(signed: Table, client: Client) -> None:
    reopening_actions.agree(requested(signed), by=signed.approvers["KD"])

    page_text = recorders.page_text(client.get(PUBLIC).content)

    assert "Both parties have reopened the evaluation and said why;" in page_text
