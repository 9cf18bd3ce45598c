"""The cookie by which a browser knows that the portal has received a form."""

from typing import Any, Final

import pytest
from django.test import Client

from commitments.foundation.choices import State
from commitments.people.models import Membership
from commitments.progress.models import ProgressEntry
from tests.support import recorders
from tests.support.recorders import REF, SAVED, SENT, fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

NEW: Final = f"/en/arbeid/forpliktelser/{REF}/ny/"
MARK: Final = "0123456789abcdef" * 2


@pytest.fixture
def eva() -> Membership:
    return recorders.editor()


@pytest.fixture
def kd(eva: Membership) -> Client:
    return recorders.client_of(eva)


def received(client: Client, **changed: Any) -> str | None:
    """The mark that the answer to a form repeats."""
    answer = client.post(NEW, fields(**{"copy_mark": MARK, **changed}))
    cookie = answer.cookies.get("received")
    return cookie.value if cookie else None


@pytest.mark.parametrize("button", [SAVED, SENT], ids=["save", "send"])
def test_a_saved_form_is_received(button: dict[str, str], kd: Client) -> None:
    assert received(kd, **button) == MARK


def test_a_form_that_is_shown_again_with_its_errors_is_received(kd: Client) -> None:
    assert received(kd, status="", **SENT) == MARK
    assert not ProgressEntry.objects.exists()


def test_a_conflict_with_both_texts_is_received(kd: Client, eva: Membership) -> None:
    entry = recorders.taken_to(State.SUBMITTED, by=eva)

    assert received(kd, token=str(entry.token), narrative="Eksempel: annet.") == MARK


def test_scripts_read_it_on_this_site_alone_and_for_a_minute(kd: Client) -> None:
    answer = kd.post(NEW, fields(copy_mark=MARK, **SAVED))

    cookie = answer.cookies["received"]
    assert (cookie["samesite"], cookie["max-age"], cookie["path"]) == ("Strict", 60, "/")
    assert not cookie["httponly"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_refusal_confirms_nothing(kd: Client) -> None:
    theirs = recorders.taken_to(State.DRAFT, by=recorders.editor("KS"))

    assert received(kd, token=str(theirs.token)) is None
    assert received(kd, narrative="a" * 6_000_000) is None


def test_the_way_to_sign_in_confirms_nothing(kd: Client) -> None:
    kd.cookies.clear()

    assert received(kd) is None


@pytest.mark.parametrize("mark", [None, "", "x", MARK.upper(), f"{MARK}0", f"{MARK}; path=/x"])
def test_only_a_mark_of_ours_is_repeated(mark: str | None, kd: Client) -> None:
    assert received(kd, copy_mark=mark) is None


def test_a_page_that_is_read_sets_no_cookie(kd: Client) -> None:
    assert "received" not in kd.get(f"{NEW}?copy_mark={MARK}").cookies
