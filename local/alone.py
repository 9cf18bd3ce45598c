"""Runs a command while no other of its kind runs in this checkout: ``alone.py LOCK COMMAND…``.

The kernel lets go of the lock when the command ends, however it ends.
"""

import fcntl
import os
import sys
from pathlib import Path

lock = Path(sys.argv[1])
try:
    lock.parent.mkdir(exist_ok=True)
    held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
except OSError as error:
    sys.exit(f"Nothing can be written in this folder: {error.strerror}. Run make as its owner.")
try:
    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another make is at work in this folder; waiting for it", flush=True)
    fcntl.flock(held, fcntl.LOCK_EX)
os.set_inheritable(held, True)  # noqa: FBT003  # has no name
os.execvp(sys.argv[2], sys.argv[2:])
