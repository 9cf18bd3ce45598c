"""The room for pages in a process: what is dropped, and who makes a page that is lacking."""

from typing import Final

from kvalitet.whole_pages.address import Address
from kvalitet.whole_pages.page import Page
from kvalitet.whole_pages.shelf import Shelf

PAGE: Final = Page('W/"a"', (), b"g" * 3_000, b"b" * 1_000)  # 5,000 bytes with its address


def address(path: str) -> Address:
    return Address("https", "localhost", "", path, "")


def put(shelf: Shelf, path: str, page: Page | None = PAGE) -> None:
    _awaited, is_mine = shelf.find(address(path))
    assert is_mine
    shelf.fill(address(path), page)


def is_held(shelf: Shelf, path: str) -> bool:
    """Whether it is there; if not, it is lacking afterwards too."""
    _awaited, is_mine = shelf.find(address(path))
    if is_mine:
        shelf.give_up(address(path))
    return not is_mine


def test_drops_what_was_asked_for_least_recently() -> None:
    shelf = Shelf(room=10_000)
    put(shelf, "/a")
    put(shelf, "/b")
    assert is_held(shelf, "/a")

    put(shelf, "/c")

    assert [is_held(shelf, path) for path in ("/a", "/b", "/c")] == [True, False, True]


def test_addresses_without_a_page_take_room_too() -> None:
    shelf = Shelf(room=10_000)
    put(shelf, "/a")

    for number in range(9):
        put(shelf, f"/{number}", None)

    assert not is_held(shelf, "/a")
    assert is_held(shelf, "/8")


def test_a_page_that_does_not_fit_is_handed_out_once() -> None:
    shelf = Shelf(room=100)
    awaited, _is_mine = shelf.find(address("/a"))

    shelf.fill(address("/a"), PAGE)

    assert awaited.result() is PAGE
    assert not is_held(shelf, "/a")


def test_what_is_being_made_is_not_dropped() -> None:
    shelf = Shelf(room=6_000)
    made, _is_mine = shelf.find(address("/a"))
    put(shelf, "/b")
    put(shelf, "/c")

    shelf.fill(address("/a"), PAGE)

    assert made.result() is PAGE
    assert is_held(shelf, "/a")
    assert not is_held(shelf, "/b")
