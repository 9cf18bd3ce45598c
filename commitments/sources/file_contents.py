"""Checks uploaded files before they are stored, and finds and removes their hidden content."""

import hashlib
import json
from collections import OrderedDict
from typing import Final, Literal, NamedTuple, cast

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.sources.file_types import Reason, UnfitFileError, checked_type
from commitments.sources.unseen import reader
from commitments.sources.unseen.carried import Carried, Kind
from kvalitet.guard import child

Unseen = Literal["", "remove", "keep"]

LARGEST_FILE: Final = 20 * 1024 * 1024  # bytes
_ROOM_TO_GROW: Final = 1024 * 1024  # bytes that a document may grow by when it is rewritten
_REMEMBERED: Final = 200  # files whose hidden content is cached
_UNFIT: Final[dict[Reason, object]] = {
    "empty": gettext_lazy("The file is empty."),
    "extension": gettext_lazy("Choose a PDF, DOCX, XLSX, ODT, PNG or JPEG file."),
    "content": gettext_lazy(
        "The file is damaged, or its content does not match the file name. Save it again, then "
        "choose it again."
    ),
    "macros": gettext_lazy(
        "The document contains macros. Save it without them and choose it again."
    ),
    "encrypted": gettext_lazy(
        "The document is locked with a password. Save it without one and choose it again."
    ),
    "acts": gettext_lazy(
        "The document runs a script, or opens something by itself. Print it to a new PDF and choose"
        " that."
    ),
}
_looked: OrderedDict[str, list[Carried]] = OrderedDict()  # ordered, the newest last


class CheckedFile(NamedTuple):
    """What is stored: the bytes, their media type and extension."""

    body: bytes
    media_type: str
    extension: str


class PreparedFile(File):  # type: ignore[type-arg]  # not at run time
    """A file checked before the transaction, so that the transaction need not wait for the check.

    ``unseen`` is the owner's decision about its hidden content.
    """

    def __init__(self, upload: "File[bytes]", unseen: Unseen) -> None:
        """Check the file now. An error is stored, and raised by the action that gets the file.

        Raises:
            ReaderBusyError: too many other files are being read.
        """
        super().__init__(upload.file, upload.name)
        self.outcome: CheckedFile | ValidationError
        try:
            self.outcome = checked_file(upload, unseen)
        except ValidationError as error:
            self.outcome = error


def checked_file(upload: "File[bytes]", unseen: Unseen = "") -> CheckedFile:
    """Return the file to store, with or without its hidden content as ``unseen`` says.

    Raises:
        ValidationError: keyed ``file``; codes ``too_large``, ``unfit``, and ``undecided`` if it
            has hidden content and ``unseen`` is empty.
        ReaderBusyError: too many other files are being read.
    """
    if isinstance(upload, PreparedFile):
        if isinstance(upload.outcome, ValidationError):
            raise upload.outcome
        return upload.outcome
    if (upload.size or 0) > LARGEST_FILE:
        raise _error(_("The file is larger than 20 MB."), "too_large")
    body, media_type, extension = _read(upload)
    found = _carried(body, extension)
    if found and not unseen:
        text = _("The file tells more than it shows. Decide below what is stored.")
        raise _error(text, "undecided")
    if found and unseen == "remove":
        body = _rest(body, extension)
    return CheckedFile(body, media_type, extension)


def carried(upload: "File[bytes]") -> list[Carried]:
    """Return the file's hidden content.

    Raises:
        ValidationError: as ``checked_file``.
    """
    body, _media_type, extension = _read(upload)
    return _carried(body, extension)


def is_picture(upload: "File[bytes]") -> bool:
    """Whether the file is a picture, which looks the same without its hidden content."""
    return _read(upload).extension in reader.PICTURES


def _read(upload: "File[bytes]") -> CheckedFile:
    upload.seek(0)
    body = upload.read()
    try:
        return CheckedFile(body, *checked_type(upload.name or "", body))
    except UnfitFileError as error:
        raise _unfit(error.reason) from error


def _carried(body: bytes, extension: str) -> list[Carried]:
    key = f"{extension} {hashlib.sha256(body).hexdigest()}"
    if key in _looked:
        return _looked[key]
    found = _look(body, extension)
    _looked[key] = found
    while len(_looked) > _REMEMBERED:
        _looked.popitem(last=False)
    return found


def _look(body: bytes, extension: str) -> list[Carried]:
    if extension in reader.PICTURES:
        return reader.carries(body, extension)
    try:
        answer = child.run(reader.told, body, extension, most=reader.LONGEST_ANSWER)
    except child.ReaderDiedError as error:
        raise _error(str(error), "unfit") from error
    found: list[list[str]] | Reason = json.loads(answer)
    if isinstance(found, str):
        raise _unfit(found)
    return [Carried(cast("Kind", kind), text) for kind, text in found]


def _rest(body: bytes, extension: str) -> bytes:
    try:
        if extension in reader.PICTURES:
            return reader.without(body, extension)
        rest = child.run(reader.rest, body, extension, most=len(body) + _ROOM_TO_GROW)
    except (ValueError, child.ReaderDiedError):
        rest = b""
    if not rest:
        text = _(
            "The portal cannot take it out of this file. Take it out yourself and choose the file"
            " again, or keep it."
        )
        raise _error(text, "unfit")
    return rest


def _unfit(reason: Reason) -> ValidationError:
    return _error(str(_UNFIT[reason]), "unfit")


def _error(text: str, code: str) -> ValidationError:
    return ValidationError({"file": ValidationError(text, code=code)})
