"""«Hva slags løfte er det»: the totals of product.md, section 1, counted from the texts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement
from commitments.register.models import Commitment
from tests.make import make_commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

Queries = Callable[[int], Any]


def row(client: Client, label: str) -> list[str]:
    """The cells of the table row with this label, as text."""
    html = client.get("/en/metode/lofter/").content.decode()
    found = re.search(rf'<th scope="row">{re.escape(label)}.*?</tr>', html, re.DOTALL)
    assert found, label
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[0], re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells]


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("to «arbeide for» (work for) something", ["4 of 18", "13 of 17"]),
        ("to «arbeide for» something, of those in a list", ["4 of 15", "12 of 14"]),
        ("to «sørge for» (ensure) or «tilføre» (provide) something", ["4 of 18", "0 of 17"]),
        ("something by a deadline of its own", ["1 of 18 2005-S3", "0 of 17"]),
        (
            "a definite thing or event",
            ["4 of 18 2005-F1 2005-S2 2005-S3 2005-S4", "1 of 17 2011-M2"],
        ),
        ("a number or an amount", ["0 of 18", "0 of 17"]),
    ],
)
def test_says_what_can_be_checked(client: Client, label: str, cells: list[str]) -> None:
    assert row(client, label) == cells


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("«arbeide for» (work for)", ["4", "13", "17"]),
        ("«sørge for» (ensure)", ["3", "0", "3"]),
        ("«tilføre» (provide)", ["1", "0", "1"]),
        ("«ha dialog» (have a dialogue)", ["0", "1", "1"]),
    ],
)
def test_counts_each_verb(client: Client, label: str, cells: list[str]) -> None:
    assert row(client, label) == cells


def test_every_count_leads_to_the_register(client: Client) -> None:
    text = client.get("/metode/lofter/").content.decode()

    assert '"/forpliktelser/?avtale=2011-2013&amp;loftetype=arbeide_for">13</a>' in text
    assert "avtale=2011-2013&amp;loftetype=tilfore" not in text


def test_a_number_in_a_new_wording_is_counted(client: Client) -> None:
    agreement = Agreement.objects.get(slug="2011-2013")
    make_commitment(agreement=agreement, position=1_000, wording="- Utdanne 300 lærere")

    assert row(client, "a number or an amount") == ["0 of 18", "1 of 18"]


def test_tables_say_what_they_hold(client: Client) -> None:
    text = client.get("/en/metode/lofter/").content.decode()

    assert text.count("<caption") == text.count("<table") == 2
    assert "<th>" not in text


def test_costs_the_same_with_ten_times_the_data(
    client: Client, django_assert_max_num_queries: Queries
) -> None:
    agreement = Agreement.objects.get(slug="2011-2013")
    for place in range(1_000, 1_000 + 9 * Commitment.objects.count()):
        make_commitment(agreement=agreement, position=place)

    with django_assert_max_num_queries(8):
        assert client.get("/metode/lofter/").status_code == 200
