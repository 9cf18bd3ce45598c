"""A generated agreement, in a separate database, for measuring performance."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import islice
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements import vocabulary
from agreements.models import Agreement, AgreementParty, EvaluationYear, Party, Segment, TextVersion
from agreements.reading.content import InLanguages
from agreements.text_version import pair_sha256
from agreements.vocabulary import Word
from commitments.foundation import search
from commitments.foundation.content_version import DatabaseMark
from commitments.foundation.public_act import PublicAct
from commitments.operating import measuring_entries
from commitments.register.models import Commitment, CommitmentArea, CommitmentTheme
from commitments.register.rows_from_text import rows_from_text

SLUG: Final = "maaling"
_AT_A_TIME: Final = 2_000  # segments in memory at once
_TITLE: Final = "Syntetisk avtale for måling, laget av en maskin"
_LAST_DAY: Final = date(2013, 12, 31)
_PARTIES: Final = ("KD", "KS")
_MEASURING: Final = DatabaseMark.Purpose.MEASURING


@dataclass(frozen=True, slots=True)
class _Block:
    """The commitments of one group: heading, reference letters, actor, responsible parties."""

    group: str
    heading: str
    letters: str
    actor: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A segment before it is saved; ``number`` is a commitment's number in its block, else 0."""

    position: int
    kind: str
    text: str
    block: _Block
    number: int = 0

    @property
    def ref(self) -> str:
        """The commitment's reference; "" if the line is not a commitment."""
        return f"{SLUG.upper()}-{self.block.letters}{self.number}" if self.number else ""


_USUAL_TITLE: Final = 36  # characters
_BLOCKS: Final = (
    _Block("prose", "", "M", "Partene", ("KD", "KS")),
    _Block("joint", "Partene vil i fellesskap", "F", "Partene", ("KD", "KS")),
    _Block("KS", "KS vil", "KS", "KS", ("KS",)),
    _Block("State", "Staten vil", "S", "Staten", ("KD",)),
)


@transaction.atomic
def fill(commitments: int, *, each: int, laid: Callable[[int], None]) -> bool:
    """Create a synthetic agreement with this many commitments. False if it existed already.

    They are spread evenly over groups, areas, themes and types of promise. Each party publishes
    ``each`` entries on each commitment it is responsible for. The database is marked, and every
    page says so. ``laid`` is called now and then with the number of rows of either kind.

    Raises:
        ValidationError: this is not a local portal (code ``not_local``), the database already
            has content (``holds_content``), or was filled with another number
            (``other_number``).
    """
    if not settings.LOCAL:
        raise ValidationError(_("Only a local portal (LOCAL=1) can be filled."), "not_local")
    there = Commitment.objects.of_agreement(SLUG).count()
    marked = DatabaseMark.purpose_here() == _MEASURING
    if marked and there == commitments:
        return False
    if marked and there:
        raise ValidationError(
            _("The database is already filled with %(number)d commitments. Use a new one."),
            "other_number",
            {"number": there},
        )
    if not marked and (DatabaseMark.purpose_here() or Agreement.objects.exists()):
        raise ValidationError(_("The database already has content."), "holds_content")
    mark, _made = DatabaseMark.objects.get_or_create(pk=1, defaults={"purpose": _MEASURING})
    _lay(_agreement(commitments), _lines(commitments), laid)
    measuring_entries.publish_entries(SLUG, each=each, report=laid)
    PublicAct.record(mark, *TextVersion.objects.of_agreement(SLUG), *rows_from_text(SLUG))
    return True


def _lines(commitments: int) -> Iterator[_Line]:
    """Yield the whole text, line by line, the same at every call."""
    position = 1
    yield _Line(position, "title", _TITLE, _BLOCKS[0])
    for place, block in enumerate(_BLOCKS):
        if block.heading:
            position += 1
            yield _Line(position, "heading", block.heading, block)
        in_block = commitments * (place + 1) // 4 - commitments * place // 4
        for number in range(1, in_block + 1):
            position += 1
            yield _Line(position, "commitment", _wording(number), block, number)


def _wording(number: int) -> str:
    verb, area, theme, _second = (word.label("nb") for word in _spread(number))
    return f"Målepunkt {number}: {verb} {theme.lower()}, {area}."


