"""The pages that the proxy shows on its own: in each language, without script or database."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings
from django.core.management import call_command
from pytest_django import Settings

from commitments.management.commands.write_error_pages import FOLDER, PAGES

LANGUAGES: Final = [code for code, _name in settings.LANGUAGES]
SITE: Final = (settings.BASE_DIR / "docs" / "nginx.conf").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The folder with the pages, written without a database."""
    settings.STATIC_ROOT = tmp_path
    call_command("write_error_pages")
    return tmp_path / FOLDER


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", PAGES)
def test_each_page_is_whole_and_loads_no_script(folder: Path, status: int, language: str) -> None:
    page = (folder / language / f"{status}.html").read_text("utf-8")

    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert "<script" not in page
    assert 'name="robots" content="noindex"' in page
    assert settings.ORIGIN not in page


@pytest.mark.parametrize("status", [413, 500, 502, 503, 504])
def test_a_refused_form_hears_what_became_of_its_text(folder: Path, status: int) -> None:
    page = (folder / "en" / f"{status}.html").read_text("utf-8")

    assert "has kept a copy of the text" in page
    known = "it was not received" in page
    assert known == (status not in {502, 504})
    assert ("not certain that it was received" in page) == (status in {502, 504})


def test_the_site_names_every_page_and_no_other() -> None:
    named = re.findall(rf"/static/{FOLDER}/\$portal_language/(\d+)\.html;", SITE)

    assert {int(status) for status in named} == set(PAGES)
