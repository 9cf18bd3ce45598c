"""Uploaded files against what their sources say of them, and files that no source names."""

from collections.abc import Iterator
from hashlib import file_digest

from django.core.files.storage import storages

from commitments.models import Source
from commitments.verifying.faults import VerificationError, named


def errors() -> Iterator[VerificationError]:
    """Files that are missing, that are not as they were, or that nothing names."""
    stored, known = _stored(), set()
    for source in Source.objects.with_file().order_by("entered_at").iterator():
        known.add(source.file.name)
        if what := _error(source):
            yield VerificationError(f"{named(source)} ({source.file.name})", what)
    for name in sorted(stored - known):
        yield VerificationError(name, "no source names this file")


def _stored() -> set[str]:
    """The names of all files in the folder of sources; none before the first is stored."""
    try:
        folders, files = storages["sources"].listdir("")
    except FileNotFoundError:
        return set()
    return {*files, *(f"{folder}/" for folder in folders)}


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
