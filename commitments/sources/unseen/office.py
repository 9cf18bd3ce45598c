"""Finds and removes authors, comments and changes in DOCX, XLSX and ODT documents. Pure.

A child process with limits of its own runs it. What is removed from a member is cut byte by byte.
Tracked changes are accepted.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from types import ModuleType
from typing import Final, NamedTuple

from commitments.sources.unseen import archive, jpeg, png
from commitments.sources.unseen.carried import Carried, Kind, carried
from commitments.sources.unseen.markup import Element, Markup, Step


class _Rule(NamedTuple):
    """What an element reveals (None if nothing by itself), and how it is removed.

    ``by``: the attributes that name a person. ``says``: whether its text is hidden content too.
    """

    kind: Kind | None
    step: Step
    by: tuple[str, ...] = ()
    says: bool = False


_LARGEST: Final = 60 * 1024 * 1024  # unpacked bytes of all members that are read
_AUTHOR: Final = ("author",)
_MARKER: Final = _Rule(None, "cut")
_CHANGE: Final = _Rule("change", "cut", _AUTHOR)
_NAME: Final = _Rule("comment", "empty", says=True)

_RULES: Final[tuple[tuple[re.Pattern[str], Mapping[str, _Rule]], ...]] = (
    (
        re.compile(r"(?i)docProps/core\.xml"),
        {
            "creator": _Rule("author", "empty", says=True),
            "lastModifiedBy": _Rule("editor", "empty", says=True),
        },
    ),
    (
        re.compile(r"(?i)docProps/app\.xml"),
        dict.fromkeys(("Company", "Manager"), _Rule("company", "cut", says=True)),
    ),
    (
        re.compile(r"(?i)docProps/custom\.xml"),
        {"property": _Rule("property", "cut", ("name",), says=True)},
    ),
    (
        re.compile(
            r"(?i)word/(document|header|footer|footnotes|endnotes|comments|glossary).*\.xml"
        ),
        {
            **dict.fromkeys(("ins", "moveTo"), _Rule("change", "unwrap", _AUTHOR)),
            "del": _Rule("change", "cut", _AUTHOR, says=True),
            "moveFrom": _CHANGE,
            **dict.fromkeys(
                (
                    *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange"),
                    *("trPrChange", "tcPrChange", "tblGridChange", "numberingChange", "cellIns"),
                    *("cellDel", "cellMerge"),
                ),
                _CHANGE,
            ),
            "comment": _Rule("comment", "cut", _AUTHOR, says=True),
            **dict.fromkeys(
                (
                    *("commentRangeStart", "commentRangeEnd", "commentReference", "commentEx"),
                    *("commentId", "commentExtensible", "moveFromRangeStart", "moveFromRangeEnd"),
                    *("moveToRangeStart", "moveToRangeEnd"),
                ),
                _MARKER,
            ),
        },
    ),
    (re.compile(r"(?i)word/people\.xml"), {"person": _Rule("comment", "cut", _AUTHOR)}),
    (
        re.compile(r"(?i)xl/workbook\.xml"),
        {
            "absPath": _Rule("property", "cut", ("url",)),
            "fileSharing": _Rule("editor", "blank", ("userName",)),
        },
    ),
    (re.compile(r"(?i)xl/(threaded)?comments.*\.xml"), {"author": _NAME, "text": _NAME}),
    (
        re.compile(r"(?i)xl/persons/.*\.xml"),
        {"person": _Rule("comment", "blank", ("displayName",))},
    ),
    (
        re.compile(r"(?i)xl/revisions/.*\.xml"),
        {
            "header": _Rule("change", "blank", ("userName",)),
            "userInfo": _Rule("change", "blank", ("name",)),
        },
    ),
    (
        re.compile(r"meta\.xml"),
        {
            "initial-creator": _Rule("author", "cut", says=True),
            **dict.fromkeys(("creator", "printed-by"), _Rule("editor", "cut", says=True)),
            "user-defined": _Rule("property", "cut", ("name",), says=True),
        },
    ),
    (
        re.compile(r"(content|styles)\.xml"),
        {
            "annotation": _Rule("comment", "cut", says=True),
            "changed-region": _Rule("change", "cut", says=True),
            **dict.fromkeys(
                ("annotation-end", "tracked-changes", "change", "change-start", "change-end"),
                _MARKER,
            ),
        },
    ),
)
_SIGNATURES: Final = re.compile(r"(?i)_xmlsignatures/.*\.xml|META-INF/.*signatures.*\.xml")
_PICTURE: Final = re.compile(r"(?i)((word|xl)/media|Pictures)/.*\.(jpe?g|png)")


def carries(body: bytes) -> Iterator[Carried]:
    """Yield the document's hidden content.

    Raises:
        ValueError, zipfile.BadZipFile: a member cannot be read.
    """
    for name, content in _members(body):
        rules = _rules(name)
        if _SIGNATURES.fullmatch(name):
            yield Carried("signature")
        elif rules:
            for element in Markup(content).elements(rules):
                yield from _told(element, rules[element.name])
        else:
            # Not a picture, whatever its name says, so it is not displayed.
            with suppress(ValueError):
                yield from list(_picture(name).carries(content))


def without(body: bytes) -> bytes:
    """Return the document without what ``carries`` lists; the same bytes each time."""
    changed = {}
    for name, content in _members(body):
        if rules := _rules(name):
            changed[name] = Markup(content).edited(partial(_step, rules))
        elif not _SIGNATURES.fullmatch(name):
            with suppress(ValueError):
                changed[name] = _picture(name).without(content)
    return archive.rewritten(body, changed)


def _step(rules: Mapping[str, _Rule], name: str) -> Step:
    return rules[name].step if name in rules else "keep"


def _told(element: Element, rule: _Rule) -> Iterator[Carried]:
    said = [element.attributes.get(name, "") for name in rule.by]
    said += [element.text] if rule.says else []
    if rule.kind and any(text.strip() for text in said):
        yield carried(rule.kind, ": ".join(text for text in said if text.strip()))


def _rules(name: str) -> Mapping[str, _Rule]:
    return next((rules for place, rules in _RULES if place.fullmatch(name)), {})


def _picture(name: str) -> ModuleType:
    return png if name.lower().endswith("png") else jpeg


def _members(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the members that are searched, with their content."""
    room = _LARGEST
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        for info in opened.infolist():
            name = info.filename
            if _SIGNATURES.fullmatch(name):
                yield name, b""
            elif _rules(name) or _PICTURE.fullmatch(name):
                room -= info.file_size
                if room < 0:
                    raise ValueError("the members are too large")
                yield name, opened.read(info)
