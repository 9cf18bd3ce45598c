"""Publishing: the next number, chained to the revision before, and what becomes public with it."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
import time_machine

from commitments.evaluations.agreeing.signoff_models import SignOff
from commitments.evaluations.revisions.actions import public_rows, publish
from commitments.evaluations.revisions.models import Revision
from commitments.evaluations.revisions.record import sources_of, to_sign
from commitments.foundation.public_act import PublicAct
from tests.support import evaluation_states
from tests.support.evaluation_states import Table

pytestmark = pytest.mark.usefixtures("texts")


@pytest.fixture
def signed() -> Table:
    return evaluation_states.evaluation_in("signed")


def published(found: Table) -> Revision:
    """What stands now, published by KD's approver as the next revision."""
    return publish(
        found.evaluation,
        to_sign(found.evaluation),
        kind=Revision.Kind.SIGNED,
        signoffs=list(SignOff.objects.order_by("party")),
        sources=sources_of(found.evaluation),
        by=found.approvers["KD"],
    )


def test_the_first_revision_names_none_before_it(signed: Table) -> None:
    first = Revision.objects.get()

    assert (first.number, first.previous_sha256) == (1, "")
    assert first.sealed.previous_sha256 == ""


def test_the_next_revision_has_number_2_and_names_the_hash_of_the_first(signed: Table) -> None:
    first = Revision.objects.get()

    second = published(signed)

    assert (second.number, second.previous_sha256) == (2, first.revision_sha256)
    assert second.sealed.previous_sha256 == first.revision_sha256
    assert second.revision_sha256 == sha256(second.seal.encode()).hexdigest()
    assert second.revision_sha256 != first.revision_sha256


def test_the_seal_says_what_the_row_says(signed: Table) -> None:
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False):
        revision = published(signed)

    seal = revision.sealed
    assert seal.content_sha256 == revision.content_sha256
    assert seal.published_at == revision.published_at == datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert (seal.number, seal.kind) == (2, "signed")
    assert [signature.party for signature in seal.signatures] == ["KD", "KS"]
    assert (revision.round, revision.published_by) == (1, signed.approvers["KD"])


def test_the_chain_of_another_evaluation_is_its_own(signed: Table) -> None:
    other = evaluation_states.evaluation_in("signed", year=2011)

    revision = Revision.objects.get(evaluation=other.evaluation)

    assert (revision.number, revision.previous_sha256) == (1, "")


def test_each_revision_has_verdicts_of_its_own(signed: Table) -> None:
    first, second = Revision.objects.get(), published(signed)

    said = [
        set(revision.verdicts.values_list("commitment", "party", "verdict"))
        for revision in (first, second)
    ]
    assert said[0] == said[1] != set()


def test_what_becomes_public_is_the_revision_its_verdicts_and_its_sources(signed: Table) -> None:
    revision = Revision.objects.get()

    rows = public_rows(revision)

    assert rows[0] == revision
    assert set(rows[1:]) == {*revision.verdicts.all(), *revision.sources.all()}
    assert len(rows) == 1 + revision.verdicts.count() + revision.sources.count()
    assert revision.verdicts.exists()
    assert revision.sources.exists()


def test_publishing_leaves_the_public_act_to_the_action_that_decides(signed: Table) -> None:
    before = PublicAct.objects.count()

    published(signed)

    assert PublicAct.objects.count() == before
