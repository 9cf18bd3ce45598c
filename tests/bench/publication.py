"""T12: two hundred readers of one page at the moment something is published."""

import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import psycopg

from tests.bench import people, servers
from tests.bench.databases import Databases
from tests.bench.filling import WRITTEN
from tests.bench.load import Order
from tests.bench.report import Finding
from tests.bench.rounds import Generator, request
from tests.support import live_servers

_PAGE: Final = f"/forpliktelser/{people.COMMITMENT}/"
_READERS: Final = 200
_ANSWERS: Final = 80  # of each reader: they read on when the new version is known
_BEFORE: Final = 0.5  # seconds of reading until it is published
_STATEMENT: Final = re.compile(r"statement: (SELECT .*)")
_LONGEST: Final = 160  # characters by which statements are told apart
_FLUSHED: Final = 0.5  # seconds until the server's log is on the disk
_WORKERS: Final = 2


def measure(load: Generator, found: Databases) -> Iterator[Finding]:
    """How often each process made the page, and how long readers waited.

    A page that is made asks the database what no stored one does: PostgreSQL's log, in which this
    database notes each statement, says how often.
    """
    url = found.postgres[WRITTEN]
    with psycopg.connect(url.replace("postgres:", "postgresql:", 1), autocommit=True) as own:
        own.execute("ALTER DATABASE written SET log_statement = 'all'")
        try:
            with servers.portal("portal", url) as portal:
                yield from _Moment(load, portal, found.log).findings()
        finally:
            own.execute("ALTER DATABASE written RESET log_statement")


class _Moment:
    """The moment of a publication in a running portal."""

    def __init__(self, load: Generator, portal: servers.Server, log: Path) -> None:
        self._load, self._portal, self._log = load, portal, log

    def findings(self) -> Iterator[Finding]:
        """The readers ask for a page that both processes have stored, until it changes."""
        pk = people.submitted_entry(self._portal.port)
        begun = self._log.stat().st_size
        live_servers.ask(self._portal.port, _PAGE)
        once = self._statements(begun)
        self._read(readers=8, answers=10)
        begun = self._log.stat().st_size
        publisher = threading.Timer(_BEFORE, people.publish, (self._portal.port, pk))
        publisher.start()
        each = self._read(_READERS, _ANSWERS)
        publisher.join()
        asked = self._statements(begun)
        made = median(asked[text] / number for text, number in once.items())
        if not made:
            sys.exit("Nobody read after the publication, so nothing was measured.")
        points = quantiles(each, n=100)
        note = f"p50 {1000 * points[49]:.0f} ms, p99 {1000 * points[98]:.0f} ms"
        yield Finding("T12", "renders of a page by a process", [made / _WORKERS], 1, note=note)
        yield Finding("T12", "p99 beside p50 of 200 readers", [points[98] / points[49]], 10)

    def _read(self, readers: int, answers: int) -> list[float]:
        order = Order(
            self._portal.port, [request(_PAGE)], count=readers * answers, lines=readers,
            words=[people.COMMITMENT], least=5_000,
        )  # fmt: skip
        return self._load.send(order).each

    def _statements(self, begun: int) -> Counter[str]:
        """What was asked since, by how the statement begins."""
        time.sleep(_FLUSHED)
        with self._log.open("rb") as file:
            file.seek(begun)
            said = file.read().decode(errors="replace")
        return Counter(text[:_LONGEST] for text in _STATEMENT.findall(said))
