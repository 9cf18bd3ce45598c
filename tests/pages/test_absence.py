"""Beside what nobody has published stands, once a page, what that does not mean."""

import pytest
from django.test import Client

from tests.support import recorders

pytestmark = pytest.mark.usefixtures("texts")

SENTENCE = "That nothing has been published does not mean that nothing was done."
ABSENT = (
    "not published",
    "no progress published",
    "not reported",
    "No progress has been published",
)
PAGES = (
    "/en/",
    "/en/avtaler/2005-2009/",
    "/en/avtaler/2005-2009/matrise/",
    "/en/avtaler/2005-2009/alle-ar/",
    "/en/forpliktelser/",
    f"/en/forpliktelser/{recorders.REF}/",
    f"/en/forpliktelser/{recorders.REF}/historikk/",
    "/en/mal/2011-G2/",
    "/en/parter/KD/",
    "/en/vurderinger/",
    "/en/fylker/",
    "/en/fylker/12-hordaland/",
)


@pytest.mark.parametrize("address", PAGES)
def test_says_once_what_absence_does_not_mean(client: Client, address: str) -> None:
    page = recorders.page_text(client.get(address).content)

    assert any(words in page for words in ABSENT) or "historikk" in address
    assert page.count(SENTENCE) == 1
