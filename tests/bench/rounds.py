"""Rounds in which all candidates take turns, and what an answer of each costs."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from random import Random
from statistics import median
from typing import Final, NamedTuple

from tests.bench import servers
from tests.bench.load import Order, Outcome
from tests.bench.places import ENVIRONMENT, ROOT

IN_PROCESS: Final = "(c) in process"
_WARM: Final = 8  # answers before anything counts: each worker has made each page
_SPAN: Final = 0.5  # seconds of the server's CPU that a turn should take
_MOST: Final = 1_500  # answers in a turn


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page of a server, as it is asked for, and what its answer must hold.

    ``headers`` are lines. ``kept``: asked for with the ETag that it has, answered 304.
    """

    name: str
    server: str
    path: str
    words: tuple[str, ...] = ()
    least: int = 1_000
    headers: tuple[str, ...] = ()
    packed: bool = False
    kept: bool = False
    lines: int = 4
    at_most: int = _MOST


class Cost(NamedTuple):
    """What one answer cost: seconds of CPU of the server and of the database, and its wait."""

    cpu: float
    database: float = 0
    wait: float = 0
    per_second: float = 0
    size: int = 0


Costs = dict[str, list[Cost]]  # by the name of the candidate, one for each round


class Generator:
    """The load generator's process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def send(self, order: Order) -> Outcome:
        """What came of it; a wrong answer ends the run."""
        outcome = self.tried(order)
        if outcome.wrong:
            path = order.requests[0].split(" ")[1]
            sys.exit(f"{path}: {outcome.wrong[0]} ({len(outcome.wrong)} of {order.count})")
        return outcome

    def tried(self, order: Order) -> Outcome:
        """What came of it, wrong answers and all."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            sys.exit("The load generator has ended.")
        return Outcome(**json.loads(line))


@contextmanager
def generator() -> Iterator[Generator]:
    """A running load generator."""
    command = [sys.executable, "-m", "tests.bench.load"]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            yield Generator(process)
        finally:
            process.terminate()


def request(path: str, headers: Sequence[str] = ()) -> str:
    """A GET, as it goes over the line."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""])


def _in_process() -> float:
    """Seconds of CPU that (c) takes without a server."""
    command = [sys.executable, "-m", "tests.bench.reference"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )  # fmt: skip
    return float(done.stdout)


class Rounds:
    """Measures candidates by turns."""

    def __init__(
        self, load: Generator, running: dict[str, servers.Server], database: tuple[int, ...]
    ) -> None:
        """Take the generator, the servers by name, and the processes of the database."""
        self._load, self._running, self._database = load, running, database
        self._random = Random(16)  # noqa: S311  # an order, no secret

    def measure(self, candidates: Sequence[Candidate], rounds: int) -> Costs:
        """The costs of each, and of (c) without a server; the order changes from round to round."""
        turns = [(one, self._order(one)) for one in candidates]
        costs: Costs = {IN_PROCESS: [], **{one.name: [] for one in candidates}}
        for _round in range(rounds):
            costs[IN_PROCESS].append(Cost(_in_process()))
            self._random.shuffle(turns)
            for one, order in turns:
                costs[one.name].append(self._turn(one, order))
        return costs

    def _order(self, candidate: Candidate) -> Order:
        """What to send in a turn, after answers that warm the page up and say what one costs."""
        headers = candidate.headers + (("Accept-Encoding: gzip",) if candidate.packed else ())
        server = self._running[candidate.server]
        whole = Order(
            port=server.port,
            secured=server.secured,
            requests=[request(candidate.path, headers)],
            count=_WARM,
            lines=candidate.lines,
            words=list(candidate.words),
            least=candidate.least,
            packed=candidate.packed,
        )
        warm = self._load.send(whole)
        if candidate.kept:
            asked = [request(candidate.path, (*headers, f"If-None-Match: {warm.etag}"))]
            whole = replace(whole, requests=asked, status=304, words=[], least=0, packed=False)
        before = servers.cpu(server.processes)
        self._load.send(whole)
        one = max((servers.cpu(server.processes) - before) / _WARM, _SPAN / candidate.at_most)
        count = max(_WARM, int(_SPAN / one))
        return replace(whole, count=count)

    def _turn(self, candidate: Candidate, order: Order) -> Cost:
        own = self._running[candidate.server].processes
        before = servers.cpu(own), servers.cpu(self._database)
        outcome = self._load.send(order)
        after = servers.cpu(own), servers.cpu(self._database)
        return Cost(
            (after[0] - before[0]) / order.count,
            (after[1] - before[1]) / order.count,
            median(outcome.each),
            order.count / outcome.seconds,
            outcome.size,
        )
