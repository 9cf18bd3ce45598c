"""Uploaded files against what their sources say of them."""

from collections.abc import Iterator
from hashlib import file_digest

from commitments.models import Source
from commitments.verifying.faults import VerificationError, named


def errors() -> Iterator[VerificationError]:
    """Files that are missing, or whose size or SHA-256 is another."""
    for source in Source.objects.with_file().order_by("entered_at"):
        if what := _error(source):
            yield VerificationError(f"{named(source)} ({source.file.name})", what)


def _error(source: Source) -> str:
    try:
        with source.file.open("rb") as opened:
            found = file_digest(opened, "sha256").hexdigest()
        size = source.file.size
    except (OSError, ValueError) as error:
        return f"the file cannot be read: {error}"
    if found != source.sha256:
        return f"the SHA-256 of the file is {found}, stored is {source.sha256}"
    return "" if size == source.size else f"the file has {size} bytes, stored is {source.size}"
