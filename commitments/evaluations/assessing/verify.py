"""Verifies submissions, whose histories store a SHA-256 instead of the content."""

from collections.abc import Iterator
from typing import Any

from commitments.evaluations.assessing.submission_models import Submission
from commitments.evaluations.revisions.redaction_models import Redaction
from commitments.foundation.canonical import digest
from commitments.foundation.verification_error import VerificationError


def errors() -> Iterator[VerificationError]:
    """Yield submissions whose content is neither the frozen one nor its redaction."""
    label = Submission._meta.label
    redacted = {
        row.row: row.content_sha256
        for row in Redaction.objects.of_rows(label).filter(pointer__startswith="/content/")
    }
    # Reopening copies a submission, which may have been redacted by then.
    copied: dict[str, set[str]] = {}
    for pk, sha256 in Submission.objects.values_list("pk", "content_sha256"):
        if after := redacted.get(str(pk)):
            copied.setdefault(sha256, set()).add(after)
    rows: Any = Submission.objects.values_list("pk", "content", "content_sha256")
    for pk, content, sha256 in rows:
        own = redacted.get(str(pk))
        known = {sha256, *([own] if own else copied.get(sha256, ()))}
        if not isinstance(content, str) or digest(content.encode()) not in known:
            yield VerificationError(f"{label} {pk}", "content is not what its SHA-256 says")
