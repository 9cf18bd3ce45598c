"""T7: recording one entry, beside a plain form; and sixteen writers at once on both engines."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import quantiles
from typing import Final

from tests.bench import people, servers
from tests.bench.databases import Databases
from tests.bench.filling import WRITTEN
from tests.bench.load import Order
from tests.bench.report import Finding
from tests.bench.rounds import Generator

_REF: Final = people.COMMITMENT
_POSTS: Final = 40  # in a turn
_WRITERS: Final = 16
_EACH: Final = 10  # entries of a writer
_FOUND: Final = 302


def measure(load: Generator, found: Databases, rounds: int) -> Iterator[Finding]:
    """What an entry costs in turns, then what writers at once are answered."""
    for engine, urls in (("postgres", found.postgres), ("sqlite", found.sqlite)):
        with ExitStack() as stack:
            portal = stack.enter_context(servers.portal("portal", urls[WRITTEN]))
            if engine == "postgres":
                plain = stack.enter_context(servers.plain("plain", urls[WRITTEN]))
                yield _one(load, portal, plain, rounds)
            yield from _at_once(load, engine, portal)


def _one(load: Generator, portal: servers.Server, plain: servers.Server, rounds: int) -> Finding:
    cookies = people.sign_in(portal.port)
    ratios, notes = [], []
    for number in range(rounds + 1):
        own = _cost(load, portal, people.entry_posts(portal.port, cookies, _POSTS))
        other = _cost(load, plain, people.plain_posts(plain.port, _REF, _POSTS))
        if number:  # the first turn warms up
            ratios.append(own / other)
            notes.append(f"{1000 * own:.1f} ms beside {1000 * other:.1f}")
    return Finding("T7", "recording one entry", ratios, 2, note=notes[-1])


def _cost(load: Generator, server: servers.Server, posts: list[str]) -> float:
    """Seconds of CPU of the server for one of these."""
    before = servers.cpu(server.processes)
    load.send(Order(server.port, posts, count=len(posts), lines=1, status=_FOUND))
    return (servers.cpu(server.processes) - before) / len(posts)


def _at_once(load: Generator, engine: str, portal: servers.Server) -> Iterator[Finding]:
    """Each writer has a session of its own."""
    by_writer = [
        people.entry_posts(portal.port, people.sign_in(portal.port), _EACH)
        for _writer in range(_WRITERS)
    ]
    posts = [post for turn in zip(*by_writer, strict=True) for post in turn]
    outcome = load.tried(Order(portal.port, posts, count=len(posts), lines=_WRITERS, status=_FOUND))
    statuses = Counter({int(status): number for status, number in outcome.statuses.items()})
    failed = len(posts) - statuses[_FOUND]
    each = quantiles(outcome.each, n=100)
    note = f"p50 {1000 * each[49]:.0f} ms, p99 {1000 * each[98]:.0f} ms"
    yield Finding("T7", f"16 writers, {engine}: not recorded", [failed], 0, note=note)
    if engine == "postgres":
        yield Finding("T7", "16 writers, postgres: p99 beside p50", [each[98] / each[49]], 5)
