import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client

from commitments.actions import conclusions
from commitments.models import DatabaseMark, Revision
from tests import desk, table

ADDRESS = "/avtaler/2011-2013/evalueringer/2012.pdf"
HOSTILE = (
    '#eval("1+1") #image("/etc/passwd") #read("/etc/passwd") $x$ `kode` *fet* <etikett> @ref \\'
    " // bort /* bort */ https://www.example.no/ <script>alert(1)</script> 😀 שלום \u202e snudd"
)


@pytest.fixture
def signed(texts: None) -> Revision:
    """KD and KS disagree on F2; KS amended F3 after the reveal; the conclusion is in nynorsk."""
    found = table.evaluation_in("revealed")
    found.amend("KS", "2011-F3", narrative=HOSTILE)
    text = "Eksempel: vi er usamde om F2.\n\nMen «samde» – om resten. Š ŋ"
    proposal = conclusions.propose(
        found.evaluation, by=found.editors["KD"], text=text, language="nn"
    )
    conclusions.accept(proposal, by=found.approvers["KS"])
    found.sign("KD")
    found.sign("KS")
    return Revision.objects.get()


def test_x(signed: Revision) -> None:
    from pathlib import Path
    r = Client().get(ADDRESS)
    assert r.status_code == 200
    Path("/tmp/d/x.pdf").write_bytes(r.content)
