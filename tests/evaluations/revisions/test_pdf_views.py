import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test import Client

from commitments.evaluations.agreeing import conclusion_actions
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.content_version import DatabaseMark
from commitments.trust import triggers
from commitments.web import typesetting
from tests import make
from tests.support import evaluation_states, recorders, signed_evaluations
from tests.support.evaluation_states import Table

ADDRESS = "/avtaler/2011-2013/evalueringer/2012.pdf"
FOR_EVER = "/avtaler/2011-2013/evalueringer/2012/revisjoner/1.pdf"
DRAFT = "/arbeid/evalueringer/2011-2013/2012/utkast.pdf"
HOSTILE = (
    '#eval("1+1") #image("/etc/passwd") #read("/etc/passwd") $x$ `kode` *fet* <etikett> @ref \\'
    " // bort /* bort */ <script>alert(1)</script> 😀 שלום \u202esnudd ŋ Š Ж λ"
)


@pytest.fixture
def signed(texts: None) -> Table:
    """The parties disagree on F2; KS amended F3; the conclusion is in nynorsk."""
    found = evaluation_states.evaluation_in("revealed")
    found.amend("KS", "2011-F3", narrative=HOSTILE)
    text = "Eksempel: vi er usamde om F2.\n\nMen «samde» – om resten."
    proposal = conclusion_actions.propose(
        found.evaluation, by=found.editors["KD"], text=text, language="nn"
    )
    conclusion_actions.accept(proposal, by=found.approvers["KS"])
    found.sign("KD")
    found.sign("KS")
    return found


def pdf_of(address: str = ADDRESS, client: Client | None = None) -> bytes:
    answer = (client or Client()).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), address
    return bytes(answer.content)


def text_of(pdf: bytes) -> str:
    """What the pages say in their order, by the fonts' own tables; without white space."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return squeezed("".join(_page_text(page) for page in document.pages))


def squeezed(text: str) -> str:
    """The text without white space: lines and kerning end words where they like."""
    return "".join(text.split())


def _page_text(page: Any) -> str:
    maps = {str(name): _to_unicode(font) for name, font in page.Resources.Font.items()}
    words, current = [], {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            words.append(
                "".join(current.get(codes[i : i + 2], "") for i in range(0, len(codes), 2))
            )
    return "".join(words)


def _to_unicode(font: Any) -> dict[bytes, str]:
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", cmap)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def structure(node: Any) -> Iterator[Any]:
    """Every element of the tree that screen readers follow."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def test_says_what_the_revision_says(signed: Table) -> None:
    revision = Revision.objects.get()

    pdf_text = text_of(pdf_of())

    for expected in (
        "Evaluering av 2012, avtalen 2011–2013",
        "Skrevet i ettertid (2026)",
        "Eksempel: vi er usamde om F2.",
        "Uenige: KD innfridd og KS delvis innfridd.",
        "Eksempel: to møter i året.",
        "endret etter innsyn",
        "Arne Godkjenner",
        "Eksempel: for statsråden, etter fullmakt",
        revision.content_sha256,
        revision.revision_sha256,
        "/avtaler/2011-2013/evalueringer/2012/revisjoner/1/verifiser/",
    ):
        assert squeezed(expected) in pdf_text


def test_does_not_call_parties_agreed_on_what_one_alone_assessed(texts: None) -> None:
    signed_evaluations.signed(2012, KD={evaluation_states.REF: "fulfilled"})

    pdf_text = text_of(pdf_of())

    assert squeezed("Ingen forpliktelse er vurdert av begge parter.") in pdf_text
    assert squeezed("Partene er enige om alle forpliktelsene") not in pdf_text


def test_what_people_wrote_is_set_as_they_wrote_it_and_nothing_is_read(signed: Table) -> None:
    """v5.0.0-1.3.10: no template language in what people write."""
    pdf_text = text_of(pdf_of())

    assert squeezed('#read("/etc/passwd")') in pdf_text
    assert (
        squeezed("*fet* <etikett> @ref \\ // bort /* bort */ <script>alert(1)</script>") in pdf_text
    )
    assert squeezed("[U+1F600] [U+05E9][U+05DC][U+05D5][U+05DD] snudd ŋ Š Ж λ") in pdf_text
    assert squeezed("root:") not in pdf_text


