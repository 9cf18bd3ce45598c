"""The pages of one version that this process has cached."""

from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock
from typing import Final

from kvalitet.whole_pages.address import Address
from kvalitet.whole_pages.page import Page

_ROOM: Final = 24 * 1024 * 1024  # bytes in one process
_OVERHEAD: Final = 1_000  # bytes for an address, roughly, even without a page

Kept = Page | None  # None: Django's response to this address is not cached


class Shelf:
    """A cache of pages by address, which drops the least recently requested if it is full.

    Threads share it. One thread makes a missing page while the others wait.
    """

    def __init__(self, room: int = _ROOM) -> None:
        """Begin empty."""
        self._room = room
        self._used = 0
        self._kept: OrderedDict[Address, Future[Kept]] = OrderedDict()
        self._lock = Lock()

    def find(self, address: Address) -> tuple["Future[Kept]", bool]:
        """Return the page's future, and whether this thread must make the page: see ``fill``."""
        with self._lock:
            kept = self._kept.get(address)
            if kept is not None:
                self._kept.move_to_end(address)
                return kept, False
            awaited: Future[Kept] = Future()
            self._kept[address] = awaited
            return awaited, True

    def fill(self, address: Address, page: Kept) -> None:
        """Store the page; None if Django has to respond to this address each time."""
        with self._lock:
            self._kept[address].set_result(page)
            self._kept.move_to_end(address)
            self._used += _size(page)
            while self._used > self._room and self._drop_oldest():
                pass

    def give_up(self, address: Address) -> None:
        """Give up making the page: the waiting requests and the next one go to Django."""
        with self._lock:
            awaited = self._kept.pop(address)
        awaited.set_result(None)

    def _drop_oldest(self) -> bool:
        """Drop the oldest finished page. False if there is none."""
        for address, kept in self._kept.items():
            if kept.done():
                self._used -= _size(kept.result())
                del self._kept[address]
                return True
        return False


def _size(page: Kept) -> int:
    return _OVERHEAD + (page.size if page else 0)
