"""What the pages of an evaluation ask the database does not grow with what both have written."""

from collections.abc import Callable
from typing import Final

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commitments.evaluations.agreeing import conclusion_actions, reopening_actions
from tests.support import evaluation_states, recorders
from tests.support.evaluation_states import Table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

MOST: Final = 32  # the highest is the assessing page, whose session and membership are six of them
REFS: Final = tuple(f"2011-F{number}" for number in range(3, 13))


def revealed(laid: Table) -> None:
    laid.submit("KD")
    laid.submit("KS")


def concluded(laid: Table) -> None:
    revealed(laid)
    for text in ("Eksempel: først.", "Eksempel: så."):
        conclusion_actions.accept(laid.propose("KD", text), by=laid.approvers["KS"])


def signed(laid: Table) -> None:
    concluded(laid)
    laid.sign("KD")
    laid.sign("KS")


def asked_to_reopen(laid: Table) -> None:
    signed(laid)
    wording = {"reason": "Eksempel: et tall var feil.", "language": "nb"}
    reopening_actions.ask(laid.evaluation, by=laid.approvers["KD"], **wording)


PAGES: Final[dict[str, Callable[[Table], None]]] = {
    "": revealed,
    "lever/": lambda _laid: None,
    "utkast/": revealed,
    "konklusjon/": concluded,
    "signer/": concluded,
    "gjenapning/": asked_to_reopen,
}


def price(page: str, refs: tuple[str, ...]) -> int:
    """The number of queries of the page for KD's approver; what was written is undone."""
    with transaction.atomic():
        laid = evaluation_states.laid()
        for ref in refs:
            for party in ("KD", "KS"):
                laid.assess(party, ref)
        PAGES[page](laid)
        sent = queries(recorders.client_of(laid.approvers["KD"]), page)
        transaction.set_rollback(True)
    return sent


def queries(client: Client, page: str) -> int:
    address = (
        f"/en/arbeid/evalueringer/{evaluation_states.AGREEMENT}/{evaluation_states.YEAR}/{page}"
    )
    with CaptureQueriesContext(
        connection,
    ) as sent:
        assert client.get(address).status_code == 200
    return len(sent)


@pytest.mark.parametrize("page", PAGES)
def test_the_price_does_not_grow(page: str) -> None:
    few, many = price(page, REFS[:1]), price(page, REFS)

    assert few == many
    assert many <= MOST
