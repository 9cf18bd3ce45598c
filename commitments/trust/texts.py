"""Compares every row of the texts with the newest accepted version."""

from collections.abc import Iterator

from agreements import shipped
from agreements.models import Agreement, Party, TextVersion
from agreements.reading.changes import differences
from agreements.reading.content import AgreementText, InvalidTextError
from agreements.reading.reader import read_pair
from agreements.text_version import pair_sha256
from commitments.foundation.content_version import DatabaseMark
from commitments.foundation.verification_error import UNREADABLE, VerificationError, named
from commitments.trust import text_rows
from commitments.trust.text_rows import Key, StoredRow, Values


def errors() -> Iterator[VerificationError]:
    """Report rows that no version of the texts has, and versions without a file.

    The generated text of a database for measuring has no files, so it is not verified.
    """
    if DatabaseMark.purpose_here() == DatabaseMark.Purpose.MEASURING:
        return
    yield from _of_versions()
    yield from row_errors()
    yield from _of_shipped()


def row_errors() -> Iterator[VerificationError]:
    """Report rows that differ from their agreement's newest version: changed, added or gone."""
    expected: dict[Key, Values] = {}
    unread: set[int] = set()
    for version in _newest():
        try:
            expected |= dict(text_rows.expected(version))
        except UNREADABLE as error:
            unread.add(version.agreement_id)
            yield VerificationError(_name_of(version), f"it cannot be read: {error}")
    for key, row in text_rows.stored():
        if key[1] not in unread:
            yield from _of_row(key, row, expected.pop(key, None))
    for model, _agreement, name in expected:
        yield VerificationError(f"{model._meta.label} ({name})", "it is gone, its text has it")
    for party in Party.objects.filter(agreement_parties__isnull=True):
        yield VerificationError(f"{named(party)} ({party.code})", "no text names it")


def _newest() -> Iterator[TextVersion]:
    yield from TextVersion.objects.applied().select_related("agreement").order_by("agreement")


def _of_row(key: Key, row: StoredRow, wanted: Values | None) -> Iterator[VerificationError]:
    model, _agreement, name = key
    where = f"{model._meta.label} {row.pk}" + ("" if name == row.pk else f" ({name})")
    if row.values is None:
        yield VerificationError(where, "it cannot be read")
    elif wanted is None:
        yield VerificationError(where, "no text has it")
    else:
        for column, value in row.values.items():
            if value != wanted[column] or type(value) is not type(wanted[column]):
                yield VerificationError(where, f"{column} is not what its text says")


def _of_versions() -> Iterator[VerificationError]:
    """Report versions that have a wrong number or SHA-256, and agreements without a version."""
    number, agreement = 0, 0
    for version in TextVersion.objects.select_related("agreement").order_by("agreement", "number"):
        number = number + 1 if version.agreement_id == agreement else 1
        agreement = version.agreement_id
        if version.number != number:
            yield VerificationError(_name_of(version), f"its number is not {number}")
        if version.sha256 != pair_sha256(version.source_text, version.cut_source):
            yield VerificationError(_name_of(version), "its SHA-256 is not that of its files")
    for row in Agreement.objects.filter(versions__isnull=True):
        yield VerificationError(f"{named(row)} ({row.slug})", "no version of its text was accepted")


def _of_shipped() -> Iterator[VerificationError]:
    """Report agreements of which no version is the pair of files in the portal's source code."""
    if not Agreement.objects.exists():
        return
    for file in sorted(shipped.FOLDER.glob("*.toml")):
        try:
            pair = read_pair(file.with_suffix(".txt"), file)
        except InvalidTextError as error:
            yield VerificationError(f"agreements/texts/{file.stem}", str(error))
            continue
        if not any(_says(version, pair) for version in _versions_of(pair)):
            yield VerificationError(
                f"agreements/texts/{file.stem}", "no accepted version is this pair of files"
            )


def _versions_of(pair: AgreementText) -> Iterator[TextVersion]:
    yield from TextVersion.objects.of_agreement(pair.slug).order_by("-number")


def _says(version: TextVersion, pair: AgreementText) -> bool:
    try:
        return not differences(version.text, pair)
    except UNREADABLE:
        return False


def _name_of(version: TextVersion) -> str:
    return f"{named(version)} ({version.agreement.slug}, version {version.number})"
