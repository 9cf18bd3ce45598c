"""The only writer of sources: an address, or an uploaded file whose content is checked."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.actions.rights import require_writer
from commitments.file_types import UnfitFileError, checked_type, safe_name
from commitments.models import Membership, Source

LARGEST_FILE: Final = 20 * 1024 * 1024  # bytes
QUOTA: Final = 500 * 1024 * 1024  # bytes of files for each party


@dataclass(frozen=True, slots=True)
class NewSource:
    """What a person gives for a source: a title and either an address or a file."""

    title: str
    address: str = ""
    file: UploadedFile | None = None
    publisher: str = ""
    published_on: date | None = None


class QuotaExceededError(ValidationError):
    """The party has no room left for files; answered with 413."""


@transaction.atomic
def add(new: NewSource, *, by: Membership) -> Source:
    """The saved source, owned by the acting party.

    Raises:
        PermissionDenied: ``by`` writes for no party.
        ValidationError: keyed ``title``, ``address`` or ``file``; codes ``required``,
            ``invalid``, ``too_large``, ``unfit``.
        QuotaExceededError: the party's files would exceed its quota.
    """
    party = by.party
    if party is None:
        raise PermissionDenied(_("Only editors and approvers of a party can add sources."))
    require_writer(by, party)
    source = Source(
        title=new.title.strip(),
        address=new.address.strip(),
        publisher=new.publisher.strip(),
        published_on=new.published_on,
        party=party,
        entered_by=by,
    )
    if not source.title:
        raise _fault("title", _("Give the source a title."), "required")
    if new.file is not None and source.address:
        raise _fault("address", _("Give either an address or a file."), "invalid")
    if new.file is not None:
        _keep_file(source, new.file)
    else:
        _check_address(source.address)
    source.save()
    return source


def _check_address(address: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise _fault(
            "address", _("Write an address that begins with https://."), "invalid"
        ) from error


def _keep_file(source: Source, upload: UploadedFile) -> None:
    if (upload.size or 0) > LARGEST_FILE:
        raise _fault("file", _("The file is larger than 20 MB."), "too_large")
    body = upload.read()
    try:
        media_type, extension = checked_type(upload.name or "", body)
    except UnfitFileError as error:
        raise _fault("file", str(error), "unfit") from error
    _require_room(source.party, len(body))
    source.file_name = safe_name(upload.name or "", extension)
    source.media_type = media_type
    source.size = len(body)
    source.sha256 = hashlib.sha256(body).hexdigest()
    source.file.save(f"{uuid4().hex}.{extension}", ContentFile(body), save=False)


def _require_room(party: Party, size: int) -> None:
    Party.objects.select_for_update().get(pk=party.pk)  # two uploads at once are counted in turn
    used = Source.objects.of_party(party).aggregate(used=Sum("size"))["used"] or 0
    if used + size > QUOTA:
        raise QuotaExceededError(
            {
                "file": ValidationError(
                    _("%(party)s has used its 500 MB for files."),
                    code="quota",
                    params={"party": party.code},
                )
            }
        )


def _fault(name: str, text: str, code: str) -> ValidationError:
    return ValidationError({name: ValidationError(text, code=code)})
