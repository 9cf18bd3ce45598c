"""T6: all entries as a file, beside a plain Django stream of the same columns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tests.bench import servers
from tests.bench.databases import Databases
from tests.bench.load import Order, Outcome
from tests.bench.report import Finding
from tests.bench.rounds import Generator, request

_PLAIN: Final = "/progress.csv"
_KINDS: Final = {"csv": 1.5, "json": 2.0, "xlsx": 6.0}  # what a row may cost beside a plain one
_GROWTH: Final = {"postgres": 20.0, "sqlite": 40.0}  # MB
_FIRST: Final = 50.0  # milliseconds to the first byte
_LEAST: Final = 1_000_000  # bytes: all rows are there


def measure(load: Generator, found: Databases, rounds: int) -> Iterator[Finding]:
    """What a row of each kind of file costs, its first byte, and how much the server grows.

    SQLite, which is the same code, has one round, and no spreadsheet.
    """
    for engine, url, number, kinds in (
        ("postgres", found.postgres["many"], rounds, ("csv", "json", "xlsx")),
        ("sqlite", found.sqlite["many"], 1, ("csv", "json")),
    ):
        with servers.plain("plain", url) as plain, servers.portal("portal", url) as portal:
            yield from Files(load, engine, plain, portal).findings(number, kinds)


class Files:
    """Files of one engine."""

    def __init__(
        self, load: Generator, engine: str, plain: servers.Server, portal: servers.Server
    ) -> None:
        self._load, self._engine = load, engine
        self._plain, self._portal = plain, portal

    def findings(self, rounds: int, kinds: Sequence[str] = tuple(_KINDS)) -> Iterator[Finding]:
        """The kinds take turns; a spreadsheet, which takes longest, comes in one round."""
        self._asked(self._plain, _PLAIN)
        costs: dict[str, list[float]] = {kind: [] for kind in kinds}
        firsts: dict[str, list[float]] = {kind: [] for kind in kinds}
        growths: list[float] = []
        for number in range(rounds):
            plain, _outcome, _growth = self._asked(self._plain, _PLAIN)
            for kind in kinds:
                if kind != "xlsx" or number == 0:
                    cost, outcome, growth = self._asked(self._portal, f"/framdrift.{kind}")
                    costs[kind].append(cost / plain)
                    firsts[kind].append(1000 * outcome.first)
                    growths.append(growth)
        for kind in kinds:
            yield Finding("T6", f"{kind} of all rows, {self._engine}", costs[kind], _KINDS[kind])
            if kind != "xlsx":
                what = f"first byte of {kind}, {self._engine}"
                yield Finding("T6", what, firsts[kind], _FIRST, unit=" ms")
        what = f"growth while files are made, {self._engine}"
        yield Finding("T6", what, [max(growths)], _GROWTH[self._engine], unit=" MB")

    def _asked(self, server: servers.Server, path: str) -> tuple[float, Outcome, float]:
        """CPU of the server, what came, and by how many MB the server grew meanwhile."""
        order = Order(server.port, [request(path)], count=1, lines=1)
        before, held = servers.cpu(server.processes), servers.resident(server)
        servers.forget_peak(server)
        outcome = self._load.send(replace(order, least=0 if path.endswith("xlsx") else _LEAST))
        growth = servers.peak(server) - held
        return servers.cpu(server.processes) - before, outcome, growth
