"""The workspace through the whole stack: what each role finds, that lists follow, and the help."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.publishing import workflow
from commitments.register.models import Commitment
from tests import make
from tests.support import recorders
from tests.support.recorders import page_text

pytestmark = pytest.mark.usefixtures("texts")

WORK = "/en/arbeid/"


@pytest.fixture
def eva() -> Membership:
    return recorders.editor()


@pytest.fixture
def arne() -> Membership:
    return recorders.approver()


def seen(membership: Membership) -> str:
    return page_text(recorders.client_of(membership).get(WORK).content)


def section(page: str, heading: str) -> str:
    """What stands below a heading of a list until the next one."""
    headings = [
        "Waiting for your approval",
        "Your drafts",
        "Returned to you",
        "Sent by you, waiting for another approver",
        "Drafts of your colleagues",
        "No progress recorded",
        "Published by your party",
        "The latest from the other party",
        "Run by:",
    ]
    _before, _heading, rest = page.partition(f"{heading} ")
    ends = [rest.index(other) for other in headings if other in rest and other != heading]
    return rest[: min(ends, default=len(rest))]


def test_an_editor_finds_drafts_returns_and_what_waits(eva: Membership, arne: Membership) -> None:
    recorders.taken_to(State.DRAFT, by=eva, ref="2005-F2")
    recorders.taken_to(State.RETURNED, by=eva, decided_by=arne, ref="2005-F3")
    recorders.taken_to(State.SUBMITTED, by=eva, ref="2005-F4")

    page = seen(eva)

    assert "2005-F2" in section(page, "Your drafts")
    assert "Eksempel: nevn kilden." in section(page, "Returned to you")
    assert "returned by Arne Godkjenner" in section(page, "Returned to you")
    waiting = section(page, "Sent by you, waiting for another approver")
    assert "2005-F4" in waiting
    assert "sent by Eva Redaktør" in waiting
    assert "Waiting for your approval" not in page


def test_a_draft_belongs_to_the_party(eva: Membership, arne: Membership) -> None:
    recorders.taken_to(State.DRAFT, by=eva)

    assert recorders.REF in section(seen(arne), "Drafts of your colleagues")
    assert recorders.REF not in section(seen(eva), "Drafts of your colleagues")


def test_an_approver_finds_what_it_may_approve_apart_from_its_own(
    eva: Membership, arne: Membership
) -> None:
    recorders.taken_to(State.SUBMITTED, by=eva, ref="2005-F2")
    recorders.taken_to(State.SUBMITTED, by=arne, ref="2005-F3")

    page = seen(arne)

    mine, own = (
        section(page, "Waiting for your approval"),
        section(page, "Sent by you, waiting for another approver"),
    )
    assert ("2005-F2" in mine, "2005-F3" in mine) == (True, False)
    assert ("2005-F2" in own, "2005-F3" in own) == (False, True)


def test_an_item_leaves_its_list_at_once(eva: Membership, arne: Membership) -> None:
    assert f"Record on {recorders.REF}" in page_text(
        recorders.client_of(eva).get("/en/arbeid/lister/aldri-rapportert/").content
    )

    entry = recorders.taken_to(State.SUBMITTED, by=eva)
    never = page_text(recorders.client_of(eva).get("/en/arbeid/lister/aldri-rapportert/").content)
    assert f"Record on {recorders.REF}" not in never
    assert recorders.REF in section(seen(arne), "Waiting for your approval")

    workflow.approve(entry, by=arne, version=entry.version)
    assert recorders.REF not in section(seen(arne), "Waiting for your approval")
    assert recorders.REF in section(seen(arne), "Published by your party")


def test_recording_is_one_click_away(eva: Membership) -> None:
    page = recorders.client_of(eva).get(WORK).text

    assert 'href="/en/arbeid/forpliktelser/2005-F1/ny/"' in page


def test_the_other_party_is_seen_in_what_it_published(eva: Membership) -> None:
    ks = recorders.editor("KS")
    entry = recorders.taken_to(State.PUBLISHED, by=ks, ref="2005-F2")
    recorders.taken_to(State.DRAFT, by=ks, ref="2005-F3")
    recorders.taken_to(State.SUBMITTED, by=ks, ref="2005-F4")

    page = seen(eva)

    latest = section(page, "The latest from the other party")
    assert "2005-F2" in latest
    assert "KS published it on" in latest
    assert "2005-F3" not in latest
    assert "2005-F4" not in latest
    html = recorders.client_of(eva).get(WORK).text
    assert f'href="/en/forpliktelser/2005-F2/#oppforing-{entry.pk}"' in html


def test_each_list_that_is_empty_says_what_comes(eva: Membership) -> None:
    page = seen(eva)

    assert "What you have started to record but not sent appears here." in page
    assert "What the other party publishes appears here." in page


def test_a_long_list_goes_on_a_page_of_its_own(eva: Membership) -> None:
    html = recorders.client_of(eva).get(WORK).text
    full = recorders.client_of(eva).get("/en/arbeid/lister/aldri-rapportert/").text
    count = Commitment.objects.answered_for_by("KD").count()

    assert html.count(">Record on ") == 5
    assert f"Show all {count}: No progress recorded" in html
    assert full.count(">Record on ") == count


def test_a_list_has_pages(eva: Membership) -> None:
    for _ in range(51):
        make.make_entry(commitment=recorders.commitment(), author=eva, sources=[])
    client = recorders.client_of(eva)

    first = client.get("/en/arbeid/lister/publisert/").text
    second = client.get("/en/arbeid/lister/publisert/?side=2").text

    assert first.count('<tr role="row">') == 51
    assert second.count('<tr role="row">') == 2
    for side in ("3", "x", "1000000000"):
        assert client.get(f"/en/arbeid/lister/publisert/?side={side}").status_code == 404


@pytest.mark.parametrize("name", ["til-godkjenning", "finnes-ikke", "sist-publisert"])
def test_a_list_that_is_not_the_persons_is_not_found(name: str, eva: Membership) -> None:
    assert recorders.client_of(eva).get(f"/arbeid/lister/{name}/").status_code == 404


def test_an_office_reads_the_national_picture() -> None:
    recorders.taken_to(State.PUBLISHED, ref="2005-F2")
    recorders.taken_to(State.SUBMITTED, ref="2005-F3")
    office = make.make_office(name="Fylkesmannen i Prøve")

    page = seen(make.make_membership(role="office_viewer", offices=[office]))

    assert page.count("fylkesmannen (i dag statsforvalteren)") == 1
    assert "Fylkesmannen i Prøve" in page
    assert "2005-F2" in page
    assert "2005-F3" not in page
    assert "No progress recorded" not in page


def test_the_secretariat_finds_people_and_no_draft() -> None:
    recorders.taken_to(State.DRAFT, ref="2005-F3")

    html = recorders.client_of(make.make_membership(role="secretariat")).get(WORK).text

    assert 'href="/en/arbeid/folk/"' in html
    assert "2005-F3" not in html


def test_an_unconfirmed_person_is_told_whom_to_wait_for() -> None:
    page = seen(make.make_membership(confirmed=False))

    assert "Your access is waiting for an approver in KD to confirm it." in page
    assert "Your drafts" not in page


def test_a_person_without_a_role_is_told_so() -> None:
    client = Client()
    recorders.sign_in(client, make.make_user())

    assert "You have no role in the portal at the moment" in page_text(client.get(WORK).content)


def test_a_reader_is_asked_to_sign_in() -> None:
    assert "/konto/inn/" in Client().get(WORK)["Location"]


def test_the_price_is_the_same_however_much_there_is(
    eva: Membership, arne: Membership, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = recorders.client_of(arne)
    client.get(WORK)
    for ref in ("2005-F1", "2005-F2", "2005-F3", "2005-F4", "2005-F5", "2011-F1"):
        for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED):
            recorders.taken_to(state, by=eva, ref=ref)
            recorders.taken_to(state, by=recorders.approver(), ref=ref)
        recorders.taken_to(State.PUBLISHED, by=recorders.editor("KS"), ref=ref)

    with django_assert_max_num_queries(19):
        client.get(WORK)


@pytest.mark.parametrize("party", ["KD", "KS"])
def test_tells_how_and_what_the_states_mean(party: str) -> None:
    page = recorders.page_text(
        recorders.client_of(recorders.editor(party)).get("/en/arbeid/hjelp/").content
    )

    for heading in ("Record progress", "Approve or return", "Correct or withdraw"):
        assert heading in page
    assert "withdrawn The party has withdrawn the entry" in page


def test_is_linked_from_the_workspace() -> None:
    page = recorders.client_of(recorders.editor()).get("/en/arbeid/").text

    assert 'href="/en/arbeid/hjelp/"' in page


def test_is_for_those_who_have_signed_in() -> None:
    assert Client().get("/arbeid/hjelp/").status_code == 302