def test_is_tagged_archival_and_says_its_languages(signed: Table) -> None:
    with pikepdf.open(BytesIO(pdf_of())) as pdf:
        root = pdf.Root
        elements = list(structure(root.StructTreeRoot))
        with pdf.open_metadata() as metadata:
            named = {name.rpartition("}")[2]: str(value) for name, value in metadata.items()}
            assert named["title"] == "Evaluering av 2012, avtalen 2011–2013"
            uris = {name.partition("}")[0].strip("{"): name for name in metadata}
        kinds = {str(element.S).strip("/") for element in elements}
        languages = {str(element.Lang) for element in elements if "/Lang" in element}

        assert str(root.Lang) == "nb-NO"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert {"http://www.aiim.org/pdfua/ns/id/", "http://www.aiim.org/pdfa/ns/id/"} <= set(uris)
        assert named["conformance"] == "A"
        assert {"H1", "H2", "P", "Table", "TH", "TD", "L", "BlockQuote"} <= kinds
        assert "nn-NO" in languages


def test_every_font_is_ours_and_embedded_and_nothing_is_fetched(signed: Table) -> None:
    with pikepdf.open(BytesIO(pdf_of())) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert "+Inter-" in str(font.BaseFont)
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        actions = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        assert not [item for item in actions if "/JS" in item or item.get("/S") == "/Launch"]
        assert not pdf.attachments


def test_is_the_same_bytes_for_the_same_revision_and_language(signed: Table) -> None:
    first = pdf_of()

    assert pdf_of(FOR_EVER) == first
    assert pdf_of("/en" + ADDRESS) == first
    assert pdf_of("/nn" + FOR_EVER) == pdf_of("/nn" + ADDRESS) != first


def test_nynorsk_has_a_frame_of_its_own_around_what_was_written(signed: Table) -> None:
    pdf_text = text_of(pdf_of("/nn" + ADDRESS))

    assert squeezed("Usamde: KD innfridd og KS delvis innfridd.") in pdf_text
    assert squeezed("Eksempel: to møter i året.") in pdf_text


def test_a_revision_that_does_not_verify_leads_to_what_differs(signed: Table) -> None:
    with triggers.lifted(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE commitments_revision SET content = replace(content, 'to m', 'ti m')")

    answer = Client().get(ADDRESS)

    assert (answer.status_code, answer["Location"]) == (302, f"{FOR_EVER[:-4]}/verifiser/")


def test_invented_content_is_marked_on_every_page(signed: Table) -> None:
    DatabaseMark.objects.create(pk=1, purpose="example")

    pdf = pdf_of()

    with pikepdf.open(BytesIO(pdf)) as document:
        assert all("Eksempel" in _page_text(page) for page in document.pages)


def test_there_is_none_before_there_is_a_revision(texts: None) -> None:
    evaluation_states.evaluation_in("signed_by_one")

    assert Client().get(ADDRESS).status_code == Client().get(FOR_EVER).status_code == 404


def test_a_draft_says_so_on_every_page_and_tells_the_own_part_alone(texts: None) -> None:
    found = evaluation_states.evaluation_in("handed_in_by_one")

    own, other = (
        pdf_of(DRAFT, recorders.client_of(found.editors[party])) for party in ("KD", "KS")
    )

    assert squeezed("Eksempel: tre møter i året.") in text_of(own)
    assert squeezed("Eksempel: to møter i året.") not in text_of(own)
    assert squeezed("Eksempel: tre møter i året.") not in text_of(other)
    for pdf in (own, other):
        with pikepdf.open(BytesIO(pdf)) as document:
            assert all("UTKAST" in _page_text(page) for page in document.pages)


def test_after_the_reveal_the_draft_tells_what_both_say(texts: None) -> None:
    found = evaluation_states.evaluation_in("revealed")

    pdf_text = text_of(pdf_of(DRAFT, recorders.client_of(found.editors["KD"])))

    assert squeezed("Eksempel: to møter i året.") in pdf_text
    assert squeezed("Eksempel: tre møter i året.") in pdf_text


@pytest.mark.parametrize("role", ["secretariat", "office_viewer"])
def test_a_draft_is_for_the_parties_alone(texts: None, role: str) -> None:
    evaluation_states.evaluation_in("revealed")
    visitor = recorders.client_of(make.make_membership(role=role))

    assert visitor.get(DRAFT).status_code == 403
    assert Client().get(DRAFT).status_code == 302


def test_characters_that_no_font_shows_are_told_by_their_code() -> None:
    shown = typesetting._legible("æ «–» 😀\u00adx\u0307\u3000y")

    assert shown == "æ «–» [U+1F600]ẋ y"
