"""Recomputes hashes, signatures and the chain to check that a revision is what was signed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from commitments.evaluations.revisions.document import EvaluationDocument, Seal, SealedSignature
from commitments.evaluations.revisions.document_json import keys, load, to_json
from commitments.foundation.canonical import canonical, digest

Outcome = Literal["verified", "redacted", "differs"]
SIGNED: Final = "signed"
NOTHING: Final = ""


class Stored(NamedTuple):
    """A revision as stored in the database, with what its documents must agree with.

    ``signatures`` are those of the sign-off rows, in any order. ``before`` is the seal of the
    revision with the number before, empty if this is the first; ``redacted_sha256`` the hash of
    its content after the newest redaction, empty if none.
    """

    agreement: str
    year: int
    number: int
    kind: str
    round: int
    published_at: datetime
    content: str
    content_sha256: str
    seal: str
    revision_sha256: str
    previous_sha256: str
    signatures: Sequence[SealedSignature]
    before: str
    redacted_sha256: str


class Check(NamedTuple):
    """A value that must be the same as stored and as computed."""

    name: str
    stored: str
    computed: str

    @property
    def holds(self) -> bool:
        """Whether both are the same."""
        return self.stored == self.computed


class VerificationResult(NamedTuple):
    """The outcome and its checks: the three hashes first, then what the documents contain."""

    outcome: Outcome
    checks: tuple[Check, ...]

    @property
    def differing(self) -> list[Check]:
        """The failed checks: none, or only the content's if the revision is redacted."""
        return [check for check in self.checks if not check.holds]

    @property
    def claims(self) -> bool:
        """Whether a page may show the content as what the parties published."""
        return self.outcome != "differs"


def checked(row: Stored) -> VerificationResult:
    """Check a revision's hashes, chain, signatures and place, computed from its documents."""
    content, seal = _members(EvaluationDocument, row.content), _members(Seal, row.seal)
    found = digest(row.content.encode())
    redacted = NOTHING != row.redacted_sha256 == found != row.content_sha256
    hashes = (
        Check("content", row.content_sha256, found),
        Check("seal", row.revision_sha256, digest(row.seal.encode())),
        Check("previous", row.previous_sha256, digest(row.before.encode()) if row.before else ""),
    )
    inside = (*_of_seal(row, seal), *_of_content(row, content), *_of_signatures(row, content, seal))
    checks = (*hashes, *inside)
    failing = {check.name for check in checks if not check.holds}
    if failing - ({"content"} if redacted else set()):
        return VerificationResult("differs", checks)
    return VerificationResult("redacted" if redacted else "verified", checks)


def _of_seal(row: Stored, seal: Mapping[str, Any]) -> Iterator[Check]:
    yield Check("sealed_content", row.content_sha256, _text(seal["content_sha256"]))
    yield Check("sealed_previous", row.previous_sha256, _text(seal["previous_sha256"]))
    yield Check("number", _text(row.number), _text(seal["number"]))
    yield Check("kind", row.kind, _text(seal["kind"]))
    yield Check("published", _text(row.published_at), _text(seal["published_at"]))


def _of_content(row: Stored, content: Mapping[str, Any]) -> Iterator[Check]:
    yield Check("agreement", row.agreement, _text(content["agreement"]))
    yield Check("year", _text(row.year), _text(content["year"]))
    yield Check("round", _text(row.round), _text(content["round"]))


def _of_signatures(
    row: Stored, content: Mapping[str, Any], seal: Mapping[str, Any]
) -> Iterator[Check]:
    """If signed: one signature per party, over this content. If one-sided: no signatures."""
    sealed = seal["signatures"] or []
    parties = content["parties"] if row.kind == SIGNED else []
    signed = [_members_of(SealedSignature, one) for one in sealed]
    yield Check("signatures", _lines(map(to_json, row.signatures)), _lines(sealed))
    yield Check("parties", _text(parties), _text([one["party"] for one in signed]))
    over = {one["content_sha256"] for one in signed} or {row.content_sha256}
    yield Check("signed_content", row.content_sha256, ", ".join(sorted(map(_text, over))))


def _lines(signatures: Iterable[Any]) -> str:
    return "\n".join(sorted(_text(one) for one in signatures))


def _text(value: Any) -> str:
    """Return any value as the documents write it, without the quotes around a single text."""
    try:
        written = canonical(value).decode()
    except (TypeError, ValueError):
        return repr(value)
    return written[1:-1] if written.startswith('"') else written


def _members(kind: type[Any], document: str) -> dict[str, Any]:
    """Return a document's members by field name; all None if it cannot be read.

    A document of an unknown format cannot be read.
    """
    try:
        return _members_of(kind, load(kind, document))
    except ValueError:
        return _members_of(kind, None)


def _members_of(kind: type[Any], found: object) -> dict[str, Any]:
    """As ``_members``, for any JSON: even a seal that fails verification is compared."""
    members = found if isinstance(found, dict) else {}
    return {name: members.get(key) for name, key in keys(kind).items()}
