"""The documents of an evaluation are described key by key, for outsiders."""

import re
from dataclasses import is_dataclass
from typing import Any, Final

import pytest
from django.conf import settings

from commitments.evaluations.revisions import document
from commitments.evaluations.revisions.document_json import keys

TEXT: Final = (settings.BASE_DIR / "docs" / "evaluation-document.md").read_text("utf-8")
HEADINGS: Final[dict[str, Any]] = {
    "## Content: `kvalitetsavtalen.evaluering`, version 1": document.EvaluationDocument,
    "### Meeting": document.SignedMeeting,
    "### Hand-in of a party": document.SignedSubmission,
    "### Commitment": document.SignedRow,
    "### Column of a party": document.SignedColumn,
    "### What a party says": document.SignedVerdict,
    "### Progress entry, as it was published": document.PickedEntry,
    "### Source": document.CitedSource,
    "### Reservation": document.SignedReservation,
    "### Conclusion": document.SignedConclusion,
    "## Hand-in: `kvalitetsavtalen.levering`, version 1": document.SubmissionDocument,
    "## Seal: `kvalitetsavtalen.revisjon`, version 1": document.Seal,
    "### Signature": document.SealedSignature,
}


def described(heading: str) -> list[str]:
    """The keys in the first cells of the table under a heading."""
    _before, _heading, rest = TEXT.partition(f"\n{heading}\n")
    section, *_rest = re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return [key for cell in cells for key in re.findall(r"`(\w+)`", cell)]


@pytest.mark.parametrize("heading", HEADINGS)
def test_describes_every_key_of_a_document_once(heading: str) -> None:
    assert sorted(described(heading)) == sorted(keys(HEADINGS[heading]).values())


def test_describes_every_object() -> None:
    objects = {
        kind for kind in vars(document).values() if isinstance(kind, type) and is_dataclass(kind)
    }

    assert objects == {*HEADINGS.values(), document.Schema}
    assert all(f"`{key}`" in TEXT for key in keys(document.Schema).values())


@pytest.mark.parametrize(
    "kind", [document.EvaluationDocument, document.SubmissionDocument, document.Seal]
)
def test_describes_the_current_format(kind: Any) -> None:
    schema = kind.__dataclass_fields__["schema"].default

    [heading] = [heading for heading, described in HEADINGS.items() if described is kind]
    assert heading.endswith(f": `{schema.name}`, version {schema.version}")
