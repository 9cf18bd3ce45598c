"""The content of a recorded row, its validation, and how it is saved."""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.foundation.choices import Language, Status
from commitments.foundation.history_rows import record
from commitments.foundation.plain_text import readable
from commitments.people.models import Membership
from commitments.publishing.models import Statement
from commitments.publishing.stated_fields import StatedField
from commitments.publishing.workflow_models import authors_of
from commitments.sources import actions as sources
from commitments.sources.actions import NewSource
from commitments.sources.models import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementContent:
    """What a person can write in every kind of row. In a draft any of it may be missing.

    ``written_by`` is the author of the text; None if the person who saves it wrote it. ``repeats``
    are the authors of text that it repeats from elsewhere.
    """

    status: str = ""
    narrative: str = ""
    language: str = Language.NB
    correction_reason: str = ""
    sources: list[Source] = field(default_factory=list)
    new_sources: list[NewSource] = field(default_factory=list)
    written_by: Membership | None = None
    repeats: Set[Membership] = frozenset()

    def own_values(self, row: Any) -> dict[str, Any]:  # noqa: ARG002  # others need the row
        """Return the values that this content completes or checks as a whole, by field.

        Raises:
            ValidationError: keyed by field.
        """
        return {}


def checked(entry: Statement, content: StatementContent) -> dict[str, Any]:
    """Validate the content and return the values to store, text in NFC with LF line ends.

    Raises:
        ValidationError: keyed by field, texts last; codes ``invalid_choice``,
            ``future_day``, ``unreadable``, ``max_length``.
    """
    values: dict[str, Any] = {}
    errors: dict[str, list[ValidationError]] = {}
    for item in entry.FIELDS:
        if item.kind != "sources":
            try:
                values[item.name] = _checked(item, getattr(content, item.name))
            except ValidationError as error:
                errors[item.name] = [error]
    try:
        values |= content.own_values(entry)
    except ValidationError as error:
        error.update_error_dict(errors)
    if errors:
        texts = entry.text_names()
        raise ValidationError(dict(sorted(errors.items(), key=lambda found: found[0] in texts)))
    return values if entry.corrects_id else {**values, "correction_reason": ""}


def write(entry: Statement, content: StatementContent, *, by: Membership) -> None:
    """Validate and save the content, and add everyone whose words it has to the authors.

    Unchanged content writes nothing.

    Raises:
        ValidationError: a value or a source is not allowed; keyed by field.
        PermissionDenied: ``by`` writes for no party.
    """
    values = checked(entry, content)
    chosen = [source for source in content.sources if source.party_id == entry.party_id]
    new_sources = content.new_sources
    if entry.pk:
        known, new_sources = sources.not_cited_yet(entry.sources.all(), new_sources)
        chosen = [*chosen, *known]
        if not new_sources and _is_stored(entry, values, chosen):
            return
    cited = sources.kept(chosen, party=entry.party)
    writer = content.written_by or by
    added = [sources.add(new, by=by, written_by=writer) for new in new_sources]
    for name, value in values.items():
        setattr(entry, name, value)
    if entry.pk:
        entry.version += 1
    all_sources = [*cited, *added]
    authors = authors_of(entry, by=writer, sources=all_sources, others=content.repeats)
    record(entry, user=by.user, sources=all_sources, authors=authors)


def holds(entry: Statement, content: StatementContent) -> bool:
    """Whether the stored entry has exactly this content, so that sending it again changes nothing.

    Raises:
        ValidationError: a value is not allowed.
    """
    values = checked(entry, content)
    if not all(getattr(entry, name) == value for name, value in values.items()):
        return False
    chosen = [source for source in content.sources if source.party_id == entry.party_id]
    return sources.cites_just(entry, chosen, content.new_sources)


def _is_stored(entry: Statement, values: dict[str, Any], chosen: list[Source]) -> bool:
    same = all(getattr(entry, name) == value for name, value in values.items())
    return same and {source.pk for source in chosen} == {s.pk for s in entry.sources.all()}


def _checked(item: StatedField, value: Any) -> Any:
    """Validate a value and return it as stored. Contents with numbers check them themselves."""
    match item.kind:
        case "status" if value and value not in Status.values:
            raise ValidationError(_("Choose one of the statuses."), code="invalid_choice")
        case "language" if value not in Language.values:
            raise ValidationError(_("Choose bokmål or nynorsk."), code="invalid_choice")
        case "day" if value and value > timezone.localdate():
            raise ValidationError(_("The date cannot be in the future."), code="future_day")
        case "text":
            return readable(value, item.longest)
    return value
