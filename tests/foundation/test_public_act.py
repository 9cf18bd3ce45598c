import pytest

from commitments.foundation.choices import State
from commitments.foundation.content_version import ContentVersion
from commitments.foundation.public_act import PublicAct
from commitments.progress.models import ProgressEntry
from commitments.trust import everything, redaction
from tests.support import recorders

SECRET = "møtte Kari Nordmann"

pytestmark = pytest.mark.usefixtures("texts", "uploads")


def errors() -> list[str]:
    return [str(error) for error in everything.errors()]


def newest_sha256(entry: ProgressEntry) -> str:
    return str(entry.history.order_by("history_step").last().history_sha256)


def test_publishing_names_the_entry_and_its_sources_and_moves_the_head() -> None:
    number, _head = ContentVersion.head()

    entry = recorders.taken_to(State.PUBLISHED)

    act = PublicAct.objects.get(number=number + 1)
    assert ContentVersion.head() == (act.number, act.sha256)
    assert ["commitments.ProgressEntry", str(entry.pk), newest_sha256(entry)] in act.rows
    named = {key for label, key, _sha256 in act.rows if label == "commitments.Source"}
    assert named == {str(source.pk) for source in entry.sources.all()}
    assert errors() == []


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_what_the_party_alone_sees_is_no_public_act(state: State) -> None:
    before = ContentVersion.head()

    recorders.taken_to(state)

    assert ContentVersion.head() == before
    assert errors() == []


def test_a_proposal_to_withdraw_is_no_public_act_and_verifies() -> None:
    entry = recorders.taken_to(State.PUBLISHED)
    before = ContentVersion.head()

    recorders.proposed(entry, by=recorders.editor())

    assert ContentVersion.head() == before
    assert errors() == []


def test_what_was_struck_out_verifies_and_its_first_hash_stays() -> None:
    entry = recorders.taken_to(State.PUBLISHED, narrative=f"Eksempel: Vi {SECRET}.")
    written = newest_sha256(entry)

    redaction.redact(SECRET, reason="Eksempel: personvern.", names=["Kari", "Ola"])

    assert SECRET not in ProgressEntry.objects.get(pk=entry.pk).narrative
    assert newest_sha256(entry) == written
    assert errors() == []


def test_what_is_changed_after_it_was_struck_out_is_named() -> None:
    entry = recorders.taken_to(State.PUBLISHED, narrative=f"Eksempel: Vi {SECRET}.")
    redaction.redact(SECRET, reason="Eksempel: personvern.", names=["Kari", "Ola"])

    ProgressEntry.objects.filter(pk=entry.pk).update(narrative="Eksempel: Vi sladdet!")
    ProgressEntry.history.filter(id=entry.pk).update(narrative="Eksempel: Vi sladdet!")

    named = f"commitments.ProgressEntry {entry.pk}: step 3 of its history is not what was written"
    assert named in errors()
