"""What stands above and below every page about an agreement."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from agreements.models import Agreement

Link = dict[str, str]


def list_frame() -> dict[str, Any]:
    """Trail, citation and downloads of the list of agreements."""
    return {
        "trail": _trail(),
        "citation": gettext("The agreements"),
        "downloads": [_link(gettext("JSON"), "agreements:agreement_list_json")],
    }


def agreement_frame(agreement: Agreement) -> dict[str, Any]:
    """Trail, citation and downloads of the annotated agreement."""
    return {
        "trail": [*_trail(), _agreement_link(agreement)],
        "citation": _agreement_name(agreement),
        "downloads": _downloads(agreement),
    }


def text_frame(agreement: Agreement) -> dict[str, Any]:
    """Trail, citation and downloads of the page with the bare text."""
    here = _link(gettext("The text, word for word"), "agreements:agreement_text", agreement.slug)
    citation = gettext("The text of the agreement %(name)s") % {"name": agreement.short_name}
    return {
        "trail": [*_trail(), _agreement_link(agreement), here],
        "citation": citation,
        "downloads": _downloads(agreement),
    }


def _trail() -> list[Link]:
    return [
        _link(gettext("Front page"), "commitments:front"),
        _link(gettext("Agreements"), "agreements:agreement_list"),
    ]


def _downloads(agreement: Agreement) -> list[Link]:
    return [
        _link(gettext("Plain text"), "agreements:agreement_source", agreement.slug),
        _link(gettext("JSON"), "commitments:agreement_json", agreement.slug),
    ]


def _agreement_name(agreement: Agreement) -> str:
    return gettext("The agreement %(name)s") % {"name": agreement.short_name}


def _agreement_link(agreement: Agreement) -> Link:
    return {"label": _agreement_name(agreement), "url": agreement.get_absolute_url()}


def _link(label: str, name: str, *args: str) -> Link:
    return {"label": label, "url": reverse(name, args=args)}
