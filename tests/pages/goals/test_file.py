"""The goals as files: a row for each goal and commitment that go together."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from agreements.models import Goal
from agreements.pages import PREFIXES
from commitments.pages.goals.file import GoalFileRow
from commitments.pages.goals.groups import grouped
from commitments.register.models import Commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


def file_rows(client: Client) -> list[dict[str, str]]:
    body = client.get("/mal.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(body, newline=""), strict=True))


def test_the_files_have_a_row_for_each_goal_and_commitment(client: Client) -> None:
    rows = file_rows(client)
    expected = [
        (goal.ref, row.commitment.ref, group.anchor)
        for goal, groups in grouped(Goal.objects.for_page(), Commitment.objects.in_text_order())
        for group in groups
        for row in group.rows
    ]

    assert [(row["referanse"], row["forpliktelse"], row["basis"]) for row in rows] == expected
    assert tuple(rows[0]) == GoalFileRow._fields
    found: Any = {(row["referanse"], row["forpliktelse"]): row for row in rows}
    shared = found["2011-G2", "2011-F1"]
    assert shared["ord_i_forpliktelsen"] == "gjennomføring i videregående skoler"
    assert shared["ord_i_malet"] == "gjennomføre videregående opplæring"
    assert shared["bekreftelse"] == "forslag"
    assert shared["kortnavn"] == "Gjennomføring av videregående opplæring"
    assert found["2011-G2", "2011-M2"]["bekreftelse"] == ""


def test_the_files_are_the_same_in_every_language(client: Client) -> None:
    for ending in ("csv", "json"):
        for path in (f"/mal.{ending}", f"/mal/2011-G2.{ending}"):
            bodies = {client.get(f"{prefix}{path}").getvalue() for prefix in PREFIXES.values()}
            assert len(bodies) == 1


def test_the_json_of_a_goal_has_its_rows_alone(client: Client) -> None:
    whole = json.loads(client.get("/mal/2011-V1.json").getvalue())

    assert [row["forpliktelse"] for row in whole["mal-2011-v1"]] == ["2011-M2", "2011-F14"]
