"""Every target that compares what two pages cost."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench import people, rows, servers
from tests.bench.databases import Databases
from tests.bench.report import Finding, say
from tests.bench.rounds import Generator, Rounds
from tests.bench.rows import REFERENCE
from tests.support import live_servers

UNCACHED: Final = {"CACHE_URL": "dummycache://"}  # the portal then stores no page anywhere


def measure(load: Generator, found: Databases, only: set[str], rounds: int) -> Iterator[Finding]:
    """A row for each target that is asked for; the candidates of all of them take turns."""
    wanted = [row for row in rows.rows() if not only or row.target in only]
    if not wanted:
        return
    names = {row.own for row in wanted} | {row.other for row in wanted} | {REFERENCE}
    with started(found) as running:
        cookies = people.sign_in(running["example"].port)
        last = _last_page(running["many"].port)
        asked = [one for one in rows.candidates(cookies, last) if one.name in names]
        if left_out := {one.name for one in asked if one.server not in running}:
            say("There is no nginx (apt install nginx, or make .venv/dev): T2 is left out.")
            asked = [one for one in asked if one.name not in left_out]
            wanted = [row for row in wanted if row.own not in left_out]
        costs = Rounds(load, running, (found.server,)).measure(asked, rounds)
    yield from (row.finding(costs) for row in wanted)
    yield from rows.alone(costs)


@contextmanager
def started(found: Databases) -> Iterator[dict[str, servers.Server]]:
    """The servers that the candidates name."""
    with ExitStack() as stack:
        enter = stack.enter_context
        running = {
            REFERENCE: enter(servers.reference()),
            "plain": enter(servers.plain("plain", found.postgres["many"])),
            "stored": enter(servers.portal("stored", found.postgres["many"])),
            "many": enter(servers.portal("many", found.postgres["many"], **UNCACHED)),
            "few": enter(servers.portal("few", found.postgres["few"], **UNCACHED)),
            "example": enter(servers.portal("example", found.postgres["example"])),
        }
        folder = enter(TemporaryDirectory(prefix="bench"))
        if proxy := enter(servers.proxied(running["stored"], Path(folder))):
            running["nginx"] = proxy
        yield running


def _last_page(port: int) -> str:
    """The number of the last page of progress, as the first names it."""
    first = live_servers.ask(port, "/framdrift/").page
    return str(max(map(int, re.findall(r"side=(\d+)", first))))
