"""Lays out a parsed text as a page: titles, headings, rows of text and lists, and the contents.

Paragraphs follow the line breaks of the source. A sentence is never broken: inline segments
continue it, and the later parts of a commitment stay in its row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

from agreements.reading.proof import spans

_TITLE: Final = 2  # levels of headings; the page's own is level 1
_HEADING: Final = 3
_SUBHEADING: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """The layout properties of a segment; see ``agreements.models.Segment`` for each field."""

    kind: str
    text: str
    ref: str
    anchor: str
    marker: str
    inline: bool
    has_note: bool

    @property
    def words(self) -> str:
        """The text without its list marker."""
        return self.text.removeprefix(self.marker).lstrip()


class BlockForm(StrEnum):
    """The appearance of a block."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    BULLETS = "bullets"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment with the inline segments that continue it.

    ``lines`` is the text in the lines of the source; ``begins_line``: a line break precedes it.
    """

    pieces: tuple[Piece, ...]
    lines: tuple[str, ...]
    begins_line: bool

    @property
    def first(self) -> Piece:
        """The segment that it begins with."""
        return self.pieces[0]


@dataclass(frozen=True, slots=True)
class MarginNote:
    """The text beside one note in the margin: at least one sentence, in paragraphs."""

    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> list[Sentence]:
        """All sentences, in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def pieces(self) -> list[Piece]:
        """Every segment of the row, in order."""
        return [piece for sentence in self.sentences for piece in sentence.pieces]

    @property
    def first(self) -> Piece:
        """The segment that gives the row its kind, reference and anchor."""
        return self.paragraphs[0][0].first

    @property
    def noted(self) -> Piece | None:
        """The first segment with a note on how it is classified, if any has one."""
        return next((piece for piece in self.pieces if piece.has_note), None)

    @property
    def asides(self) -> list[Piece]:
        """Inline segments of another kind, but not a commitment's reservations."""
        left_out = {self.first.kind}
        if self.first.kind == "commitment":
            left_out.add("reservation")
        return [piece for piece in self.pieces if piece.inline and piece.kind not in left_out]

    @property
    def begins_line(self) -> bool:
        """Whether a line break precedes it in the source."""
        return self.paragraphs[0][0].begins_line

    @property
    def lines(self) -> tuple[str, ...]:
        """The first sentence in the lines of the source."""
        return self.paragraphs[0][0].lines


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one form. ``level``: the heading's level, 2 to 4; 0 if it is not a heading.

    The first row of a title is the title itself; other title lines follow. ``promises``: a
    heading that introduces commitments.
    """

    form: BlockForm
    rows: tuple[MarginNote, ...]
    level: int = 0
    promises: bool = False

    @property
    def is_list(self) -> bool:
        """Whether its rows are list items."""
        return self.form in {BlockForm.BULLETS, BlockForm.NUMBERS}


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents. ``heading`` is from the text, or empty if the kind is shown instead.

    ``first`` and ``last`` are the anchors of the first and last row with a reference, or empty.
    """

    anchor: str
    heading: str
    kind: str
    first: str
    last: str


def arrange(pieces: Sequence[Piece], *, source_text: str, title: str) -> list[Block]:
    """Arrange pieces in text order into blocks.

    ``title`` is the agreement's own; it selects the title line that heads the page.
    """
    blocks: list[Block] = []
    headings = 0
    for form, run in groupby(_rows(_sentences(pieces, source_text)), key=_form):
        rows = tuple(run)
        if form == BlockForm.HEADING:
            blocks += [
                _heading(row, first=not (headings or number)) for number, row in enumerate(rows)
            ]
            headings += len(rows)
        elif form == BlockForm.TITLE:
            blocks.append(Block(form, _headed(rows, title), _TITLE))
        else:
            if blocks and rows[0].first.kind == "commitment":
                blocks[-1] = replace(blocks[-1], promises=blocks[-1].form == BlockForm.HEADING)
            blocks.append(Block(form, rows))
    return blocks