def _short_title(number: int) -> dict[str, str]:
    """Make a short title, as long as the real agreements' average, for every language."""
    _verb, _area, theme, _second = _spread(number)
    title = f"Målepunkt {number}: {theme.label('nb').lower()}"[:_USUAL_TITLE].rstrip(" ,")
    return dict.fromkeys(InLanguages._fields, title)


def _spread(number: int) -> tuple[Word, Word, Word, Word]:
    """Return type of promise, area, theme and second theme of the commitment with this number."""
    verbs, areas, themes = _words("verb"), _words("area"), _words("theme")
    theme = number % len(themes)
    return (
        verbs[number % len(verbs)],
        areas[number % len(areas)],
        themes[theme],
        themes[theme - 1],
    )


@cache
def _words(group: str) -> list[Word]:
    return list(vocabulary.words(group).values())


def _agreement(commitments: int) -> Agreement:
    text = "\n".join(line.text for line in _lines(commitments))
    agreement = Agreement.objects.create(
        slug=SLUG,
        title=_TITLE,
        ends_on=_LAST_DAY,
        source=f"{SLUG}.txt",
        source_text=text,
        source_sha256=sha256(text.encode()).hexdigest(),
        text_sha256=sha256(" ".join(text.split()).encode()).hexdigest(),
        short_title=dict.fromkeys(InLanguages._fields, _TITLE[:_USUAL_TITLE]),
    )
    TextVersion.objects.create(
        agreement=agreement, number=1, source_text=text, sha256=pair_sha256(text, "")
    )
    for position, code in enumerate(_PARTIES, start=1):
        party, _created = Party.objects.get_or_create(code=code)
        AgreementParty.objects.create(agreement=agreement, party=party, position=position)
    EvaluationYear.objects.create(agreement=agreement, year=_LAST_DAY.year)
    return agreement


def _lay(agreement: Agreement, lines: Iterator[_Line], laid: Callable[[int], None]) -> None:
    parties = {code: Party.objects.get(code=code) for code in _PARTIES}
    done = 0
    while batch := list(islice(lines, _AT_A_TIME)):
        segments = Segment.objects.bulk_create([_segment(agreement, line) for line in batch])
        own = [(line, row) for line, row in zip(batch, segments, strict=True) if line.number]
        commitments = Commitment.objects.bulk_create(
            [_commitment(agreement, one) for one, _ in own]
        )
        laid_now = [(row, *rest) for row, rest in zip(commitments, own, strict=True)]
        _link(laid_now, parties)
        done += len(commitments)
        laid(done)


def _link(laid: list[tuple[Commitment, _Line, Segment]], parties: dict[str, Party]) -> None:
    """Save the commitments' areas, themes, segments and parties."""
    areas, themes = [], []
    in_text = [
        Commitment.segments.through(commitment=row, segment=segment) for row, _line, segment in laid
    ]
    answers = [
        Commitment.responsible.through(commitment=row, party=parties[code])
        for row, line, _segment in laid
        for code in line.block.codes
    ]
    for row, line, _segment in laid:
        _verb, area, *own_themes = _spread(line.number)
        areas.append(CommitmentArea(commitment=row, area=area.name))
        themes += [CommitmentTheme(commitment=row, theme=theme.name) for theme in own_themes]
    Commitment.segments.through.objects.bulk_create(in_text)
    Commitment.responsible.through.objects.bulk_create(answers)
    CommitmentArea.objects.bulk_create(areas)
    CommitmentTheme.objects.bulk_create(themes)


def _segment(agreement: Agreement, line: _Line) -> Segment:
    return Segment(
        agreement=agreement,
        position=line.position,
        kind=line.kind,
        text=line.text,
        ref=line.ref,
        anchor=line.ref.partition("-")[2] or f"s{line.position}",
    )


def _commitment(agreement: Agreement, line: _Line) -> Commitment:
    verb, *_rest = _spread(line.number)
    title = _short_title(line.number)
    return Commitment(
        agreement=agreement,
        ref=line.ref,
        position=line.position,
        wording=line.text,
        group=line.block.group,
        actor=line.block.actor,
        modal="vil",
        verb_class=verb.name,
        measurable=False,
        regional=line.number % 2 == 0,
        short_title=title,
        reasons={},
        search_words=search.index(" ".join((line.ref, line.text, *title.values()))),
    )
