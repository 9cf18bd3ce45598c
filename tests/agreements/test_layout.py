"""The layout of a text: sentences unbroken, paragraphs as in the source, lists that are lists."""

from typing import Any

import pytest

from agreements import layout
from agreements.layout import Block, BlockForm, ContentsLine, Piece


def piece(text: str, kind: str = "principle", ref: str = "", **facts: Any) -> Piece:
    plain = {
        "anchor": ref or f"s-{text[:4].strip()}",
        "marker": "",
        "inline": False,
        "has_note": False,
    }
    return Piece(kind=kind, text=text, ref=ref, **{**plain, **facts})


def item(text: str, ref: str, marker: str = "-", **facts: Any) -> Piece:
    return piece(f"{marker} {text}", "commitment", ref, marker=marker, **facts)


def arranged(*pieces: Piece, source: str | None = None, title: str = "Avtale") -> list[Block]:
    """The blocks; without a source every piece that is not inline begins a line."""
    lines = "".join(f"{' ' if each.inline else chr(10)}{each.text}" for each in pieces)
    return layout.arrange(pieces, source_text=source or lines, title=title)


def shape(blocks: list[Block]) -> list[tuple[str, list[list[list[str]]]]]:
    """The form of each block, and for each row its paragraphs as words."""
    return [
        (
            block.form.value,
            [
                [
                    [each.words for sentence in paragraph for each in sentence.pieces]
                    for paragraph in row.paragraphs
                ]
                for row in block.rows
            ],
        )
        for block in blocks
    ]


def test_inline_segments_stay_in_their_sentence() -> None:
    blocks = arranged(
        piece("KS skal,", "commitment", "M3"),
        piece("der dette er naturlig,", "reservation", "R2", inline=True),
        piece("samarbeide.", "commitment", "M3", anchor="M3-2", inline=True),
    )

    assert shape(blocks) == [
        ("text", [[["KS skal,", "der dette er naturlig,", "samarbeide."]]]),
    ]


def test_sentences_of_one_kind_on_one_line_make_one_row() -> None:
    first, second, third = piece("En.", "basis"), piece("To.", "basis"), piece("Tre.", "basis")

    blocks = arranged(first, second, third, source="En. To.\nTre.")

    assert shape(blocks) == [("text", [[["En.", "To."]], [["Tre."]]])]
    assert [row.begins_line for row in blocks[0].rows] == [True, True]


def test_another_kind_on_the_same_line_gets_its_own_row_in_the_same_paragraph() -> None:
    blocks = arranged(
        piece("Vi skal.", "commitment", "M1"), piece("Slik er det."), source="Vi skal. Slik er det."
    )

    assert [row.begins_line for row in blocks[0].rows] == [True, False]


def test_a_commitment_with_its_own_reference_never_joins_another() -> None:
    blocks = arranged(
        piece("Vi vil.", "commitment", "M1"),
        piece("Vi skal.", "commitment", "M2"),
        source="Vi vil. Vi skal.",
    )

    assert len(blocks[0].rows) == 2


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        ("1. Arbeide. Dette innebærer\n\nmer.", [["Arbeide.", "Dette innebærer mer."]]),
        ("1. Arbeide.\nDette innebærer mer.", [["Arbeide."], ["Dette innebærer mer."]]),
    ],
    ids=["on the same line", "on a line of its own"],
)
def test_later_part_of_a_commitment_stays_in_its_item(
    source: str, paragraphs: list[list[str]]
) -> None:
    later = piece("Dette innebærer mer.", "commitment", "F1", anchor="F1-2")

    blocks = arranged(item("Arbeide.", "F1", "1."), later, source=source)

    assert shape(blocks) == [("numbers", [paragraphs])]


def test_lists_leave_their_markers_out_and_stay_apart() -> None:
    blocks = arranged(
        item("en", "F1", "1."),
        item("to", "F2", "2)"),
        item("tre", "F3", "·"),
        item("fire", "F4", "·"),
        piece("Slutt."),
    )

    assert shape(blocks) == [
        ("numbers", [[["en"]], [["to"]]]),
        ("bullets", [[["tre"]], [["fire"]]]),
        ("text", [[["Slutt."]]]),
    ]
    assert [block.is_list for block in blocks] == [True, True, False]


def test_heading_with_a_small_letter_goes_on_from_the_one_before() -> None:
    blocks = arranged(
        piece("for alle", "heading"),
        piece("Målene:", "heading"),
        piece("for barnehagen:", "heading"),
        piece("Vi vil", "heading"),
    )

    assert [(block.form, block.level) for block in blocks] == [
        (BlockForm.HEADING, 3),
        (BlockForm.HEADING, 3),
        (BlockForm.HEADING, 4),
        (BlockForm.HEADING, 3),
    ]


