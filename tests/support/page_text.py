"""Pages as tests read them: without the white space that only lays out the templates."""

import re
from typing import Final

from django.http import HttpResponse

KEPT: Final = re.compile(r"(<(?P<name>pre|textarea)\b.*?</(?P=name)>)", re.DOTALL)
BLOCK: Final = re.compile(
    r"\s*(</?(?:!doctype|article|aside|body|blockquote|caption|dd|details|div|dl|dt|fieldset|footer"
    r"|form|h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|noscript|ol|optgroup|option|p"
    r"|script|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
    r"|input(?= type=\"hidden\"))\b[^>]*>)\s*",
    re.ASCII | re.IGNORECASE,  # a space that does not break is no white space
)

TERM: Final = re.compile(r'<a class="kv-term"[^>]*>([^<]*)</a>')


def without_layout(page: str) -> str:
    """HTML without white space beside blocks; elsewhere one space stands for any run of it.

    The links of the glossary inside a wording are left out.
    """
    page = TERM.sub(r"\1", page)
    parts = KEPT.split(page)
    del parts[2::3]  # the names of the elements whose white space counts
    for i in range(0, len(parts), 2):
        spaced = re.sub(r" (/?>)", r"\1", re.sub(r"\s+", " ", parts[i], flags=re.ASCII))
        parts[i] = BLOCK.sub(r"\1", spaced)
    return "".join(parts)


def text(response: HttpResponse) -> str:
    """The text of a response, a page without its layout."""
    found = response.content.decode(response.charset or "utf-8")
    is_page = response.get("Content-Type", "").startswith("text/html")
    return without_layout(found) if is_page else found
