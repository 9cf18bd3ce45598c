"""Long wordings made short for lists."""

from commitments.foundation.excerpt import Piece, excerpt

LONG = "Arbeide for å videreutvikle verktøy som kan brukes av alle kommuner for å vurdere skolen"


def joined(pieces: list[Piece]) -> str:
    return "".join(piece for piece, _hit in pieces)


def test_a_text_that_fits_stays_whole() -> None:
    assert excerpt([("Samarbeide ", False), ("om", True)], room=20) == [
        ("Samarbeide ", False),
        ("om", True),
    ]


def test_is_cut_at_a_word() -> None:
    assert joined(excerpt([(LONG, False)], room=40)) == "Arbeide for å videreutvikle verktøy som …"


def test_leaves_no_comma_before_the_dots() -> None:
    assert joined(excerpt([("Bistå kommunene, fylkene og andre", False)], room=17)) == (
        "Bistå kommunene …"
    )


def test_a_late_hit_is_kept_in_sight_with_words_before_it() -> None:
    before, after = LONG.split("kommuner")
    pieces = excerpt([(before, False), ("kommuner", True), (after, False)], room=50)

    assert ("kommuner", True) in pieces
    assert joined(pieces) == "… verktøy som kan brukes av alle kommuner for å …"


def test_a_hit_at_the_end_leaves_nothing_out_after_it() -> None:
    pieces = excerpt([(LONG.removesuffix("skolen"), False), ("skolen", True)], room=40)

    assert joined(pieces) == "… av alle kommuner for å vurdere skolen"


def test_one_endless_word_is_cut_all_the_same() -> None:
    assert joined(excerpt([("a" * 300, False)], room=20)) == "a" * 20 + " …"
