"""Compares uploaded files with their sources, and finds files without a source."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import file_digest
from typing import Any, Final

from django.core.files.storage import Storage
from django.utils import timezone

from commitments.foundation.verification_error import VerificationError, named
from commitments.sources.models import HELD, Source

_PUT_IN: Final = timedelta(minutes=10)  # longer than any request lasts


def errors() -> Iterator[VerificationError]:
    """Report files that are missing, changed, or without a source."""
    stored, known = _settled(), set()
    for source in Source.objects.with_file().order_by("entered_at").iterator():
        known.add(source.file.name)
        if what := _error(source):
            yield VerificationError(f"{named(source)} ({source.file.name})", what)
    for name in sorted(stored - known):
        yield VerificationError(name, "no source names this file")


def _settled() -> set[str]:
    """Return the names of all files in the folder of sources, except recent ones.

    A file is written before the row that names it is committed. The files of refused forms are held
    in a separate folder until their owner sends the form again.
    """
    field: Any = Source._meta.get_field("file")
    storage, now = field.storage, timezone.now()
    try:
        folders, files = storage.listdir("")
    except FileNotFoundError:  # before the first file is stored
        return set()
    young = {name for name in files if timedelta() <= now - _written_at(storage, name) < _PUT_IN}
    return {*files, *(f"{folder}/" for folder in folders if folder != HELD)} - young


def _written_at(storage: Storage, name: str) -> datetime:
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:  # deleted meanwhile
        return timezone.now()


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
