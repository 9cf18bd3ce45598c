"""SHA-256 chains: each checksum covers its own values and the previous checksum."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256


def link(about: str, values: Mapping[str, object], previous: str) -> str:
    """Return the SHA-256 of the values as they are stored and of the previous checksum.

    Args:
        about: what kind of thing the values describe.
        values: by name; str, int, bool, date, aware datetime, None, or lists of these.
        previous: the previous SHA-256; "" for the first.
    """
    content = [about, previous, values]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    """Format an instant in UTC, a day as «2012-03-15», anything else as its text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
