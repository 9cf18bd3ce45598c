"""Uploaded files against what their sources say of them, and files that no source names."""

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
    """Files that are missing, that are not as they were, or that nothing names."""
    stored, known = _settled(), set()
    for source in Source.objects.with_file().order_by("entered_at").iterator():
        known.add(source.file.name)
        if what := _error(source):
            yield VerificationError(f"{named(source)} ({source.file.name})", what)
    for name in sorted(stored - known):
        yield VerificationError(name, "no source names this file")


def _settled() -> set[str]:
    """The names of all files in the folder of sources, but for those that are being put in.

    A file is written before the row that names it is there for everyone. The files of refused
    forms are held in a folder of their own until their owner sends the form again.
    """
    field: Any = Source._meta.get_field("file")
    storage, now = field.storage, timezone.now()
    try:
        folders, files = storage.listdir("")
    except FileNotFoundError:  # before the first is stored
        return set()
    young = {name for name in files if timedelta() <= now - _written_at(storage, name) < _PUT_IN}
    return {*files, *(f"{folder}/" for folder in folders if folder != HELD)} - young


def _written_at(storage: Storage, name: str) -> datetime:
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:  # it was taken away in between
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
