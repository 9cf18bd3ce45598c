"""Writes the error pages that the proxy shows itself, for example while the portal is down."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, no_translations
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from agreements.pages import PREFIXES
from commitments.pages.frame import FrameOfFile

FOLDER: Final = "feil"  # in the static files; docs/nginx.conf names it
PAGES: Final = {
    400: "400.html",
    404: "404.html",
    413: "proxy/413.html",
    414: "proxy/414.html",
    500: "proxy/500.html",
    502: "proxy/502.html",
    503: "proxy/503.html",
    504: "proxy/504.html",
}


class Command(BaseCommand):
    """Writes each page in each language into the folder of static files."""

    help = "Write the error pages of the proxy into the folder of static files."

    @no_translations
    def handle(self, *args: object, **options: object) -> None:
        """Write all pages."""
        for language, prefix in PREFIXES.items():
            folder = Path(settings.STATIC_ROOT, FOLDER, language)
            folder.mkdir(parents=True, exist_ok=True)
            for status, template in PAGES.items():
                page = _page(template, language, f"{prefix}/")
                (folder / f"{status}.html").write_text(page, encoding="utf-8")


def _page(template: str, language: str, front: str) -> str:
    """Render the page for a reader. A request would bring its own frame, so none is passed."""
    frame = FrameOfFile(RequestFactory().get(front))
    with translation.override(language):
        return render_to_string(template, {"page": frame})
