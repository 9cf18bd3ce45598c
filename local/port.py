"""Says in a sentence why nothing can be served on a port of this machine: ``port.py PORT``."""

import errno
import socket
import sys

told = sys.argv[1]
if not (told.isascii() and told.isdecimal()) or not 0 < int(told) < 2**16:
    sys.exit(f"PORT={told} is not a number from 1 to 65535.")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(told)))
    except PermissionError:
        sys.exit(
            f"Port {told} is for the administrator alone. Name one from 1024 on with PORT=8001"
        )
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "is taken" if taken else f"cannot be used: {error.strerror}"
        sys.exit(f"Port {told} {why}. Name another with PORT=8001")
