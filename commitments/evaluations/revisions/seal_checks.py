"""Whether a revision is what was signed: hashes, signatures and the chain, computed anew."""

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
    """A revision as the database holds it, with what its documents must agree with.

    ``signatures`` are those of the sign-off rows, in any order.
    ``before`` is the seal of the revision with the number before, "" where there is none;
    ``redacted_sha256`` the hash that the newest redaction left its content with, or "".
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
    """One thing that must be the same twice: as it is stored, and as it is computed."""

    name: str
    stored: str
    computed: str

    @property
    def holds(self) -> bool:
        """Whether both are the same."""
        return self.stored == self.computed


class VerificationResult(NamedTuple):
    """What came of it: the three hashes first, then what stands inside the documents."""

    outcome: Outcome
    checks: tuple[Check, ...]

    @property
    def differing(self) -> list[Check]:
        """What is not the same: none, or of a redacted revision the content alone."""
        return [check for check in self.checks if not check.holds]

    @property
    def claims(self) -> bool:
        """Whether a page may show the content as what the parties published."""
        return self.outcome != "differs"


def checked(row: Stored) -> VerificationResult:
    """A revision's hashes, chain, signatures and place, each computed from its documents."""
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
    """Signed: one signature per party, over this content. One-sided: none at all."""
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
    """Any value as the documents write it, without the marks around a single text."""
    try:
        written = canonical(value).decode()
    except (TypeError, ValueError):
        return repr(value)
    return written[1:-1] if written.startswith('"') else written


def _members(kind: type[Any], document: str) -> dict[str, Any]:
    """The members of a document by the names of their fields; all None if it cannot be read.

    A document of a format that is not known cannot be.
    """
    try:
        return _members_of(kind, load(kind, document))
    except ValueError:
        return _members_of(kind, None)


def _members_of(kind: type[Any], found: object) -> dict[str, Any]:
    """The same of JSON that may be anything: a seal that does not verify is compared too."""
    members = found if isinstance(found, dict) else {}
    return {name: members.get(key) for name, key in keys(kind).items()}
