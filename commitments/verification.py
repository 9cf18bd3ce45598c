"""Whether a revision is what was signed: hashes, signatures and the chain, computed anew."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from commitments.canonical import canonical, digest

Outcome = Literal["verified", "redacted", "differs"]
SIGNED: Final = "signed"
NOTHING: Final = ""


class Stored(NamedTuple):
    """A revision as the database holds it, with what its documents must agree with.

    ``signatures`` are the sign-off rows as a seal writes them, in any order.
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
    signatures: Sequence[Mapping[str, Any]]
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


class Checked(NamedTuple):
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


def checked(row: Stored) -> Checked:
    """A revision's hashes, chain, signatures and place, each computed from its documents."""
    content, seal = _data(row.content), _data(row.seal)
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
        return Checked("differs", checks)
    return Checked("redacted" if redacted else "verified", checks)


def _of_seal(row: Stored, seal: Mapping[str, Any]) -> Iterator[Check]:
    yield Check("sealed_content", row.content_sha256, _text(seal.get("innhold_sha256")))
    yield Check("sealed_previous", row.previous_sha256, _text(seal.get("forrige_sha256")))
    yield Check("number", _text(row.number), _text(seal.get("nummer")))
    yield Check("kind", row.kind, _text(seal.get("art")))
    yield Check("published", _text(row.published_at), _text(seal.get("publisert")))


def _of_content(row: Stored, content: Mapping[str, Any]) -> Iterator[Check]:
    yield Check("agreement", row.agreement, _text(content.get("avtale")))
    yield Check("year", _text(row.year), _text(content.get("aar")))
    yield Check("round", _text(row.round), _text(content.get("runde")))


def _of_signatures(
    row: Stored, content: Mapping[str, Any], seal: Mapping[str, Any]
) -> Iterator[Check]:
    """Signed: one signature per party, over this content. One-sided: none at all."""
    sealed = seal.get("signaturer") or []
    parties = content.get("parter") if row.kind == SIGNED else []
    yield Check("signatures", _lines(row.signatures), _lines(sealed))
    yield Check("parties", _text(parties), _text([_member(one, "part") for one in sealed]))
    over = {_member(one, "innhold_sha256") for one in sealed} or {row.content_sha256}
    yield Check("signed_content", row.content_sha256, ", ".join(sorted(map(_text, over))))


def _lines(signatures: Sequence[Any]) -> str:
    return "\n".join(sorted(_text(one) for one in signatures))


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None


def _text(value: Any) -> str:
    """Any value as the documents write it, without the marks around a single text."""
    try:
        written = canonical(value).decode()
    except (TypeError, ValueError):
        return repr(value)
    return written[1:-1] if written.startswith('"') else written


def _data(document: str) -> Mapping[str, Any]:
    """The document as data; nothing where it cannot be read any more."""
    try:
        found = json.loads(document)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
