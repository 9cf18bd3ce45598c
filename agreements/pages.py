"""Links around a page: breadcrumbs above it, and links below pages about an agreement."""

from typing import Final, TypedDict

from django.conf import settings
from django.db.models import Model
from django.shortcuts import resolve_url
from django.utils.translation import get_language_from_path, gettext

from agreements.models import Agreement

Link = dict[str, str]

# The prefix of a path in each language.
PREFIXES: Final = {
    code: "" if code == settings.LANGUAGE_CODE else f"/{code}" for code, _name in settings.LANGUAGES
}


class Surroundings(TypedDict):
    """What surrounds a page: breadcrumbs, citation, and files."""

    trail: list[Link]
    citation: str
    downloads: list[Link]


def link(label: str, to: str | Model, *args: object) -> Link:
    """Return a link to a named page with its arguments, to a URL, or to a row's own page."""
    return {"label": label, "url": resolve_url(to, *args)}


def path_in_bokmal(path: str) -> str:
    """Return the path without its language prefix."""
    language = get_language_from_path(path)
    return path.removeprefix(f"/{language}") if language else path


def trail(*steps: Link) -> list[Link]:
    """Return breadcrumbs from the front page; the last step is the page itself."""
    return [link(gettext("Front page"), "commitments:front"), *steps]


def work_trail(*steps: Link) -> list[Link]:
    """Return breadcrumbs from the workspace's start page; the last step is the page itself."""
    return [link(gettext("My work"), "commitments:workspace"), *steps]


def list_frame() -> Surroundings:
    """Return breadcrumbs, citation and downloads of the list of agreements."""
    return {
        "trail": _agreements(),
        "citation": gettext("The agreements"),
        "downloads": [link(gettext("JSON"), "agreements:agreement_list_json")],
    }


def agreement_frame(agreement: Agreement, query: str = "") -> Surroundings:
    """Return breadcrumbs, citation and downloads of the annotated agreement for ``query``."""
    return {
        "trail": _agreements(_agreement_link(agreement)),
        "citation": _agreement_name(agreement),
        "downloads": _downloads(agreement, query),
    }


def text_frame(agreement: Agreement) -> Surroundings:
    """Return breadcrumbs, citation and downloads of the page with the bare text."""
    here = link(gettext("The text, word for word"), "agreements:agreement_text", agreement.slug)
    citation = gettext("Text of the %(name)s agreement") % {"name": agreement.short_name}
    return {
        "trail": _agreements(_agreement_link(agreement), here),
        "citation": citation,
        "downloads": _downloads(agreement),
    }


def _agreements(*steps: Link) -> list[Link]:
    return trail(link(gettext("Agreements"), "agreements:agreement_list"), *steps)


def _downloads(agreement: Agreement, query: str = "") -> list[Link]:
    json = link(gettext("JSON"), "commitments:agreement_json", agreement.slug)
    return [
        link(gettext("Plain text"), "agreements:agreement_source", agreement.slug),
        {**json, "url": json["url"] + query},
    ]


def _agreement_name(agreement: Agreement) -> str:
    return gettext("The %(name)s agreement") % {"name": agreement.short_name}


def _agreement_link(agreement: Agreement) -> Link:
    return link(_agreement_name(agreement), agreement)