def contents(blocks: Sequence[Block]) -> list[ContentsLine]:
    """List each heading with what it introduces, and text outside headings by kind."""
    entries: list[ContentsLine] = []
    heading: Block | None = None
    before: Block | None = None
    for block in blocks:
        if block.form == BlockForm.TITLE:
            heading = None
        elif block.form == BlockForm.HEADING:
            if block.level == _HEADING:
                heading = block
                entries.append(_entry(block.rows[0], block.rows[0].first.text.rstrip(" :")))
        else:
            if before is not None and before.is_list and not block.is_list:
                heading = None  # the end of a list ends what its heading introduces
            for row in block.rows:
                if heading is None and not (entries and _same(entries[-1], row)):
                    entries.append(_entry(row, ""))
                entries[-1] = _reaching(entries[-1], row)
        before = block
    return entries


def _sentences(pieces: Sequence[Piece], source_text: str) -> Iterator[Sentence]:
    places = spans(source_text, [piece.text for piece in pieces])
    starts = [number for number, piece in enumerate(pieces) if not (piece.inline and number)]
    reached = 0  # the end of the previous sentence
    for start, end in pairwise([*starts, len(pieces)]):
        own = tuple(pieces[start:end])
        first, last = places[start], places[end - 1]
        if first is None or last is None:  # no match in the source, so its lines are unknown
            yield Sentence(own, (" ".join(piece.text for piece in own),), begins_line=True)
            continue
        before, words = source_text[reached : first[0]], source_text[first[0] : last[1]]
        gap = before[len(before.rstrip()) :]
        lines = tuple(" ".join(line.split()) for line in words.splitlines() if line.strip())
        yield Sentence(own, lines, begins_line="\n" in gap or not (reached or before.strip()))
        reached = last[1]


def _rows(sentences: Iterable[Sentence]) -> list[MarginNote]:
    rows: list[MarginNote] = []
    for sentence in sentences:
        if rows and _belongs(rows[-1], sentence):
            paragraphs = rows[-1].paragraphs
            if sentence.begins_line:
                rows[-1] = MarginNote((*paragraphs, (sentence,)))
            else:
                rows[-1] = MarginNote((*paragraphs[:-1], (*paragraphs[-1], sentence)))
        else:
            rows.append(MarginNote(((sentence,),)))
    return rows


def _belongs(row: MarginNote, sentence: Sentence) -> bool:
    """Whether the sentence belongs to the row: a later part, or more of a plain paragraph."""
    first = sentence.first
    if first.ref:
        return first.ref == row.first.ref
    return (
        not sentence.begins_line
        and not first.marker
        and first.kind == row.first.kind
        and first.kind not in {"title", "heading", "signature"}
    )


def _form(row: MarginNote) -> BlockForm:
    first = row.first
    if first.kind == "title":
        return BlockForm.TITLE
    if first.kind == "heading":
        return BlockForm.HEADING
    if first.marker:
        return BlockForm.NUMBERS if first.marker.rstrip(".)").isdigit() else BlockForm.BULLETS
    return BlockForm.TEXT


def _heading(row: MarginNote, *, first: bool) -> Block:
    """Create a heading; one that begins with a small letter continues the previous one."""
    below = row.first.text[0].islower() and not first
    return Block(BlockForm.HEADING, (row,), _SUBHEADING if below else _HEADING)


def _headed(rows: tuple[MarginNote, ...], title: str) -> tuple[MarginNote, ...]:
    """Put the agreement's title first, or the last line if no line matches it."""
    own = [row for row in rows if row.first.text.casefold() == title.casefold()]
    head = own[0] if own else rows[-1]
    return (head, *(row for row in rows if row is not head))


def _entry(row: MarginNote, heading: str) -> ContentsLine:
    return ContentsLine(row.first.anchor, heading, row.first.kind, "", "")


def _same(entry: ContentsLine, row: MarginNote) -> bool:
    return not entry.heading and entry.kind == row.first.kind


def _reaching(entry: ContentsLine, row: MarginNote) -> ContentsLine:
    """Extend the entry to this row, if the row has a reference."""
    if not row.first.ref:
        return entry
    anchor = row.first.anchor
    return ContentsLine(entry.anchor, entry.heading, entry.kind, entry.first or anchor, anchor)
