"""What public pages count and deny, read back from their HTML."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final
from urllib.parse import urljoin

from django.test import Client
from lxml import html

PAGES: Final = (
    "/en/",
    "/en/avtaler/2005-2009/alle-ar/",
    "/en/avtaler/2005-2009/matrise/",
    "/en/avtaler/2011-2013/alle-ar/",
    "/en/avtaler/2011-2013/matrise/",
    "/en/metode/lofter/",
    "/en/parter/",
    "/en/parter/KD/",
    "/en/parter/KS/",
)


@dataclass(frozen=True)
class Claim:
    """A number of a page, with the address of the list that holds the rows counted."""

    page: str
    number: int
    text: str
    address: str


def claims(client: Client, page: str) -> Iterator[Claim]:
    """Every number that a page links to its rows."""
    for link in tree(client, page).xpath("//a[@data-antall]"):
        address = urljoin(page, link.get("href"))
        yield Claim(page, int(link.get("data-antall")), text_of(link), address)


def listed(client: Client, address: str) -> int:
    """How many rows a list has: what it says itself, which its file must bear out.

    The matrix counts commitments; its file has a row for each party and year of them.
    """
    [said] = tree(client, address).xpath("//*[@id='treff']/strong")
    number = int(text_of(said).split()[0].replace("\N{NO-BREAK SPACE}", "").replace(",", ""))
    file = client.get(re.sub(r"^/en(/.*?)/(\?|$)", r"\1.csv\2", address))
    rows: Sequence[Any] = list(csv.DictReader(StringIO(b"".join(file).decode("utf-8-sig"))))
    counted = {row["referanse"] for row in rows} if "/matrise/" in address else rows
    assert len(counted) == number, address
    return number


def tree(client: Client, address: str) -> Any:
    """The page as a tree of elements."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.text)


def text_of(element: Any) -> str:
    """The text of an element, with single spaces."""
    return " ".join(element.text_content().split())
