"""Documents as dataclasses and as JSON: each field names its key, so both ways are generic."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import (
    Any,
    NamedTuple,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from commitments.foundation.canonical import canonical, digest, time_text

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Document = TypeVar("Document")


class Frozen(NamedTuple):
    """A document in its canonical bytes, as text, and its SHA-256."""

    text: str
    sha256: str


def key(name: str, **options: Any) -> Any:
    """Declare a field with its key in the document.

    A ``default`` is the value for documents written before the key existed.
    """
    return field(metadata={"key": name}, **options)


def keys(kind: type[Any]) -> dict[str, str]:
    """Return the keys of a dataclass, by the names of its fields."""
    return {row.name: row.metadata["key"] for row in fields(kind)}


def to_json(value: object) -> Json:
    """Write a document, or a part of it, as JSON.

    Raises:
        TypeError: a document cannot contain the value.
    """
    if is_dataclass(value):
        return {key: to_json(getattr(value, name)) for name, key in keys(type(value)).items()}
    if isinstance(value, Mapping):
        return {name: to_json(member) for name, member in value.items()}
    if isinstance(value, tuple):
        return [to_json(member) for member in value]
    if isinstance(value, date):
        return time_text(value)
    if value is None or isinstance(value, (int, str)):
        return value
    raise TypeError(f"a document cannot contain {type(value).__name__}")


def from_json(kind: type[Document], found: Json) -> Document:
    """Read JSON as an instance of the dataclass; unknown keys are ignored.

    Raises:
        KeyError: a key without a default is missing.
        AttributeError, TypeError, ValueError: a day, a list or an object cannot be read as such.
            Texts, numbers and booleans are not checked.
    """
    document: Document = _reader(cast("Any", kind))(found)  # mypy doubts that classes have hashes
    return document


def parse(kind: type[Document], text: str) -> Document:
    """Read the text of a document as an instance of the dataclass.

    Raises:
        KeyError, AttributeError, TypeError, ValueError: as ``load`` and ``from_json``.
    """
    return from_json(kind, load(kind, text))


def load(kind: type[Any], text: str) -> Json:
    """Read the text of a document as JSON. A document without a format has the known one.

    Raises:
        ValueError: it is not JSON, or has another format than the dataclass describes.
    """
    found: Json = json.loads(text)
    schema = kind.__dataclass_fields__["schema"]
    known = to_json(schema.default)
    stated = found.get(schema.metadata["key"], known) if isinstance(found, dict) else known
    if stated != known:
        raise ValueError(f"a document of the format {stated} is read as {known}")
    return found


def frozen(document: object) -> Frozen:
    """Write a document in its canonical bytes, whose SHA-256 each signature names."""
    content = canonical(to_json(document))
    return Frozen(content.decode("utf-8"), digest(content))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return the function that reads values of a type; created once for each type."""
    if is_dataclass(kind):
        return _object_reader(kind)
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        inner = _reader(next(part for part in parts if part is not NoneType))
        return lambda found: None if found is None else inner(found)
    if origin is tuple:
        member = _reader(parts[0])
        return lambda found: tuple(map(member, found))
    if origin is Mapping:
        read_value = _reader(parts[1])
        return lambda found: {name: read_value(value) for name, value in found.items()}
    if kind in {date, datetime}:
        parsed: Callable[[str], Any] = kind.fromisoformat
        return parsed
    return lambda found: found


def _object_reader(kind: Any) -> Callable[[Mapping[str, Any]], Any]:
    hints = get_type_hints(kind)
    members = [
        (row.name, row.metadata["key"], _reader(hints[row.name]), row.default is MISSING)
        for row in fields(kind)
    ]

    def read(found: Mapping[str, Any]) -> Any:
        return kind(
            **{
                name: reader(found[key])
                for name, key, reader, is_required in members
                if is_required or key in found
            }
        )

    return read
