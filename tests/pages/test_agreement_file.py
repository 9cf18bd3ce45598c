"""An agreement as a file: its text and its commitments, the same in every language."""

import json
from typing import Final

import pytest
from django.test import Client

from agreements.models import Agreement
from commitments.pages.frame import PREFIXES

SLUGS: Final = ("2005-2009", "2011-2013")


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_file_is_the_same_in_every_language(client: Client, slug: str) -> None:
    files = {client.get(f"{prefix}/avtaler/{slug}.json").content for prefix in PREFIXES.values()}

    assert len(files) == 1


@pytest.mark.usefixtures("texts")
def test_the_file_holds_the_agreement_its_text_and_its_commitments(client: Client) -> None:
    content = client.get("/avtaler/2011-2013.json").content.decode()

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
        "merknad": agreement.segments.get(anchor="A1").note,
        "omrade": ["barnehage", "grunnopplaering"],
        "stortingsmelding": None,
    }


@pytest.mark.usefixtures("texts")
def test_a_commitment_in_the_file_has_the_registers_names_and_values(client: Client) -> None:
    of_agreement = json.loads(client.get("/avtaler/2011-2013.json").content)["forpliktelser"]
    register = client.get("/forpliktelser.json?avtale=2011-2013").getvalue()

    assert of_agreement == [
        {name: value for name, value in row.items() if name in of_agreement[0]}
        for row in json.loads(register)["forpliktelser"]
    ]
