"""What a person may not see has no influence on what they get: pages, files and search (C4)."""

import random
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client

from commitments.foundation.choices import State, Status
from commitments.people.models import Membership, Role
from commitments.places.models import Region
from commitments.publishing import workflow
from commitments.regional.models import RegionalStatus
from commitments.register.models import Commitment
from tests import make
from tests.support import evaluation_states, recorders, regional_states
from tests.support.comparable_answers import Answers, answers, apart
from tests.support.stored_client import StoredClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

ADDRESSES: Final = (
    "/",
    "/arbeid/",
    "/arbeid/lister/sist-publisert/",
    "/arbeid/saker/",
    "/arbeid/fylke/12-hordaland/?ar=2012",
    "/arbeid/fylke/12-hordaland/?ar=2011",
    "/arbeid/fylke/12-hordaland/meld-feil/",
    "/arbeid/fylke/12-hordaland.csv",
    "/arbeid/fylke/12-hordaland.json",
    "/arbeid/fylke/11-rogaland/",
    "/fylker/",
    "/fylker/?forpliktelse=2011-F9&ar=2012&part=KS",
    "/fylker.csv",
    "/fylker/12-hordaland/",
    "/fylker/11-rogaland/",
    "/fylker/11-rogaland.json",
    "/forpliktelser/?q=hemmelig",
    "/forpliktelser/2011-F9/",
    "/forpliktelser.csv",
    "/framdrift.json",
    "/arbeid/fylkesstatus/999999/",
    "/arbeid/oppforinger/999999/",
)


def hide(choose: random.Random, authors: list[Membership], approver: Membership) -> None:
    """One more row that the office of county 12 may not see."""
    author = choose.choice(authors)
    ref = choose.choice(["2011-F1", "2011-F2", "2011-F7", "2011-F9", "2011-F10", "2011-F13"])
    commitment = Commitment.objects.get(ref=ref)
    facts: dict[str, Any] = {
        "author": author,
        "commitment": commitment,
        "narrative": "Eksempel: hemmelig.",
    }
    if choose.random() < 0.3:
        state = choose.choice([State.DRAFT, State.SUBMITTED, State.RETURNED])
        make.make_entry(state=state, approver=approver, **facts)
        return
    own = choose.random() < 0.4
    code = "12" if own else choose.choice(["03", "11", "14", "15", "18"])
    state = State.DRAFT if own else choose.choice([State.DRAFT, State.SUBMITTED, State.RETURNED])
    place: dict[str, Any] = {
        "county": Region.objects.get(code=code),
        "year": choose.choice([2011, 2012, 2013]),
    }
    taken = RegionalStatus.objects.still_open().filter(
        commitment=commitment, party=author.party, **place
    )
    if not taken.exists():
        status = choose.choice(list(Status))
        make.make_status(state=state, approver=approver, status=status, **place, **facts)


def _compare(pairs: int) -> None:
    regional_states.taken_to(State.PUBLISHED)
    regional_states.taken_to(
        State.SUBMITTED, subject=regional_states.subject_of(year=2011), narrative="Eksempel: sendt."
    )
    regional_states.taken_to(
        State.PUBLISHED, subject=regional_states.subject_of("11"), municipalities=2
    )
    authors = [recorders.editor("KD"), recorders.editor("KS")]
    approver = recorders.approver("KS")
    client = recorders.client_of(regional_states.viewer("12"))
    before = answers(client, ADDRESSES)

    for seed in range(pairs):
        choose = random.Random(seed)  # noqa: S311  # the same rows each time
        for _row in range(choose.randint(1, 4)):
            hide(choose, authors, approver)
        after = answers(client, ADDRESSES)

        assert apart(before, after) == []


def test_pairs_of_data_sets_give_the_same_bytes() -> None:
    _compare(4)


@pytest.mark.long
def test_a_hundred_pairs_of_data_sets_give_the_same_bytes() -> None:
    _compare(100)


def _public_rows() -> list[Any]:
    """A row of KD of each kind that can be withdrawn, published."""
    past = evaluation_states.attached(recorders.editor())
    past = workflow.submit(past, by=recorders.editor(), version=past.version)
    return [
        recorders.taken_to(State.PUBLISHED, ref="2011-F9"),
        regional_states.taken_to(State.PUBLISHED, by=recorders.editor()),
        workflow.approve(past, by=recorders.approver(), version=past.version),
    ]


OUTSIDERS: Final[dict[str, Callable[[], Client]]] = {
    "anonymous": Client,
    "other party": lambda: recorders.client_of(recorders.approver("KS")),
    "office": lambda: recorders.client_of(regional_states.viewer("12")),
    "secretariat": lambda: recorders.client_of(make.make_membership(role=Role.SECRETARIAT)),
}


@pytest.mark.parametrize(
    "visitor",
    [
        "anonymous",
        "other party",
        pytest.param("office", marks=pytest.mark.long),
        pytest.param("secretariat", marks=pytest.mark.long),
    ],
)
def test_a_proposed_withdrawal_changes_no_byte_and_no_etag(visitor: str) -> None:
    entry, status, past = rows = _public_rows()
    own = [f"/arbeid/oppforinger/{entry.pk}/{step}" for step in ("", "historikk/")]
    own += [f"/arbeid/fylkesstatus/{status.pk}/{step}" for step in ("", "historikk/")]
    own += [f"/arbeid/evalueringer/fra-den-gang/{past.pk}/", "/arbeid/evalueringer/fra-den-gang/"]
    for model, row in zip(("progressentry", "regionalstatus", "pastevaluation"), rows, strict=True):
        own += [f"/admin/commitments/{model}/", f"/admin/commitments/{model}/{row.pk}/change/"]
    history = "/forpliktelser/2011-F9/historikk/"
    places = [*ADDRESSES, *own, history, "/avtaler/2011-2013/", "/arbeid/lister/motparten/"]
    client = OUTSIDERS[visitor]()

    def public_answers() -> tuple[Answers, list[str | None]]:
        return answers(client, places), [StoredClient().get(place).get("ETag") for place in places]

    before = public_answers()
    proposed = [recorders.proposed(row, by=recorders.editor()) for row in rows]
    after = public_answers()
    assert apart(before[0], after[0]) == []
    assert before[1] == after[1]

    for row in proposed:
        workflow.decline_withdrawal(row, by=recorders.approver(), version=row.version)
    assert apart(before[0], public_answers()[0]) == []


def test_the_own_party_sees_a_proposed_withdrawal_and_everyone_the_withdrawal() -> None:
    rows = _public_rows()
    party, public = recorders.client_of(recorders.approver()), Client()
    own, everyone = answers(party, ["/arbeid/"]), answers(public, ["/forpliktelser/2011-F9/"])

    proposed = [recorders.proposed(row, by=recorders.editor()) for row in rows]
    assert apart(own, answers(party, own)) == ["/arbeid/"]
    for row in proposed:
        workflow.withdraw(row, by=recorders.approver(), version=row.version)
    assert apart(everyone, answers(public, everyone)) == ["/forpliktelser/2011-F9/"]


def test_what_the_office_may_see_does_change_the_answers() -> None:
    client = recorders.client_of(regional_states.viewer("12"))
    before = answers(client, ADDRESSES)

    regional_states.taken_to(State.SUBMITTED)

    after = answers(client, ADDRESSES)
    assert before["/arbeid/"] != after["/arbeid/"]
    assert before["/fylker/"] == after["/fylker/"]
