"""What the parties sign: the content of an evaluation, its hash, and the seal around both.

The fields are the keys of the document (docs/evaluation-document.md), in bokmål ASCII
words as in every file of ours. Words of verdicts, reasons and gaps are the second half of
the vocabulary's codes. Keys of the database have no place here, but for progress entries,
whose number is public.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from commitments.canonical import canonical, digest

SCHEMA: Final = {"navn": "kvalitetsavtalen.evaluering", "versjon": 1}
HANDED_IN_SCHEMA: Final = {"navn": "kvalitetsavtalen.levering", "versjon": 1}
SEAL_SCHEMA: Final = {"navn": "kvalitetsavtalen.revisjon", "versjon": 1}

ASSESSMENT: Final = "vurdering"
VIEW: Final = "syn"
SILENT: Final = "svarer_ikke"


class Cited(NamedTuple):
    """A source: an address, or a file by name and SHA-256. ``part`` null: the secretariat's."""

    tittel: str
    utgiver: str
    dato: date | None
    adresse: str
    fil: str
    sha256: str
    part: str | None


class Picked(NamedTuple):
    """A published progress entry that the party rests on, as it stood."""

    oppforing: int
    status: str
    gjelder_dato: date
    tekst: str
    sprak: str
    publisert: datetime
    kilder: Sequence[Cited]


class Held(NamedTuple):
    """What a party holds on one commitment: ``arsak``, ``forbehold`` and ``mangler`` may be ""."""

    vurdering: str
    arsak: str
    forbehold: str
    mangler: str
    begrunnelse: str
    sprak: str
    kilder: Sequence[Cited]
    oppforinger: Sequence[Picked]


class Column(NamedTuple):
    """A party's column beside one commitment.

    ``rolle`` is vurdering (the party answers for it), syn (a view on what the other
    answers for) or svarer_ikke (does not answer, and has no view). ``sier`` is null where
    nothing is said. ``endret_etter_innsyn`` is when it was amended after the reveal, null
    for never; then ``levert`` is what was handed in (null: nothing). ``skrevet_i_ettertid``
    is the year of writing where that was over a year after the year evaluated.
    """

    part: str
    rolle: str
    sier: Held | None
    endret_etter_innsyn: datetime | None
    levert: Mapping[str, Any] | None
    skrevet_i_ettertid: int | None


class Row(NamedTuple):
    """A commitment with a column for each party, in the order of the agreement's first lines."""

    forpliktelse: str
    ordlyd: str
    ansvarlig: Sequence[str]
    kolonner: Sequence[Column]


class HandedIn(NamedTuple):
    """A party's hand-in: when, whether late, what it confirmed as not assessed, and its hash.

    ``etter_innsyn``: the other party's assessments had been published alone before that.
    """

    part: str
    levert: datetime
    etter_frist: bool
    etter_innsyn: bool
    bekreftet_ikke_vurdert: Sequence[str]
    sha256: str


class MeetingHeld(NamedTuple):
    """The meeting where the evaluation was made; ``nummer`` null: a bilateral one."""

    aar: int
    nummer: int | None
    dato: date
    papirer: Sequence[Cited]


class Concluded(NamedTuple):
    """The joint conclusion that stands."""

    tekst: str
    sprak: str
    foreslatt_av: str
    foreslatt: datetime
    godtatt: datetime


class Limit(NamedTuple):
    """A reservation that a verdict names, in the agreement's own words."""

    referanse: str
    ordlyd: str


class Content(NamedTuple):
    """An evaluation in one round: everything the parties sign."""

    avtale: str
    tittel: str
    tekst_sha256: str
    parter: Sequence[str]
    aar: int
    runde: int
    apnet: datetime
    apningsdokument: Cited | None
    frist: date
    mote: MeetingHeld | None
    leveringer: Sequence[HandedIn]
    vurderinger: Sequence[Row]
    forbehold: Sequence[Limit]
    konklusjon: Concluded | None


class Signed(NamedTuple):
    """A signature as it stands in a seal."""

    part: str
    navn: str
    rolle: str
    pa_vegne_av: str
    signert: datetime
    faktor: datetime
    innhold_sha256: str


class Frozen(NamedTuple):
    """A document in its canonical bytes, as text, with its SHA-256."""

    text: str
    sha256: str


def frozen(content: Content) -> Frozen:
    """The document that the parties sign; the hash is what each signature names."""
    return _frozen({"skjema": SCHEMA, **content._asdict()})


def handed_in(
    *, avtale: str, aar: int, runde: int, part: str, vurderinger: Mapping[str, Held]
) -> Frozen:
    """What one party hands in: its assessments by the commitments' references."""
    return _frozen(
        {
            "skjema": HANDED_IN_SCHEMA,
            "avtale": avtale,
            "aar": aar,
            "runde": runde,
            "part": part,
            "vurderinger": vurderinger,
        }
    )


def seal(  # noqa: PLR0913 (what a revision rests on, all by name)
    *,
    nummer: int,
    art: str,
    innhold_sha256: str,
    signaturer: Sequence[Signed],
    publisert: datetime,
    forrige_sha256: str,
) -> Frozen:
    """The seal of a revision; its SHA-256 is the revision's.

    ``art`` is signed or one_sided; ``forrige_sha256`` is that of the revision before, ""
    for the first.
    """
    return _frozen(
        {
            "skjema": SEAL_SCHEMA,
            "nummer": nummer,
            "art": art,
            "innhold_sha256": innhold_sha256,
            "signaturer": signaturer,
            "publisert": publisert,
            "forrige_sha256": forrige_sha256,
        }
    )


def _frozen(document: Mapping[str, Any]) -> Frozen:
    content = canonical(document)
    return Frozen(content.decode("utf-8"), digest(content))
