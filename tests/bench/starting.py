"""T8: start and memory of two workers, beside those of a plain Django."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Final

from tests.bench import servers
from tests.bench.databases import Databases
from tests.bench.load import Order
from tests.bench.report import Finding
from tests.bench.rounds import Generator, request

_STARTS: Final = 3
_EXPORTS: Final = 10
_RESTING: Final = 1.0  # seconds until the second worker has loaded everything too

Start = Callable[[], AbstractContextManager[servers.Server]]


def measure(load: Generator, found: Databases) -> Iterator[Finding]:
    """Starts by turns; memory at rest, and after ten exports in each."""
    few = found.postgres["few"]
    kinds: dict[str, tuple[Start, str]] = {
        "portal": (lambda: servers.portal("portal", few), "/framdrift.csv"),
        "plain": (lambda: servers.plain("plain", few), "/progress.csv"),
    }
    works: dict[str, list[float]] = {kind: [] for kind in kinds}
    waits: dict[str, list[float]] = {kind: [] for kind in kinds}
    rest: dict[str, list[float]] = {kind: [] for kind in kinds}
    after: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _start in range(_STARTS):
        for kind, (start, path) in kinds.items():
            begun = time.monotonic()
            with start() as server:
                waits[kind].append(time.monotonic() - begun)
                time.sleep(_RESTING)
                works[kind].append(servers.cpu(server.processes))
                rest[kind].append(servers.memory(server))
                load.send(Order(server.port, [request(path)], count=_EXPORTS, lines=2))
                after[kind].append(servers.memory(server))
    yield _finding("start", waits, 2, "s")
    yield _finding("CPU of a start", works, 2, "s")
    yield _finding("memory at rest", rest, 1.3, "MB")
    yield _finding("memory after ten exports", after, 1.3, "MB")


def _finding(what: str, found: dict[str, list[float]], limit: float, unit: str) -> Finding:
    ratios = [own / other for own, other in zip(found["portal"], found["plain"], strict=True)]
    note = f"{min(found['portal']):.2f} {unit} beside {min(found['plain']):.2f}"
    return Finding("T8", what, ratios, limit, note=note)
