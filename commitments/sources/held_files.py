"""Files of refused forms, held so that their owners need not choose them again.

They are stored beside the files of sources, under names that only a signed token contains, are
never served, and are deleted after an hour.
"""

from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from typing import Any, Final, NamedTuple
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils import timezone

from commitments.sources.models import HELD, Source

LASTS: Final = timedelta(hours=1)
MOST_OF_ONE: Final = 3  # files of one person
MOST_BYTES: Final = 500 * 1024 * 1024  # of all persons' files together
_SALT: Final = "commitments.held_files"


class HeldFile(InMemoryUploadedFile):
    """A held file, with the token by which its owner's form refers to it."""

    def __init__(self, token: str, name: str, body: bytes) -> None:
        """Build it as if it had just been uploaded."""
        super().__init__(BytesIO(body), None, name, "", len(body), None)
        self.token = token


class _Stored(NamedTuple):
    """A held file as it is in the folder."""

    age: timedelta
    name: str
    size: int

    def is_of(self, person: int) -> bool:
        return self.name.startswith(f"{person}-")


def hold(upload: "File[bytes]", *, person: int) -> str:
    """Hold the file for this person, and return its token. Older files are deleted to make room.

    Raises:
        OSError: the file cannot be written.
    """
    size = upload.size or 0
    sweep()
    _make_room(person, size)
    place = f"{person}-{uuid4().hex}"
    upload.seek(0)
    try:
        _storage().save(f"{HELD}/{place}", ContentFile(upload.read()))
    except OSError:
        with suppress(OSError):
            _storage().delete(f"{HELD}/{place}")
        raise
    return signing.dumps({"place": place, "name": upload.name or "", "who": person}, salt=_SALT)


def opened(token: str, *, person: int) -> HeldFile | None:
    """Return the token's file; None unless it is this person's and still held."""
    named = _named(token)
    if named is None or named["who"] != person:
        return None
    try:
        with _storage().open(f"{HELD}/{named['place']}") as file:
            return HeldFile(token, named["name"], file.read())
    except OSError:
        return None


def name_of(token: str) -> str:
    """Return the name of the token's file; "" if the token is invalid or too old."""
    named = _named(token)
    return named["name"] if named else ""


def sweep() -> None:
    """Delete expired files."""
    for stored in _all():
        if stored.age >= LASTS:
            _drop(stored)


def _make_room(person: int, size: int) -> None:
    held = sorted(_all())  # the newest first
    for stored in [each for each in held if each.is_of(person)][MOST_OF_ONE - 1 :]:
        _drop(stored)
    used = size
    for stored in held:
        used += stored.size
        if used > MOST_BYTES:
            _drop(stored)


def _all() -> list[_Stored]:
    storage, now = _storage(), timezone.now()
    found = []
    with suppress(FileNotFoundError):  # before the first file is held
        for name in storage.listdir(HELD)[1]:
            with suppress(FileNotFoundError):  # another process has just deleted it
                place = f"{HELD}/{name}"
                age = now - storage.get_modified_time(place)
                found.append(_Stored(age, name, storage.size(place)))
    return found


def _drop(stored: _Stored) -> None:
    _storage().delete(f"{HELD}/{stored.name}")


def _named(token: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return found


def _storage() -> Storage:
    field: Any = Source._meta.get_field("file")
    storage: Storage = field.storage
    return storage
