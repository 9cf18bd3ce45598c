"""A published evaluation as rows of a file, built from its revision's content."""

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
    """One party's assessment of one commitment in a published evaluation, as a row of a file.

    ``rolle`` is vurdering (the party is responsible) or syn (a view on what only the other party
    is responsible for). ``vurdering``, ``arsak`` and ``mangler`` are the vocabulary's labels as
    filters write them; ikke_vurdert if the party published none. ``samlet`` is the combined
    reading, empty if none is shown. ``kilder`` are titles, ``kilde_adresser`` addresses or file
    names, in the same order. ``endret_etter_innsyn``: when it was amended after the reveal;
    ``levert_vurdering`` is the verdict submitted before that. ``skrevet_i_ettertid`` is the year
    of writing if that was over a year after the year evaluated. ``art``: signert or ensidig.
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
    """Return a row per commitment and party with a column on it, in text order."""
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
    """Return a verdict or an absence as files and filters write it; "" becomes ikke_vurdert."""
    return vocabulary.assessment(verdict or NOT_ASSESSED).slug


def word_value(group: str, name: str) -> str:
    """Return another word of the vocabulary as files and filters write it; empty if none."""
    return vocabulary.word(f"{group}.{name}").slug if name else ""


def kind_value(kind: str) -> str:
    """Return the kind of a revision in a file: signert or ensidig; empty if none."""
    return {Revision.Kind.SIGNED.value: "signert", Revision.Kind.ONE_SIDED.value: "ensidig"}.get(
        kind, ""
    )


def _cited(stated: SignedVerdict) -> Sequence[CitedSource]:
    """Return the assessment's own sources, then those of its chosen entries."""
    return [*stated.sources, *(source for entry in stated.entries for source in entry.sources)]
