"""A small disk of its own, seen only by the processes that are started within it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

_SIZE: Final = "16m"
_SPACES: Final = (  # the first that the kernel allows: as root, or as a user
    (("--mount",), ("--mount",)),
    (("--user", "--map-root-user", "--mount"), ("--user", "--preserve-credentials", "--mount")),
)


@dataclass(frozen=True)
class Disk:
    """A tmpfs at ``folder``; ``within`` begins the command of a process that sees it."""

    folder: Path
    within: tuple[str, ...]

    def run(self, *command: str | Path) -> None:
        """Run a command within, which must succeed."""
        line = [*self.within, *map(str, command)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def fill(self) -> None:
        """Leave no byte of room."""
        self._shell("cat /dev/zero > filling 2>/dev/null; cat /dev/zero > rest 2>/dev/null; true")

    def empty(self) -> None:
        """Give the room back."""
        self._shell("rm filling rest")

    def hold(self, *, writable: bool) -> None:
        """Mount anew, for reading alone or for writing too."""
        self.run("mount", "-o", f"remount,{'rw' if writable else 'ro'}", self.folder)

    def _shell(self, line: str) -> None:
        self.run("sh", "-c", f"cd '{self.folder}' && {line}")


@contextmanager
def mounted(folder: Path) -> Iterator[Disk]:
    """The disk, gone afterwards; skips the test if the kernel lets nobody mount one."""
    unshare, nsenter = shutil.which("unshare") or "", shutil.which("nsenter") or ""
    mount = f"mount -t tmpfs -o size={_SIZE} tmpfs '{folder}' && echo mounted && exec cat"
    for made, entered in _SPACES if unshare and nsenter else ():
        with subprocess.Popen(
            [unshare, *made, "sh", "-c", mount],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as holder:
            assert holder.stdout
            if holder.stdout.readline() != b"mounted\n":
                continue
            enter = (nsenter, *entered, f"--target={holder.pid}")
            yield Disk(folder, (*enter, "env", f"--chdir={Path.cwd()}"))
            assert holder.stdin
            holder.stdin.close()
            return
    pytest.skip("The kernel lets this user mount no disk (unshare and nsenter)")
