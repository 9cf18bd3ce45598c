"""Finds and removes the hidden content of a file, by its extension. Pure.

Pictures are read in the server process, documents by a child process, which calls ``told`` and
``rest``.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from commitments.sources.unseen import jpeg, office, png
from commitments.sources.unseen.carried import Carried, listed

Refusal = Literal["acts", "encrypted", "content"]

LONGEST_ANSWER: Final = 64 * 1024  # bytes of the output of ``told``
PICTURES: Final = frozenset({"jpg", "png"})
_MODULES: Final[dict[str, Any]] = {
    "jpg": jpeg,
    "png": png,
    "docx": office,
    "xlsx": office,
    "odt": office,
}


def carries(body: bytes, extension: str) -> list[Carried]:
    """Return the file's hidden content."""
    return listed(_module(extension).carries(body))


def without(body: bytes, extension: str) -> bytes:
    """Return the file without its hidden content.

    Raises:
        ValueError: some of it could not be removed.
    """
    module = _module(extension)
    rest: bytes = module.without(body)
    if listed(module.carries(rest)):
        raise ValueError("not everything can be taken out")
    return rest


def told(body: bytes, extension: str) -> Iterator[bytes]:
    """Yield ``carries`` as JSON, or the reason for which the file is refused."""
    yield json.dumps(_answer(lambda: carries(body, extension))).encode()


def rest(body: bytes, extension: str) -> Iterator[bytes]:
    """Yield ``without``; empty if some hidden content could not be removed."""
    try:
        yield without(body, extension)
    except ValueError:
        return


def _module(extension: str) -> Any:
    return _pdf() if extension == "pdf" else _MODULES[extension]


def _pdf() -> Any:
    from commitments.sources.unseen import pdf  # noqa: PLC0415  # heavy, and the child's alone

    return pdf


def _answer(read: Callable[[], list[Carried]]) -> list[Carried] | Refusal:
    try:
        return read()
    except _pdf().ActsError:
        return "acts"
    except _pdf().LockedError:
        return "encrypted"
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (libraries of many errors, on a file of anyone's making)
        return "content"
