"""What answers cost beside (c) and a plain Django: half of what is wanted is asked, for the margin.

``make bench`` measures the same, longer and against the whole targets.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

import pytest

from tests.bench import files, filling, rounds, rows, servers
from tests.bench.filling import Filled
from tests.bench.pages import UNCACHED
from tests.bench.report import Finding
from tests.bench.rounds import Candidate

pytestmark = [pytest.mark.long, pytest.mark.process]

ROUNDS: Final = 3
MADE: Final = (
    Filled("empty", "", [["migrate", "-v", "0"]]),
    Filled("some", "empty", [["fill_for_measuring", "100", "--entries", "10"]], times=8),
)
UNSTORED: Final = {"register": "/forpliktelser/", "progress": "/framdrift/"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with 12,000 entries."""
    urls = {one.name: f"sqlite:///{tmp_path}/{one.name}.sqlite3" for one in MADE}
    filling.in_files(urls, MADE)
    return urls["some"]


def test_nothing_costs_twice_what_is_wanted(url: str) -> None:
    with rounds.generator() as load:
        found = [*_pages(load, url), *_files(load, url)]

    too_dear = [
        row.line()
        for row in found
        if (
            2 * median(row.ratios) < row.limit
            if row.at_least
            else median(row.ratios) > 2 * row.limit
        )
    ]
    assert too_dear == []


def _pages(load: rounds.Generator, url: str) -> Iterator[Finding]:
    """Stored pages beside (c), others beside the plain ones."""
    wanted = [row for row in rows.rows() if row.target == "T1"]
    pages = [one for one in rows.candidates("", "1") if one.server in {"stored", rows.REFERENCE}]
    for page, path in UNSTORED.items():
        wanted.append(rows.Row("T4", page, f"portal {page}", f"plain {page}", 0.5, faster=True))
        for kind, address in (("portal", path), ("plain", f"/{page}/")):
            pages.append(Candidate(f"{kind} {page}", kind, address, ("MAALING-",), 5_000))
    with (
        servers.reference() as reference,
        servers.portal("stored", url) as stored,
        servers.portal("portal", url, **UNCACHED) as portal,
        servers.plain("plain", url) as plain,
    ):
        running = {one.name: one for one in (reference, stored, portal, plain)}
        costs = rounds.Rounds(load, running, ()).measure(pages, ROUNDS)
    yield from (row.finding(costs) for row in wanted)


def _files(load: rounds.Generator, url: str) -> Iterator[Finding]:
    """Rows of files beside those of a plain stream; how long a first byte takes is left out."""
    with servers.plain("plain", url) as plain, servers.portal("portal", url) as portal:
        found = list(files.Files(load, "sqlite", plain, portal).findings(ROUNDS))
    yield from (row for row in found if not row.unit)
