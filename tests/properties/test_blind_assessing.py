"""Until both have handed in, what a party writes has no influence on what others get (C6)."""

import random
from collections.abc import Iterator
from typing import Final

import pytest
import time_machine

from commitments.evaluations.assessing import actions as assessments
from commitments.evaluations.assessing import submission_actions
from commitments.evaluations.assessing.models import Assessment
from commitments.sources.actions import NewSource
from tests.access.test_canary import OUTSIDERS
from tests.evaluations.test_canary import PAGE, addresses, blind
from tests.support import evaluation_states, recorders
from tests.support.comparable_answers import answers, apart
from tests.support.evaluation_states import Table

__all__ = ["blind"]  # a fixture

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("texts")]

DATA_SETS: Final = 2
OTHERS: Final = ("anonymous", "office", "secretariat", "superuser")
LEFT_OUT: Final = (
    "/konto/faktor/",  # a new key with every answer
    # How many public acts there were, handing in among them, and a hash over random keys: that
    # something was handed in is no secret, and nobody can tell what.
    "/metode/etterproving",
)
VERDICTS: Final = ("fulfilled", "partly_fulfilled")


@pytest.fixture(autouse=True)
def _one_moment() -> Iterator[None]:
    """Pages say when content was last changed, and when a party handed in: always now."""
    with time_machine.travel(evaluation_states.NOW, tick=False):
        yield


def write(choose: random.Random, laid: Table) -> None:
    """KD takes back what it has handed in, changes some of it, and hands in again."""
    by = laid.editors["KD"]
    assert by.party
    submission_actions.take_back(laid.evaluation, by=laid.approvers["KD"])
    refs = [row.ref for row in evaluation_states.commitments() if by.party in row.responsible.all()]
    for ref in choose.sample(refs, choose.randint(1, 6)):
        rows = Assessment.objects.of_party(by.party).filter(evaluation=laid.evaluation)
        row = rows.filter(commitment__ref=ref).first()
        version = row.version if row else 0
        if row and choose.random() < 0.3:
            assessments.clear(row, by=by, version=version)
            continue
        name = f"undulat {choose.random()}"
        laid.assess(
            "KD",
            ref,
            version=version,
            verdict=choose.choice(VERDICTS),
            narrative="kanarifugl " * choose.randint(1, 50),
            language=choose.choice(["nb", "nn"]),
            new_sources=[NewSource(name, "https://example.no/kakadue")],
        )
    laid.submit("KD")


def test_everybody_else_gets_the_same_bytes(blind: Table) -> None:
    clients = {name: OUTSIDERS[name]() for name in OTHERS}
    clients["who assesses for KS"] = recorders.client_of(blind.editors["KS"])
    paths = [address for address in addresses() if not address.startswith(LEFT_OUT)]
    before = {name: answers(client, paths) for name, client in clients.items()}

    for seed in range(DATA_SETS):
        write(random.Random(seed), blind)  # noqa: S311  # the same rows each time

        after = {name: answers(client, paths) for name, client in clients.items()}
        changed = {name: apart(before[name], after[name]) for name in clients}
        assert changed == {name: [] for name in clients}


def test_the_own_party_gets_other_bytes(blind: Table) -> None:
    client = recorders.client_of(blind.editors["KD"])
    before = answers(client, [PAGE])

    write(random.Random(0), blind)  # noqa: S311  # the same rows each time

    assert apart(before, answers(client, [PAGE])) == [PAGE]
