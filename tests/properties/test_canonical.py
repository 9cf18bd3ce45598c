"""Canonical JSON: one content, one row of bytes, whatever the order, the time zone, the form."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.foundation.canonical import canonical, digest, plain_text

texts = st.text(st.characters(exclude_categories=["Cs"]))
# Keys that remain different in NFC; two that become the same are refused.
keys = st.dictionaries(texts.map(plain_text), st.none()).map(list)
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts.map(plain_text), inner, max_size=4)
    ),
    max_leaves=20,
)

# As in the example of RFC 8785, 3.2.3, with keys that NFC leaves as they are.
SORTED: Final = ["1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\uff01"]


def turned(value: Any) -> Any:
    """The same content, every object written in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(item) for item in value] if isinstance(value, list) else value


def in_nfc(value: Any) -> Any:
    """The same content, its texts in the form that is written."""
    if isinstance(value, dict):
        return {plain_text(key): in_nfc(item) for key, item in value.items()}
    if isinstance(value, list):
        return [in_nfc(item) for item in value]
    return plain_text(value) if isinstance(value, str) else value


@given(values)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert json.loads(canonical(value)) == in_nfc(value)


@given(values)
def test_the_order_of_keys_makes_no_difference(value: Any) -> None:
    assert canonical(value) == canonical(turned(value))


@given(values)
def test_what_is_read_back_is_written_alike(value: Any) -> None:
    written = canonical(value)

    assert canonical(json.loads(written)) == written


@given(keys)
def test_keys_stand_in_the_order_of_their_utf_16_code_units(names: list[str]) -> None:
    written = json.loads(
        canonical(dict.fromkeys(names)), object_pairs_hook=lambda pairs: [name for name, _ in pairs]
    )

    units = [tuple(name.encode("utf-16-be")) for name in written]
    assert units == sorted(units)


def test_keys_beyond_the_first_plane_come_before_some_within_it() -> None:
    assert list(json.loads(canonical(dict.fromkeys(reversed(SORTED))))) == SORTED


def test_characters_are_escaped_as_the_rfc_has_it() -> None:
    # RFC 8785, 3.2.2.2
    assert canonical('\b\t\n\f\u000f"\\/€\u007f') == '"\\b\\t\\n\\f\\u000f\\"\\\\/€\u007f"'.encode()


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\nb"])
def test_line_ends_make_no_difference(text: str) -> None:
    assert canonical(text) == b'"a\\nb"'


@given(texts)
def test_the_form_of_unicode_makes_no_difference(text: str) -> None:
    assert canonical(unicodedata.normalize("NFD", text)) == canonical(
        unicodedata.normalize("NFC", text)
    )


@given(
    st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_the_time_zone_makes_no_difference(moment: datetime, minutes: int) -> None:
    utc = moment.replace(tzinfo=UTC)
    elsewhere = utc.astimezone(timezone(timedelta(minutes=minutes)))

    assert canonical(elsewhere) == canonical(utc)
    assert datetime.fromisoformat(json.loads(canonical(elsewhere))) == utc


def test_days_and_instants_are_written_in_one_way() -> None:
    moment = datetime(2027, 10, 12, 8, 15, tzinfo=UTC)

    assert canonical([date(2027, 10, 15), moment]) == (
        b'["2027-10-15","2027-10-12T08:15:00.000000Z"]'
    )


@pytest.mark.parametrize("value", [0.5, b"x", {1}, {1: 2}, object()])
def test_what_has_no_place_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical([value])


@pytest.mark.parametrize(
    "value",
    [2**53, "\ud800", {"\u00e5": 1, "a\u030a": 2}, datetime(2027, 1, 1)],  # noqa: DTZ001
)
def test_what_cannot_be_written_alike_everywhere_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


def test_the_digest_is_that_of_the_bytes() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
