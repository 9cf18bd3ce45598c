"""The pages of one version that this process holds."""

from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock
from typing import Final

from kvalitet.whole_pages.address import Address
from kvalitet.whole_pages.page import Page

_ROOM: Final = 24 * 1024 * 1024  # bytes in one process
_OVERHEAD: Final = 1_000  # bytes that an address takes, roughly; also one without a page

Kept = Page | None  # None: what Django answers to this address is not kept


class Shelf:
    """Pages by address, the least recently asked for dropped where room is lacking.

    Threads share it. A page that is lacking is made by one of them, while the others wait.
    """

    def __init__(self, room: int = _ROOM) -> None:
        """Hold nothing yet."""
        self._room = room
        self._used = 0
        self._kept: OrderedDict[Address, Future[Kept]] = OrderedDict()
        self._lock = Lock()

    def find(self, address: Address) -> tuple["Future[Kept]", bool]:
        """The page or what will be it, and whether it is for this thread to make: see ``fill``."""
        with self._lock:
            kept = self._kept.get(address)
            if kept is not None:
                self._kept.move_to_end(address)
                return kept, False
            awaited: Future[Kept] = Future()
            self._kept[address] = awaited
            return awaited, True

    def fill(self, address: Address, page: Kept) -> None:
        """Put there what was made; None where Django answers this address each time."""
        with self._lock:
            self._kept[address].set_result(page)
            self._kept.move_to_end(address)
            self._used += _size(page)
            while self._used > self._room and self._drop_oldest():
                pass

    def give_up(self, address: Address) -> None:
        """Nothing was made: those who wait ask Django, and so does the next one."""
        with self._lock:
            awaited = self._kept.pop(address)
        awaited.set_result(None)

    def _drop_oldest(self) -> bool:
        """Whether there was a page to drop; what is still being made stays."""
        for address, kept in self._kept.items():
            if kept.done():
                self._used -= _size(kept.result())
                del self._kept[address]
                return True
        return False


def _size(page: Kept) -> int:
    return _OVERHEAD + (page.size if page else 0)
