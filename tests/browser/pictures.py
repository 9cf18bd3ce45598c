"""Pictures of every page type, wide and narrow, light, dark and on paper: ``make pictures``."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

os.environ.setdefault("LOCAL", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvalitet.settings")

import django
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import live_servers

FOLDER: Final = Path("var/pictures")
MODES: Final[Mapping[str, dict[str, Any]]] = {
    "light": {"media": "screen", "color_scheme": "light"},
    "dark": {"media": "screen", "color_scheme": "dark"},
    "print": {"media": "print", "color_scheme": "light"},
}
WIDTHS: Final = {"light": (1280, 360), "dark": (1280, 360), "print": (672,)}
OF_EXAMPLE: Final = {
    "evaluation, signed": "/avtaler/2011-2013/evalueringer/2011/",
    "evaluation, open": "/avtaler/2011-2013/evalueringer/2012/",
}
AT_WORK: Final = {  # pages of people of the example, by the beginning of their address
    "work KD": ("kd-redaktor@", "/arbeid/"),
    "work KD, form": ("kd-redaktor@", "/arbeid/forpliktelser/2011-F7/ny/"),
    "work KS, approver": ("ks-godkjenner@", "/arbeid/"),
    "work office": ("oslo-akershus@", "/arbeid/"),
    "work secretariat": ("sekretariat@", "/arbeid/"),
}


def main() -> None:
    """Take every picture of a fresh example database, and list them on a page."""
    django.setup()
    from tests.browser.conftest import FLAGS, NAMES  # noqa: PLC0415  # they read the models
    from tests.browser.test_pages import PAGES  # noqa: PLC0415

    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.exit("Chromium is not installed.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    url = f"sqlite:///{(FOLDER / 'example.sqlite3').resolve()}"
    for command in (("migrate", "-v0"), ("load_agreements",), ("load_example",)):
        live_servers.manage(url, *command)
    with live_servers.servers(url) as [port], sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        taken = dict(_taken(browser, f"http://localhost:{port}", {**PAGES, **OF_EXAMPLE}))
        browser.close()
    index = FOLDER / "index.html"
    index.write_text("\n".join(_lines(taken)), "utf-8")
    sys.stdout.write(f"{index}\n")


def _taken(
    browser: Browser, site: str, paths: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """Take the pictures of each page; yield its name and their files."""
    page = browser.new_page(base_url=site)
    for name, path in paths.items():
        page.goto(path)
        yield name, list(_pictures(page, name))
    for name, (person, path) in AT_WORK.items():
        page = browser.new_page(base_url=site)
        page.goto("/konto/eksempel/")
        page.get_by_role("button", name=person).click()
        page.goto(path)
        yield name, list(_pictures(page, name))


def _pictures(page: Page, name: str) -> Iterator[str]:
    """Take the pictures of the page that is open."""
    for mode, media in MODES.items():
        page.emulate_media(**media, reduced_motion="reduce")
        for width in WIDTHS[mode]:
            page.set_viewport_size({"width": width, "height": 900})
            file = f"{name.replace(',', '').replace(' ', '-')}-{width}-{mode}.png"
            page.screenshot(path=FOLDER / file, full_page=True)
            yield file


def _lines(taken: Mapping[str, list[str]]) -> Iterator[str]:
    yield '<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title>'
    for name, files in taken.items():
        yield f"<h2>{escape(name)}</h2>"
        for file in files:
            yield f'<a href="{file}"><img src="{file}" alt="{file}" height="400"></a>'


if __name__ == "__main__":
    main()
