"""XML as bytes: reads some elements, removes some, and leaves all else unchanged. Pure."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final, Literal, NamedTuple
from xml.parsers import expat

Step = Literal["keep", "cut", "unwrap", "empty", "blank"]

_TAG: Final = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_PEOPLE: Final = re.compile(
    rb"""(\s(?:[\w.-]+:)?(?:author|displayName|initials|name|providerId|userId|userName)=)"""
    rb"""("[^"]*"|'[^']*')"""
)
_DECLARED: Final = re.compile(r"""^(<\?xml[^>]*?encoding=)["'][^"']*["']""")
_LONGEST: Final = 400  # characters of a piece of text
_MOST_PIECES: Final = 20  # of an element's text
_DEEPEST: Final = 10  # nested elements that get the text


class Element(NamedTuple):
    """An element: name and attributes without prefixes, and its text."""

    name: str
    attributes: Mapping[str, str]
    text: str


class _Open(NamedTuple):
    """An element that has been opened, and where its content begins."""

    name: str
    attributes: Mapping[str, str]
    step: Step
    start: int
    inside: int
    text: list[str]


class Markup:
    """A document in UTF-8, with the position of every tag."""

    def __init__(self, body: bytes) -> None:
        """Convert it to UTF-8."""
        self.body = body
        if body.startswith((b"\xff\xfe", b"\xfe\xff")):
            self.body = _DECLARED.sub(r'\1"UTF-8"', body.decode("utf-16")).encode()

    def elements(self, names: Collection[str]) -> list[Element]:
        """Return the elements with these names, in the order in which they end.

        Raises:
            ValueError: it is not XML, or it has a document type, which could define any entities.
        """
        walk = _Walk(self.body, lambda name: "cut" if name in names else "keep")
        return [
            Element(each.name, each.attributes, " ".join(each.text)) for each, *_end in walk.ended
        ]

    def edited(self, step_of: Callable[[str], Step]) -> bytes:
        """Return the document after applying to each element the step for its name.

        ``cut`` removes the element with its content, ``unwrap`` keeps its content, ``empty`` keeps
        its tags, and ``blank`` empties the attributes that name people.

        Raises:
            ValueError: as for ``elements``.
        """
        changes: list[tuple[int, int, bytes]] = []
        for each, stop, end in _Walk(self.body, step_of).ended:
            if each.step == "cut":
                changes.append((each.start, end, b""))
            elif each.step == "empty":
                changes.append((each.inside, stop, b""))
            elif each.step == "unwrap":
                changes += [(each.start, each.inside, b""), (stop, end, b"")]
            else:
                tag = _PEOPLE.sub(rb'\1""', self.body[each.start : each.inside])
                changes.append((each.start, each.inside, tag))
        return _changed(self.body, changes)


class _Walk:
    """The elements that have a step, with the positions where content and element end."""

    def __init__(self, body: bytes, step_of: Callable[[str], Step]) -> None:
        self.ended: list[tuple[_Open, int, int]] = []
        self._body, self._step_of = body, step_of
        self._opened: list[_Open] = []
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            self._parser.Parse(body, True)  # noqa: FBT003 - expat takes no keywords
        except expat.ExpatError as error:
            raise ValueError("no XML") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        step = self._step_of(plain)
        if step != "keep":
            local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            at = self._parser.CurrentByteIndex
            self._opened.append(_Open(plain, local, step, at, self._tag_end(at), []))

    def _end(self, name: str) -> None:
        if self._step_of(name.rpartition(":")[2]) == "keep":
            return
        each, at = self._opened.pop(), self._parser.CurrentByteIndex
        if self._body[each.inside - 2 : each.inside] == b"/>":
            self.ended.append((each, each.inside, each.inside))
        else:
            self.ended.append((each, at, self._tag_end(at)))

    def _text(self, said: str) -> None:
        for each in self._opened[-_DEEPEST:]:
            if len(each.text) < _MOST_PIECES and (line := said.strip()):
                each.text.append(line[:_LONGEST])

    def _refuse(self, *_declaration: object) -> None:
        raise ValueError("a document type")

    def _tag_end(self, at: int) -> int:
        tag = _TAG.match(self._body, at)
        if tag is None:
            raise ValueError("a tag that does not end")
        return tag.end()


def _changed(body: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """Replace these parts of the bytes. A part within another is replaced with it."""
    pieces, position = [], 0
    for start, stop, instead in sorted(changes, key=lambda change: (change[0], -change[1])):
        if start >= position:
            pieces += [body[position:start], instead]
            position = stop
    return b"".join([*pieces, body[position:]])