def test_heading_promises_when_a_commitment_follows() -> None:
    blocks = arranged(
        piece("Mål:", "heading"), piece("Kvalitet.", "goal"), piece("Vi vil", "heading"),
        item("bistå", "F1"), piece("Til slutt", "heading"),
    )  # fmt: skip

    assert [block.promises for block in blocks if block.form == BlockForm.HEADING] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("title", "head"),
    [("avtale om skole", "AVTALE OM SKOLE"), ("Avtale om noe annet", "Mellom oss")],
    ids=["the agreement's title in other letters", "no line is the title"],
)
def test_of_several_title_lines_the_agreements_title_heads_the_page(title: str, head: str) -> None:
    blocks = arranged(piece("AVTALE OM SKOLE", "title"), piece("Mellom oss", "title"), title=title)

    assert [block.form for block in blocks] == [BlockForm.TITLE]
    assert blocks[0].rows[0].first.text == head
    assert {row.first.text for row in blocks[0].rows} == {"AVTALE OM SKOLE", "Mellom oss"}


def test_signature_keeps_the_lines_of_the_source() -> None:
    blocks = arranged(
        piece("Oslo, 24. august 2011", "signature"),
        piece("Kari Nordmann Leder", "signature"),
        source="Oslo, 24. august 2011\n\nKari  Nordmann\n\nLeder\n",
    )

    assert [row.lines for row in blocks[0].rows] == [
        ("Oslo, 24. august 2011",),
        ("Kari Nordmann", "Leder"),
    ]


def test_text_that_does_not_match_its_source_is_still_laid_out() -> None:
    blocks = arranged(piece("En."), piece("To.", "signature"), source="Noe helt annet.")

    assert shape(blocks) == [("text", [[["En."]], [["To."]]])]
    assert blocks[0].rows[1].lines == ("To.",)


def test_inline_segment_without_a_sentence_before_begins_one() -> None:
    assert shape(arranged(piece("og slik.", inline=True))) == [("text", [[["og slik."]]])]


def test_no_segments_give_no_blocks() -> None:
    blocks = arranged()

    assert blocks == []
    assert layout.contents(blocks) == []


def test_row_knows_its_asides_and_its_first_note() -> None:
    goal = piece("Vi vil ha kvalitet,", "goal", "A1")
    inline = piece("og frihet.", "principle", inline=True, has_note=True)
    commitment = piece("Vi skal,", "commitment", "M1")
    reservation = piece("om vi kan.", "reservation", "R1", inline=True)

    rows = arranged(goal, inline, commitment, reservation)[0].rows

    assert [row.asides for row in rows] == [[inline], []]
    assert [row.noted for row in rows] == [inline, None]


def test_contents_name_headings_and_what_they_introduce() -> None:
    blocks = arranged(
        piece("Avtale", "title"),
        piece("Målene:", "heading", anchor="s2"),
        piece("for barnehagen:", "heading"),
        piece("- trygghet", "goal", "B1", marker="-"),
        piece("for skolen:", "heading"),
        piece("- kunnskap", "goal", "G1", marker="-"),
        piece("Vi vil ", "heading", anchor="s7"),
        item("bistå", "F1"),
    )

    assert layout.contents(blocks) == [
        ContentsLine("s2", "Målene", "heading", "B1", "G1"),
        ContentsLine("s7", "Vi vil", "heading", "F1", "F1"),
    ]


def test_contents_name_text_outside_headings_by_kind() -> None:
    blocks = arranged(
        piece("Grunnlag.", "basis", anchor="s1"),
        piece("Vi vil", "heading", anchor="s2"),
        item("bistå", "F1"),
        piece("Vi skal.", "commitment", "M1"),
        piece("Vi bør.", "commitment", "M2"),
        piece("Ut året.", "term", anchor="s6"),
    )

    assert layout.contents(blocks) == [
        ContentsLine("s1", "", "basis", "", ""),
        ContentsLine("s2", "Vi vil", "heading", "F1", "F1"),
        ContentsLine("M1", "", "commitment", "M1", "M2"),
        ContentsLine("s6", "", "term", "", ""),
    ]


def test_prose_under_a_heading_belongs_to_it() -> None:
    blocks = arranged(
        piece("Mål:", "heading", anchor="s1"),
        piece("Kvalitet.", "goal", "G1"),
        piece("Vi skal.", "commitment", "M1"),
    )

    assert layout.contents(blocks) == [ContentsLine("s1", "Mål", "heading", "G1", "M1")]
