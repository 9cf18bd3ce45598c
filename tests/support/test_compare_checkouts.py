import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.compare_checkouts import compare, folded, hunks, without_drawn

PAGE = """<ul>
  <li class="a"  id=x >Vi «er» <b>enige</b> nå</li>
</ul>
<input name="csrfmiddlewaretoken" value="abc">
<textarea>to  ord</textarea>"""


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("<ul>\n  <li", "<ul><li"),
        ('"a"  id=x >', '"a" id=x>'),
        ("Vi «", "Vi\n   «"),
        ("«er»", "&laquo;er&#187;"),
        ('value="abc"', 'value="def"'),
    ],
)
def test_folding_hides_what_nobody_sees(written: str, other: str) -> None:
    assert written in PAGE
    assert folded(PAGE.replace(written, other)) == folded(PAGE)


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("enige", "uenige"),
        ("Vi «", "Vi\N{NO-BREAK SPACE}«"),
        ("Vi «", "Vi«"),
        ("nå<", "nå\N{NO-BREAK SPACE}<"),
        ("<b>", "&lt;b&gt;"),
        ('"a"', '"&quot;a"'),
        ("to  ord", "to ord"),
    ],
)
def test_folding_keeps_what_somebody_sees(written: str, other: str) -> None:
    assert written in PAGE
    assert folded(PAGE.replace(written, other)) != folded(PAGE)


def test_spells_quotation_marks_alike_in_text() -> None:
    assert folded("<p>it&#x27;s &quot;so&quot;</p>") == folded('<p>it\'s "so"</p>')


def test_leaves_out_drawn_keys_but_not_known_ones() -> None:
    text = "/1234567890123456/ 4715278000000011 0c5d7c1e-3f0a-4b7e-9a55-1f2e3d4c5b6a 20261120"

    assert without_drawn(text, {"4715278000000011"}) == (
        "/(drawn)/ 4715278000000011 (drawn) 20261120"
    )


def test_a_hunk_begins_shortly_before_the_difference() -> None:
    same = "x" * 100

    assert list(hunks(["a", f"{same}1", "b"], ["a", f"{same}2", "b"])) == [
        f"  - '{'x' * 40}1'\n  + '{'x' * 40}2'"
    ]


def test_reports_each_difference_once_with_all_who_have_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bodies").mkdir()
    answers = {"before": ("status 200", b"a,b"), "after": ("status 200", b"a;b")}
    for side, (status, body) in answers.items():
        (tmp_path / side).mkdir()
        (tmp_path / "bodies" / side).write_bytes(body)
        rows: list[Any] = [
            (["house", "front", "nb", "reader", "GET", "/"], ["status 404"], "before"),
            *((["house", "list", "nb", role, "GET", "/l"], [status], side) for role in "AB"),
        ]
        (tmp_path / side / "answers").write_text("\n".join(map(json.dumps, rows)))

    assert compare(tmp_path) == 1
    assert capsys.readouterr().out == (
        "2: list × nb × A, B\n"
        "  first: house list nb A GET /l\n"
        "  - 'a,b'\n"
        "  + 'a;b'\n\n"
        "3 compared (2 status 200, 1 status 404): 0 pages folded, 3 byte for byte. 2 differ.\n"
    )


@pytest.mark.parametrize("lacking", ["before", "after"])
def test_an_answer_that_one_checkout_lacks_differs(tmp_path: Path, lacking: str) -> None:
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies" / "x").write_bytes(b"")
    for side in ("before", "after"):
        (tmp_path / side).mkdir()
        rows: list[Any] = [
            (["made", table, "", "", "rows", ""], [], "x")
            for table in ("a", "b")[side == lacking :]
        ]
        (tmp_path / side / "answers").write_text("\n".join(map(json.dumps, rows)))

    assert compare(tmp_path) == 1
