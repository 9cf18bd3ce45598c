"""The file of a form's source: the one chosen now, or the one held since the form was refused."""

from typing import Final

import pytest
from django.test import RequestFactory

from commitments.people.models import Membership
from commitments.sources import held_files
from commitments.sources.chosen_file import LEAVE_OUT, SOURCE, ChosenFiles, chosen_files
from tests.support import recorders

pytestmark = pytest.mark.usefixtures("texts", "uploads")

FILE: Final = f"{SOURCE}-file"
HELD: Final = f"{SOURCE}-held"
UNSEEN: Final = f"{SOURCE}-unseen"


@pytest.fixture
def token(eva: Membership) -> str:
    """What a refused form names its file by."""
    return held_files.hold(recorders.upload("holdt.pdf"), person=eva.user_id)


def files(by: Membership, **posted: object) -> ChosenFiles:
    request = RequestFactory().post("/", posted)
    request.user = by.user
    return chosen_files(request)


def names(found: ChosenFiles) -> list[str | None]:
    return [file.name for file in found.getlist(FILE)]


def test_the_held_file_is_there_as_if_it_had_been_chosen_again(eva: Membership, token: str) -> None:
    found = files(eva, **{HELD: token})

    assert names(found) == ["holdt.pdf"]
    assert not found.expired
    assert found.person == eva.user_id


def test_a_file_chosen_now_takes_the_place_of_the_held_one(eva: Membership, token: str) -> None:
    found = files(eva, **{HELD: token, FILE: recorders.upload("ny.pdf")})

    assert names(found) == ["ny.pdf"]
    assert not found.expired


def test_a_held_file_that_is_left_out_is_not_there(eva: Membership, token: str) -> None:
    found = files(eva, **{HELD: token, UNSEEN: LEAVE_OUT})

    assert names(found) == []
    assert not found.expired


def test_a_token_of_no_file_has_expired(eva: Membership) -> None:
    found = files(eva, **{HELD: "ukjent"})

    assert names(found) == []
    assert found.expired


def test_the_held_file_of_another_person_is_not_there(token: str) -> None:
    found = files(recorders.approver(), **{HELD: token})

    assert names(found) == []
    assert found.expired


def test_without_files_there_are_none(eva: Membership) -> None:
    found = files(eva)

    assert names(found) == []
    assert not found.expired
