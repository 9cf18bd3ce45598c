"""A full disk under the folder of uploads: a real small file system, in a mount namespace."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from django.conf import settings

pytestmark = pytest.mark.process

ROOM: Final = "1m"
_NAMESPACE: Final = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)))


def in_namespace(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that sees a small, empty file system at ``folder``; no one else does."""
    mount = f'mount -t tmpfs -o size={ROOM} none "$0" && exec "$@"'
    return subprocess.run(  # noqa: S603 (our own words)
        [*_NAMESPACE, "sh", "-c", mount, str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
        env={**os.environ, "FULL_DISK": str(folder), "LOCAL": "1"},
    )


def test_uploads_backups_and_documents_on_a_full_disk(tmp_path: Path) -> None:
    if not shutil.which("unshare") or in_namespace(tmp_path, "true").returncode:
        pytest.skip("the kernel gives no mount namespace to this user")

    words = ("-m", "pytest", "-q", "-n", "0", "tests/support/full_disk.py")
    done = in_namespace(tmp_path, sys.executable, *words)

    assert done.returncode == 0, done.stdout[-5000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
