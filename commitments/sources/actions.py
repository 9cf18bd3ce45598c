"""The only code that writes sources: addresses, and uploaded files with checked content."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Party
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import readable
from commitments.foundation.visible_text import visible
from commitments.people.models import Membership
from commitments.people.rights import require_secretariat, require_writer
from commitments.sources.file_contents import checked_file
from commitments.sources.file_types import safe_name
from commitments.sources.models import Source
from kvalitet.guard.logs import note

QUOTA: Final = 500 * 1024 * 1024  # bytes of files for each party
LONGEST: Final = {"title": 300, "publisher": 200, "address": 1000}  # characters

_written: ContextVar[list[Source] | None] = ContextVar("_written", default=None)


@dataclass(frozen=True, slots=True)
class NewSource:
    """What a user gives for a source: a title and either an address or a file."""

    title: str
    address: str = ""
    file: "File[bytes] | None" = None
    publisher: str = ""
    published_on: date | None = None

    def likeness(self) -> tuple[str, str]:
        """Return title and address or file SHA-256, by which sources are compared."""
        if self.file is None:
            return visible(self.title), visible(self.address)
        body = checked_file(self.file).body
        return visible(self.title), hashlib.sha256(body).hexdigest()


class QuotaExceededError(ValidationError):
    """The party has no room left for files. The response is a 413."""


class NotStoredError(ValidationError):
    """The file cannot be stored now, for example on a full disk. The response is a 507."""


@contextmanager
def files_follow_rows() -> Iterator[None]:
    """Open a transaction that deletes its new files if it is rolled back.

    Use it around the whole action, because a transaction can fail as late as at its commit.
    """
    outer = _written.get()
    mine: list[Source] = []
    token = _written.set(mine)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for source in mine:
            _discard(source.file.storage, str(source.file.name))
        raise
    else:
        if outer is not None:
            outer.extend(mine)
    finally:
        _written.reset(token)


def add(new: NewSource, *, by: Membership, written_by: Membership | None = None) -> Source:
    """Save a source owned by the acting party, and return it.

    ``written_by`` is the person who wrote its title, if that is not ``by``.

    Raises:
        PermissionDenied: ``by`` writes for no party.
        ValidationError: keyed ``title``, ``address`` or ``file``; codes ``required``,
            ``invalid``, ``unreadable``, ``max_length``, and those of ``checked_file``.
        QuotaExceededError: the party's files would exceed its quota.
        NotStoredError: the file cannot be written.
    """
    party = by.party
    if party is None:
        raise PermissionDenied(_("Only editors and approvers in a party can add sources."))
    require_writer(by, party)
    return _added(new, party, written_by or by)


def add_paper(new: NewSource, *, by: Membership) -> Source:
    """Save the secretariat's paper for a meeting or an opening, and return it.

    Raises:
        PermissionDenied: ``by`` is not the secretariat.
        ValidationError: as ``add``.
        QuotaExceededError: the secretariat's files would exceed its quota.
        NotStoredError: the file cannot be written.
    """
    require_secretariat(by)
    return _added(new, None, by)


@files_follow_rows()
def _added(new: NewSource, party: Party | None, by: Membership) -> Source:
    source = Source(**_texts(new), published_on=new.published_on, party=party, entered_by=by)
    if not source.title:
        raise _error("title", _("Give the source a title."), "required")
    if new.file is not None and source.address:
        raise _error("address", _("Give either an address or a file."), "invalid")
    if new.file is not None:
        _keep_file(source, new.file)
    else:
        _check_address(source.address)
    record(source, user=by.user)
    return source


@transaction.atomic
def remove_file(source: Source, *, by: Membership) -> Source:
    """Remove a source's file, which frees its room, and return the source.

    A repeated removal changes nothing.

    Raises:
        PermissionDenied: ``by`` is not in the party that entered the source, or it is the
            secretariat's, whose papers cannot be removed.
        ValidationError: the file is cited, or an entry cited it when it was sent for
            approval (code ``cited``).
    """
    # The lock prevents others from citing it meanwhile.
    current = Source.objects.select_for_update().get(pk=source.pk)
    if current.party is None:
        raise PermissionDenied(_("Meeting papers cannot be removed."))
    require_writer(by, current.party)
    if current.removed_at:
        return current
    if not Source.objects.removable().filter(pk=current.pk).exists():
        raise ValidationError(
            _(
                "The file cannot be removed: it is in use, or was part of an entry sent for "
                "approval."
            ),
            code="cited",
        )
    storage, name = current.file.storage, str(current.file.name)
    current.file.name = ""
    current.removed_at, current.removed_by = timezone.now(), by
    record(current, user=by.user)
    transaction.on_commit(lambda: storage.delete(name))
    return current


def kept(chosen: Iterable[Source], *, party: Party) -> list[Source]:
    """Return the chosen sources that the party entered, locked against removal until the commit.

    Raises:
        ValidationError: a colleague has removed the file of one (keyed ``sources``, code
            ``removed``).
    """
    keys = [source.pk for source in chosen if source.party_id == party.pk]
    if not keys:
        return []
    rows = list(Source.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    if any(row.removed_at for row in rows):
        raise _error("sources", _("A colleague has removed a file you chose."), "removed")
    return rows


def cites_just(row: Any, chosen: Collection[Source], added: Collection[NewSource]) -> bool:
    """Whether a row cites exactly the chosen sources and the added ones.

    An added source counts as cited if the row cites one with its title and its address or file.
    """
    chosen_keys = {source.pk for source in chosen}
    cited = {source.pk: source for source in row.sources.all()}
    others = [source for pk, source in cited.items() if pk not in chosen_keys]
    likenesses = Counter((source.title, source.sha256 or source.address) for source in others)
    return chosen_keys <= cited.keys() and likenesses == Counter(new.likeness() for new in added)


def not_cited_yet(
    cited: Iterable[Source], added: Collection[NewSource]
) -> tuple[list[Source], list[NewSource]]:
    """Split the added sources into those that a row cites already and those that are new.

    A form that is sent again repeats the sources that it has added.
    """
    alike = {(source.title, source.sha256 or source.address): source for source in cited}
    known = [alike[new.likeness()] for new in added if new.likeness() in alike]
    return known, [new for new in added if new.likeness() not in alike]


def _texts(new: NewSource) -> dict[str, str]:
    errors = {}
    texts = {}
    for name, longest in LONGEST.items():
        try:
            texts[name] = readable(getattr(new, name), longest)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(dict(errors))
    return texts


def _check_address(address: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise _error(
            "address", _("Write an address that begins with https://."), "invalid"
        ) from error


def _keep_file(source: Source, upload: "File[bytes]") -> None:
    checked = checked_file(upload)
    body = checked.body
    _require_room(source.party, len(body))
    source.file_name = safe_name(upload.name or "", checked.extension)
    source.media_type = checked.media_type
    source.size = len(body)
    source.sha256 = hashlib.sha256(body).hexdigest()
    name = f"{uuid4().hex}.{checked.extension}"
    try:
        source.file.save(name, ContentFile(body), save=False)
    except OSError as error:
        _discard(source.file.storage, name)
        note("file_not_stored", cause=error.strerror)
        text = _("The portal cannot store files now. Send the form again later.")
        raise NotStoredError({"file": ValidationError(text, code="not_stored")}) from error
    written = _written.get()
    if written is not None:
        written.append(source)


def _discard(storage: Storage, name: str) -> None:
    with suppress(OSError):  # the file then remains, and `verify` reports it
        storage.delete(name)


def _require_room(party: Party | None, size: int) -> None:
    # Two simultaneous uploads are counted one after the other. Others may still refer to the party.
    turn = Party.objects.filter(pk=party.pk) if party else Party.objects.all()
    list(turn.select_for_update(no_key=True).order_by("pk"))
    rows = Source.objects.of_party(party) if party else Source.objects.of_secretariat()
    if rows.room_used() + size > QUOTA:
        text = (
            _(
                "%(party)s has used its 500 MB for files. Under «My work» your party can"
                " remove files that nothing uses."
            )
            % {"party": party.code}
            if party
            else _("The secretariat has used its 500 MB for files.")
        )
        raise QuotaExceededError({"file": ValidationError(text, code="quota")})


def _error(name: str, text: str, code: str) -> ValidationError:
    return ValidationError({name: ValidationError(text, code=code)})
