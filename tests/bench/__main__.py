"""What pages cost beside a constant view: ``make bench``, explained in ``docs/performance.md``."""

import argparse
import os
import signal
from collections.abc import Iterator

os.environ.setdefault("LOCAL", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvalitet.settings")

from tests import postgres
from tests.bench import databases, files, pages, publication, rounds, starting, writing
from tests.bench.report import HEAD, Finding, say

_OF_FILES = 2  # rounds


def main() -> None:
    """Prepare, measure, print."""
    signal.signal(signal.SIGTERM, postgres.stop)
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="with a million entries")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="targets, such as T1,T3")
    asked = parser.parse_args()
    only = {name for name in asked.only.split(",") if name}
    with databases.running(full=asked.full) as found, rounds.generator() as load:
        say(HEAD)
        for finding in _measured(load, found, only, asked.rounds):
            say(finding.line())


def _measured(
    load: rounds.Generator, found: databases.Databases, only: set[str], number: int
) -> Iterator[Finding]:
    yield from pages.measure(load, found, only, number)
    if not only or "T6" in only:
        yield from files.measure(load, found, min(number, _OF_FILES))
    if not only or "T7" in only:
        yield from writing.measure(load, found, number)
    if not only or "T8" in only:
        yield from starting.measure(load, found)
    if not only or "T12" in only:
        yield from publication.measure(load, found)


if __name__ == "__main__":
    main()
