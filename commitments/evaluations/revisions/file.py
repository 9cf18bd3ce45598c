"""A published evaluation as rows of a file, read from its revision's content."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from agreements import vocabulary
from agreements.vocabulary import NOT_ASSESSED
from commitments.evaluations.revisions.document import (
    NOTHING_STATED,
    CitedSource,
    SignedVerdict,
    stated_columns,
)
from commitments.evaluations.revisions.models import Revision
from commitments.foundation.days import in_norway
from commitments.register.models import Commitment


class VerdictFileRow(NamedTuple):
    """What one party holds on one commitment in a published evaluation, in a file.

    ``rolle`` is vurdering (the party answers for it) or syn (a view on what the other answers
    for). ``vurdering``, ``arsak`` and ``mangler`` are the vocabulary's labels as filters write
    them; ikke_vurdert where the party published none. ``samlet`` is the combined reading,
    empty where none is shown. ``kilder`` are titles, ``kilde_adresser`` addresses, or names of
    files, in the same order. ``endret_etter_innsyn``: when it was amended after the reveal;
    ``levert_vurdering`` is the verdict handed in then. ``skrevet_i_ettertid`` is the year of
    writing where that was over a year after the year evaluated. ``art``: signed or ensidig.
    """

    referanse: str
    kortnavn: str
    avtale: str
    aar: int
    part: str
    rolle: str
    vurdering: str
    arsak: str
    forbehold: str
    mangler: str
    samlet: str
    begrunnelse: str
    sprak: str
    oppforinger: Sequence[str]
    kilder: Sequence[str]
    kilde_adresser: Sequence[str]
    endret_etter_innsyn: datetime | None
    levert_vurdering: str
    skrevet_i_ettertid: int | None
    revisjon: int
    art: str
    innhold_sha256: str
    ordlyd: str


def evaluation_rows(revision: Revision) -> list[VerdictFileRow]:
    """A row per commitment and party that answers for it or has a view, as the text goes."""
    document = revision.document
    titles = Commitment.objects.of_agreement(document.agreement).titles_in_files()
    return [
        VerdictFileRow(
            referanse=row.ref,
            kortnavn=titles[row.ref],
            avtale=document.agreement,
            aar=document.year,
            part=column.party,
            rolle=column.role,
            vurdering=verdict_value(stated.verdict),
            arsak=word_value("reason", stated.reason),
            forbehold=stated.reservation,
            mangler=word_value("gap", stated.gap),
            samlet=word_value("reading", row.reading),
            begrunnelse=stated.narrative,
            sprak=stated.language,
            oppforinger=[str(entry.number) for entry in stated.entries],
            kilder=[source.title for source in _cited(stated)],
            kilde_adresser=[source.address or source.file_name for source in _cited(stated)],
            endret_etter_innsyn=column.amended_at and in_norway(column.amended_at),
            levert_vurdering=verdict_value((column.handed_in or NOTHING_STATED).verdict)
            if column.amended_at
            else "",
            skrevet_i_ettertid=column.written_in,
            revisjon=revision.number,
            art=kind_value(revision.kind),
            innhold_sha256=revision.content_sha256,
            ordlyd=row.wording,
        )
        for row, column, stated in stated_columns(document)
    ]


def verdict_value(verdict: str) -> str:
    """A verdict or an absence as files and filters write it; "" is ikke_vurdert."""
    return vocabulary.assessment(verdict or NOT_ASSESSED).slug


def word_value(group: str, name: str) -> str:
    """Another word of the vocabulary as files and filters write it; "" for none."""
    return vocabulary.word(f"{group}.{name}").slug if name else ""


def kind_value(kind: str) -> str:
    """The kind of a revision in a file: signert or ensidig, "" for none."""
    return {Revision.Kind.SIGNED.value: "signert", Revision.Kind.ONE_SIDED.value: "ensidig"}.get(
        kind, ""
    )


def _cited(stated: SignedVerdict) -> Sequence[CitedSource]:
    """Its own sources, then those of the entries it rests on."""
    return [*stated.sources, *(source for entry in stated.entries for source in entry.sources)]
