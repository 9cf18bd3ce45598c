"""The databases that are measured: made once, kept in ``var/bench``, made again after a change."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from tests import postgres
from tests.bench import filling
from tests.bench.places import FOLDER, ROOT
from tests.bench.report import say

_DECIDES: Final = (  # what lies in the databases
    "agreements/texts/*",
    "commitments/migrations/*.py",
    "commitments/operating/*",
    "kvalitet/*/migrations/*.py",
    "tests/bench/filling.py",
    "tests/bench/plain/models.py",
)
_LONGEST_SOCKET: Final = 80  # characters of a folder that a socket may lie in


class Databases(NamedTuple):
    """Addresses by name, the same names on PostgreSQL and as files of SQLite."""

    postgres: dict[str, str]
    sqlite: dict[str, str]
    server: int  # the process of PostgreSQL
    log: Path  # what it says


@contextmanager
def running(*, full: bool) -> Iterator[Databases]:
    """All databases, filled, with a running PostgreSQL."""
    made = filling.wanted(full=full)
    with ExitStack() as stack:
        files = FOLDER / ("full" if full else "usual")
        _forget_older(files)
        folder = _server_folder(stack, files)
        url = stack.enter_context(postgres.server(folder))
        server = int((folder / "data" / "postmaster.pid").read_text().split("\n")[0])
        names = [*(one.name for one in made), filling.WRITTEN]
        found = Databases(
            {name: url.replace("/postgres?", f"/{name}?") for name in names},
            {name: f"sqlite:///{files}/{name}.sqlite3" for name in names},
            server,
            folder / "log",
        )
        with ThreadPoolExecutor() as pool:
            on_server = pool.submit(filling.on_server, url, found.postgres, made)
            filling.in_files(found.sqlite, made)
            on_server.result()
        filling.renew(url, found.sqlite)
        yield found


def _server_folder(stack: ExitStack, files: Path) -> Path:
    """Where PostgreSQL keeps its data; for this run alone where its account cannot reach ours."""
    folder = files / "postgres"
    folder.mkdir(exist_ok=True)
    account = postgres.unprivileged()
    reached = subprocess.run(["/bin/ls", folder], check=False, capture_output=True, **account)
    if reached.returncode == 0 and len(str(folder)) < _LONGEST_SOCKET:
        return folder
    say("PostgreSQL's account does not reach var/bench: filled for this run alone.")
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench")))


def _forget_older(folder: Path) -> None:
    """Empty the folder unless it was made from the same files, for the same PostgreSQL."""
    files = sorted(path for pattern in _DECIDES for path in ROOT.glob(pattern) if path.is_file())
    total = hashlib.sha256(str(postgres.find_binaries()).encode())
    for path in files:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    stamp, now = folder / "stamp", total.hexdigest()
    if stamp.exists() and stamp.read_text() == now:
        return
    say("The databases are made once and kept in var/bench (some minutes)")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stamp.write_text(now)
