"""The basis of a published verdict: the wording at the time, and who was responsible."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

_MARKER: Final = re.compile(r"^(?:[-·]|[0-9]+\.)\s+")  # of a list in the agreement's text


def without_marker(wording: str) -> str:
    """Return the wording without its list marker."""
    return _MARKER.sub("", wording)


@dataclass(frozen=True, slots=True)
class Basis:
    """A commitment's wording and the codes of the responsible parties, in the text's order."""

    wording: str
    responsible: tuple[str, ...]

    @property
    def words(self) -> str:
        """The wording without its list marker."""
        return without_marker(self.wording)

    def differs_from(self, other: "Basis") -> bool:
        """Whether the wording or the parties differ, whatever the order of the parties."""
        return (self.wording, set(self.responsible)) != (other.wording, set(other.responsible))


# By the key of a text version and a commitment's reference.
Bases: TypeAlias = Mapping[tuple[int | None, str], Basis]


def differing(bases: Bases, shown: Mapping[str, Basis]) -> Bases:
    """Return the bases that differ from the one shown, by reference, of the same commitment."""
    return {
        (version, ref): basis
        for (version, ref), basis in bases.items()
        if ref in shown and basis.differs_from(shown[ref])
    }
