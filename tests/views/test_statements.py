"""The accessibility and privacy statements: who answers, and where to complain."""

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

PAGES = ("/en/tilgjengelighet/", "/en/personvern/")


@pytest.mark.parametrize("page", PAGES)
def test_names_who_runs_the_portal(client: Client, settings: LazySettings, page: str) -> None:
    settings.OWNER, settings.CONTACT = "Prøvedirektoratet", "post@example.no"

    text = client.get(page).content.decode()

    assert "The portal is run by Prøvedirektoratet." in text
    assert "Contact: post@example.no" in text


@pytest.mark.parametrize("page", PAGES)
def test_says_so_where_nobody_is_named(client: Client, settings: LazySettings, page: str) -> None:
    settings.OWNER = settings.CONTACT = ""

    text = client.get(page).content.decode()

    assert "Who runs the portal is not stated." in text
    assert "Contact: not stated." in text


def test_accessibility_names_the_standard_the_gaps_and_the_authority(client: Client) -> None:
    text = client.get("/en/tilgjengelighet/").content.decode()

    assert "WCAG 2.1 at levels A and AA" in text
    assert "What we know is missing" in text
    assert 'href="https://www.uutilsynet.no/"' in text


def test_privacy_promises_what_the_answer_keeps(client: Client) -> None:
    response = client.get("/en/personvern/")

    assert "It sets no cookies for readers" in response.content.decode()
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
