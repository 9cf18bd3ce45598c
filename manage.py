#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run the command; whoever has mistyped reads a sentence, ``--traceback`` shows the rest."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvalitet.settings")
    os.environ.setdefault("DATABASE_POOL", "0")  # one connection, whose refusal is told at once
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415
    except ImportError:
        sys.exit("The packages are not here: run «make setup», then .venv/bin/python manage.py …")
    from kvalitet.guard.sentences import sentence  # noqa: PLC0415  # Django comes first

    try:
        execute_from_command_line(sys.argv)
    except (Exception, KeyboardInterrupt) as error:
        told = sentence(error)
        if not told or "--traceback" in sys.argv:
            raise
        sys.exit(told)


if __name__ == "__main__":
    main()
