#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvalitet.settings")
    os.environ.setdefault("DATABASE_POOL", "0")  # one connection, whose refusal is told at once
    execute_from_command_line(sys.argv)
