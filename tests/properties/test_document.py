"""Documents as dataclasses: what is written is read back, whatever the document says."""

from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.evaluations.revisions.document import EvaluationDocument, Seal, SubmissionDocument
from commitments.evaluations.revisions.document_json import from_json, frozen, parse, to_json
from commitments.foundation.canonical import plain_text

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(plain_text)
unhurried = settings(deadline=None)  # a busy machine is no fault
PLAIN: Final[dict[Any, st.SearchStrategy[Any]]] = {
    str: texts,
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    datetime: st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Anything that a field of this type can say; lists are short, to be quick."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: values(hint) for name, hint in hints.items()})
    parts = get_args(kind)
    if NoneType in parts:
        return st.none() | values(parts[0])
    if get_origin(kind) is tuple:
        return st.lists(values(parts[0]), max_size=1).map(tuple)
    if get_origin(kind) is Mapping:
        return st.dictionaries(texts, values(parts[1]), max_size=1)
    return PLAIN.get(kind, st.from_type(kind))


@pytest.mark.parametrize("kind", [EvaluationDocument, SubmissionDocument, Seal])
@unhurried
@given(data=st.data())
def test_what_is_written_is_read_back(kind: Any, data: st.DataObject) -> None:
    document = data.draw(values(kind))
    schema = kind.__dataclass_fields__["schema"].default
    known = replace(document, schema=schema)

    assert from_json(kind, to_json(document)) == document
    assert parse(kind, frozen(known).text) == known
