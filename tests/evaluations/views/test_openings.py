"""Opening an evaluation by the form."""

import pytest

from commitments.evaluations.models import Evaluation
from tests.support import evaluation_states, recorders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]


def test_the_secretariat_opens_a_year_and_2005_with_a_document_alone() -> None:
    client = recorders.client_of(evaluation_states.laid(year=2013).secretariat)
    page = client.get("/en/arbeid/evalueringer/apne/").text
    assert ">2005 (2005–2009), doubtful year</option>" in page
    key = page.split(">2005 (2005")[0].rsplit('value="', 1)[1].split('"')[0]
    typed = {
        "evaluation_year": key,
        "deadline_on": "2040-01-15",
        "grace_until_on": "2040-03-15",
        "meeting": "",
    }

    refused = recorders.page_text(client.post("/en/arbeid/evalueringer/apne/", typed).content)
    assert "Attach a document that shows that it did." in refused
    paper = {"source-title": "Eksempel: vedtak", "source-address": "https://www.example.no/vedtak"}
    client.post("/en/arbeid/evalueringer/apne/", {**typed, **paper})

    evaluation = Evaluation.objects.get(evaluation_year__year=2005)
    assert evaluation.opening_source is not None
