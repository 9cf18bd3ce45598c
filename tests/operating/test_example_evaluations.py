"""The invented evaluations: their conclusions are true of the verdicts that they conclude."""

import re
import tomllib
from datetime import date
from typing import Any, Final

import pytest

from commitments.evaluations.combined_reading import StatedVerdict, reading
from commitments.operating.example_evaluations import FILE
from commitments.register.models import Commitment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]

EVALUATIONS: Final = tomllib.loads(FILE.read_text("utf-8"))["evaluation"]
SIGNED: Final = [row for row in EVALUATIONS if row["state"] == "signed"]
ENTRIES: Final = tomllib.loads(FILE.with_name("entries.toml").read_text("utf-8"))["entry"]
REF: Final = re.compile(r"\d{4}-[A-Z]+\d+")
KINDS: Final = {
    "disagree": "uenige",
    "agree_other_reason": "ulik årsak",
    "only_kd": "vurdert av KS",
}


def stated(evaluation: dict[str, Any]) -> dict[tuple[str, str], StatedVerdict]:
    """What each party holds in the end, by reference and party."""
    return {
        (ref, row["party"]): StatedVerdict(
            row["verdict"], row.get("reason", ""), row.get("gap", ""), row.get("reservation", "")
        )
        for row in [*evaluation["says"], *evaluation.get("amends", [])]
        for ref in row["refs"]
    }


def readings(evaluation: dict[str, Any]) -> dict[str, str | None]:
    """What the parties say together on each commitment that both are responsible for."""
    held = stated(evaluation)
    commitments = Commitment.objects.of_agreement(evaluation["agreement"]).in_text_order()
    joint = [row.ref for row in commitments if row.responsible.count() > 1]
    return {
        ref: reading({party: held.get((ref, party)) for party in ("KD", "KS")}, ["KD", "KS"])
        for ref in joint
    }


@pytest.mark.parametrize("evaluation", SIGNED, ids=lambda row: str(row["year"]))
def test_the_conclusion_counts_the_commitments_that_the_parties_agree_on(
    evaluation: dict[str, Any],
) -> None:
    found = readings(evaluation)

    agreed = [ref for ref, said in found.items() if str(said).startswith("agree")]
    counted = f"Partene er enige om {len(agreed)} av de {len(found)} forpliktelsene"
    assert counted in evaluation["conclusion"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("evaluation", SIGNED, ids=lambda row: str(row["year"]))
def test_the_conclusion_names_every_commitment_that_the_parties_read_differently(
    evaluation: dict[str, Any], kind: str
) -> None:
    sentences = evaluation["conclusion"].split(". ")
    named = [REF.findall(text) for text in sentences if KINDS[kind] in text]

    refs = [ref for ref, said in readings(evaluation).items() if said == kind]
    assert [ref for found in named for ref in found] == refs


@pytest.mark.parametrize("evaluation", EVALUATIONS, ids=lambda row: str(row["year"]))
def test_no_verdict_denies_what_the_party_itself_has_published(evaluation: dict[str, Any]) -> None:
    last = date(evaluation["year"], 12, 31)
    entries = [
        row
        for row in sorted(ENTRIES, key=lambda row: row["true_on"])
        if row["state"] == "published" and row["true_on"] <= last
    ]
    status = {(row["ref"], row["party"]): row["status"] for row in entries}

    denied = {("not_fulfilled", "done"), ("fulfilled", "stopped"), ("reservation_used", "done")}
    held = stated(evaluation)
    assert not [key for key in held if (held[key].verdict, status.get(key)) in denied]


def test_no_example_uses_the_retired_reason() -> None:
    assert "reservation_used" not in {
        row.get("reason") for evaluation in EVALUATIONS for row in evaluation["says"]
    }
