"""The codings of a page, and which of them a client takes."""

from typing import Final

import pytest

from kvalitet.whole_pages.page import Page, coding_of

PAGE: Final = Page.packed('W/"a"', [("Content-Type", "text/html")], b"side " * 1_000)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("gzip; q=0.000", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0, *;q=0", ""),
        ("xgzip, brr", ""),
        ("gzip;q=2", ""),
        ("gzip;q=nan", ""),
        ("gzip;level=9", "gzip"),
        (",,;,", ""),
    ],
)
def test_the_client_says_which_coding_it_takes(accepted: str, coding: str) -> None:
    assert coding_of(accepted) == coding
    assert dict(PAGE.answer(accepted).headers).get("Content-Encoding", "") == coding


def test_is_as_large_as_what_is_kept_of_it() -> None:
    kept = len(PAGE.gzip) + len(PAGE.brotli) + sum(map(len, sum(PAGE.headers, ())))

    assert PAGE.size == kept < len(PAGE.plain) == 5_000
