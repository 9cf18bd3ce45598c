"""Notes on a county: which office sends them, which party answers, and what stands once sent."""

from typing import Any, Final
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from commitments.people.models import Membership
from commitments.places.models import Office
from commitments.regional.notes.actions import NewNote, answer, send
from commitments.regional.notes.models import CountyNote
from tests import make
from tests.support import recorders, regional_states

pytestmark = pytest.mark.usefixtures("texts")

TEXT: Final = "Eksempel: det var 19 kommuner."
ANSWER: Final = "Eksempel: rettet."


@pytest.fixture
def hordaland() -> Membership:
    return regional_states.viewer("12")


@pytest.fixture
def note(hordaland: Membership) -> CountyNote:
    return send(new(), by=hordaland, token=uuid4())


def new(**changed: Any) -> NewNote:
    """A note to KS on Hordaland as a whole."""
    said = {"county": regional_states.county("12"), "to": make.make_party("KS"), "text": TEXT}
    return NewNote(**{**said, **changed})


def test_a_note_is_the_offices_own_with_a_number_and_a_history(note: CountyNote) -> None:
    assert note.office == Office.objects.get(office_counties__county__code="12")
    assert note.number
    assert (note.text, note.answer, note.answered_at) == (TEXT, "", None)
    assert note.history.count() == 1


def test_the_same_form_gives_the_same_note(hordaland: Membership) -> None:
    token = uuid4()

    first, again = (send(new(), by=hordaland, token=token) for _turn in range(2))

    assert first == again
    assert CountyNote.objects.count() == CountyNote.history.count() == 1


@pytest.mark.parametrize("changed", ["text", "to", "county", "commitment"])
def test_a_form_that_says_something_else_is_refused(changed: str) -> None:
    by, token = regional_states.viewer("12", "14"), uuid4()
    sent = send(new(), by=by, token=token)
    others: dict[str, Any] = {
        "text": "Eksempel: det var 20 kommuner.",
        "to": make.make_party("KD"),
        "county": regional_states.county("14"),
        "commitment": recorders.commitment(regional_states.REF),
    }

    with pytest.raises(ValidationError) as refusal:
        send(new(**{changed: others[changed]}), by=by, token=token)

    assert refusal.value.code == "sent"
    assert sent.number in refusal.value.message
    assert CountyNote.objects.get() == sent


def test_the_form_of_another_person_is_refused(note: CountyNote) -> None:
    with pytest.raises(PermissionDenied):
        send(new(), by=regional_states.viewer("12"), token=note.token)


@pytest.mark.parametrize("party", ["KD", "KS"])
def test_a_party_sends_no_note(party: str) -> None:
    with pytest.raises(PermissionDenied):
        send(new(), by=recorders.approver(party), token=uuid4())


def test_an_office_without_the_county_sends_no_note(hordaland: Membership) -> None:
    with pytest.raises(PermissionDenied):
        send(new(county=regional_states.county("11")), by=hordaland, token=uuid4())

    assert not CountyNote.objects.exists()


def test_an_empty_note_is_refused(hordaland: Membership) -> None:
    with pytest.raises(ValidationError) as refusal:
        send(new(text=" \n"), by=hordaland, token=uuid4())

    assert list(refusal.value.error_dict) == ["text"]


def test_the_party_answers_once(note: CountyNote) -> None:
    by = recorders.editor("KS")
    answered = answer(note, ANSWER, by=by)

    with pytest.raises(ValidationError) as refusal:
        answer(note, "Eksempel: noe annet.", by=recorders.approver("KS"))

    assert refusal.value.code == "answered"
    stored = CountyNote.objects.get()
    assert (stored.answer, stored.answered_by) == (ANSWER, by)
    assert stored.answered_at == answered.answered_at
    assert stored.history.count() == 2


def test_nobody_but_the_party_answers(note: CountyNote, hordaland: Membership) -> None:
    for by in (recorders.approver("KD"), hordaland):
        with pytest.raises(PermissionDenied):
            answer(note, ANSWER, by=by)

    assert CountyNote.objects.unanswered().get() == note


def test_an_empty_answer_is_refused(note: CountyNote) -> None:
    with pytest.raises(ValidationError) as refusal:
        answer(note, " ", by=recorders.editor("KS"))

    assert list(refusal.value.error_dict) == ["answer"]
