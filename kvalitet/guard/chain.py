"""Chains of SHA-256: each link covers what it is about and the link before."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256


def link(about: str, values: Mapping[str, object], previous: str) -> str:
    """The SHA-256 over values exactly as they are stored, and over the link before.

    Args:
        about: what kind of thing the values describe.
        values: by name; texts, whole numbers, truths, days, instants, None, lists of these.
        previous: the SHA-256 of the link before; "" for the first.
    """
    content = [about, previous, values]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    """An instant in UTC, a day as «2012-03-15», anything else as its text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
