"""«Slik gjør du» through the whole stack."""

import pytest
from django.test import Client

from tests import desk

pytestmark = pytest.mark.usefixtures("texts")


@pytest.mark.parametrize("party", ["KD", "KS"])
def test_tells_how_and_what_the_states_mean(party: str) -> None:
    page = desk.page_text(desk.client_of(desk.editor(party)).get("/en/arbeid/hjelp/").content)

    for heading in ("Record progress", "Approve or return", "Correct or withdraw"):
        assert heading in page
    assert "withdrawn The party no longer stands by the entry" in page


def test_is_linked_from_the_workspace() -> None:
    page = desk.client_of(desk.editor()).get("/en/arbeid/").content.decode()

    assert 'href="/en/arbeid/hjelp/"' in page


def test_is_for_those_who_have_signed_in() -> None:
    assert Client().get("/arbeid/hjelp/").status_code == 302
