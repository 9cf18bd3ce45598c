"""An agreement as a file: its text and its commitments, the same in every language."""

import json
from typing import Final

import pytest
from django.test import Client

from agreements.applied_texts import NEWEST
from agreements.facts import json_file
from agreements.models import Agreement, EvaluationYear
from agreements.pages import PREFIXES
from commitments.pages.agreement_file import agreement_file
from tests.support.published_entries import publish_entry

pytestmark = pytest.mark.usefixtures("texts")

SLUGS: Final = ("2005-2009", "2011-2013")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_file_is_the_same_in_every_language(client: Client, slug: str) -> None:
    files = {client.get(f"{prefix}/avtaler/{slug}.json").content for prefix in PREFIXES.values()}

    assert len(files) == 1


def test_the_file_holds_the_agreement_its_text_and_its_commitments(client: Client) -> None:
    content = client.get("/avtaler/2011-2013.json").text

    file = json.loads(content)
    agreement = Agreement.objects.get(slug="2011-2013")
    assert "grunnsopplæringen" in content
    assert file["avtale"]["sha256_fil"] == agreement.source_sha256
    assert file["avtale"]["sha256_tekst"] == agreement.text_sha256
    assert " ".join(row["tekst"] for row in file["segmenter"]) == " ".join(
        agreement.source_text.split()
    )
    assert [row["nummer"] for row in file["segmenter"]] == list(range(1, 45))
    assert len(file["forpliktelser"]) == 17
    assert file["segmenter"][5] | {"tekst": ""} == {
        "nummer": 6,
        "art": "mal",
        "referanse": "2011-A1",
        "anker": "A1",
        "tekst": "",
        "listemerke": None,
        "fortsetter_setningen": False,
        "kortnavn": "Økt kvalitet i barnehage og grunnopplæring",
        "merknad": agreement.segments.get(anchor="A1").note["nb"],
        "omrade": ["barnehage", "grunnopplaering"],
        "stortingsmelding": None,
    }


def test_a_commitment_in_the_file_has_the_registers_names_and_values(client: Client) -> None:
    of_agreement = json.loads(client.get("/avtaler/2011-2013.json").content)["forpliktelser"]
    register = client.get("/forpliktelser.json?avtale=2011-2013").getvalue()

    rows = json.loads(register)["forpliktelser"]
    left_out = {name for name in rows[0] if name not in of_agreement[0]}
    assert of_agreement == [
        {name: value for name, value in row.items() if name not in left_out} for row in rows
    ]
    # The agreement stands at the top of the file, and nothing of it is what the parties said since.
    said = ("status", "vurdering", "samlet", "ordlyd_vurdert", "ansvarlig_vurdert")
    assert {name for name in left_out if not name.startswith(said)} == {"avtale", "per_dato"}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_served_file_says_what_the_module_gives(client: Client, slug: str) -> None:
    years = EvaluationYear.objects.with_counted()
    agreement = Agreement.objects.with_parties().with_evaluation_years(years).get(slug=slug)

    served = json.loads(client.get(f"/avtaler/{slug}.json").content)

    assert json.loads(json_file(agreement_file(agreement, NEWEST)).content) == served


def test_the_file_says_nothing_of_what_the_parties_said_since(client: Client) -> None:
    before = client.get("/avtaler/2011-2013.json").content

    publish_entry("2012-03-15", "done", ref="2011-F2")

    assert client.get("/avtaler/2011-2013.json").content == before
