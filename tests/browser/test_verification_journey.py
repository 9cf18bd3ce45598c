"""A reader who distrusts both parties: checks a signed evaluation, and then without the portal."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commitments.evaluations.revisions.models import Revision
from tests.support import evaluation_states

pytestmark = pytest.mark.process

YEAR = "/avtaler/2011-2013/evalueringer/2012/"


def downloaded(page: Page, name: str, folder: Path) -> str:
    """The file behind a link, as it came over the wire."""
    address = page.get_by_role("link", name=name, exact=True).get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.ok
    target = folder / f"{name.replace('/', '')}.fil"
    target.write_bytes(answer.body())
    return str(target)


def test_a_reader_verifies_downloads_and_recomputes(page: Page, tmp_path: Path) -> None:
    evaluation_states.evaluation_in("signed")
    revision = Revision.objects.get()

    page.goto(YEAR)
    assert Path(downloaded(page, "PDF", tmp_path)).read_bytes().startswith(b"%PDF-1.7")
    page.get_by_role("link", name="Etterprøv revisjon 1").first.click()

    expect(page.get_by_role("main")).to_contain_text("Stemmer med det som ble publisert.")
    expect(page.get_by_text(revision.revision_sha256).first).to_be_visible()
    names = ["Innholdet (JSON)", "Seglet (JSON)", "etterprov.py"]
    content, seal, script = (downloaded(page, name, tmp_path) for name in names)
    done = subprocess.run(  # noqa: S603 (the script that the page gave)
        [sys.executable, "-I", script, content, seal], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert f"Revisjonens SHA-256: {revision.revision_sha256}" in done.stdout

    page.get_by_role("link", name="Slik gjør du").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Etterprøv selv")
    expect(page.get_by_text(revision.revision_sha256)).to_be_visible()
