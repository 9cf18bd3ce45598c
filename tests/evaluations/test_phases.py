"""An evaluation's way from the opening to the published revision, by the actions alone."""

import pytest

from commitments.evaluations.revisions.models import Revision
from tests.support import evaluation_states

pytestmark = pytest.mark.usefixtures("texts")


@pytest.mark.parametrize("state", evaluation_states.STATES)
def test_every_state_is_reached_by_the_actions(state: str) -> None:
    found = evaluation_states.evaluation_in(state)

    assert evaluation_states.state_of(found.evaluation) == state


def test_the_last_signature_publishes_what_both_signed() -> None:
    found = evaluation_states.evaluation_in("signed")

    revision = Revision.objects.get()
    assert (revision.number, revision.kind, revision.previous_sha256) == (1, "signed", "")
    assert {row.content_sha256 for row in revision.signoffs.all()} == {revision.content_sha256}
    assert [row.party for row in revision.sealed.signatures] == ["KD", "KS"]
    assert revision.document.conclusion
    assert revision.document.conclusion.text == "Eksempel: vi er enige."
    assert revision.sources.count() == 2
    assert found.evaluation.agreement.text_sha256 == revision.document.text_sha256
