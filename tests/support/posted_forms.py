"""The forms of a page, read from its HTML and filled in as a person would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

TYPED: Final = frozenset({"text", "email", "url", "search", "textarea"})
SAMPLES: Final = {"email": "tekst{}@example.no", "url": "https://www.example.no/{}"}


@dataclass
class PageForm:
    """A form that posts: its address, the values it sends, and the fields that are typed into."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # the kind of each

    def filled(self) -> dict[str, list[str]]:
        """Everything it sends once each field holds a text that is found again."""
        return {**self.values, **{name: [text] for name, text in self.texts().items()}}

    def texts(self) -> dict[str, str]:
        """What is typed into each field."""
        return {
            name: SAMPLES.get(kind, "Eksempel: tekst nummer {}").format(number)
            for number, (name, kind) in enumerate(self.typed.items())
        }


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.open: PageForm | None = None
        self.by_id: dict[str, PageForm] = {}
        self.forms: list[PageForm] = []
        self.select: dict[str, str] = {}
        self.elsewhere: list[dict[str, str]] = []  # fields that name their form

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm(given.get("action") or self.address)
            if given.get("method") == "post":
                self.forms.append(self.open)
            if "id" in given:
                self.by_id[given["id"]] = self.open
        elif tag == "select":
            self.select = given
        elif tag == "option" and self.select.get("name") and "selected" in given:
            self.add({"type": "hidden", **self.select, **given})
        elif tag in {"input", "textarea"} and given.get("name"):
            given.setdefault("type", "text" if tag == "input" else tag)
            self.add(given)

    def add(self, given: dict[str, str]) -> None:
        """Add a field to the form that it names, or that it stands in."""
        if "form" in given:
            self.elsewhere.append(given)
        elif self.open is not None:
            take(self.open, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def take(form: PageForm, given: dict[str, str]) -> None:
    """Add a field to its form."""
    kind, name = given["type"], given["name"]
    if kind in TYPED and given.get("inputmode") != "numeric":
        form.typed[name] = "url" if given.get("inputmode") == "url" else kind
    elif kind not in {"password", "file", "submit"} and (
        kind not in {"checkbox", "radio"} or "checked" in given
    ):
        form.values.setdefault(name, []).append(given.get("value", ""))


def forms_of(page: str, address: str) -> list[PageForm]:
    """Every posting form of a page that was got from this address."""
    reader = _Reader(address)
    reader.feed(page)
    for given in reader.elsewhere:
        if given["form"] in reader.by_id:
            take(reader.by_id[given["form"]], given)
    return reader.forms
