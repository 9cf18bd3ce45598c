"""Who has words in a row: authorship follows the text, whoever saves it."""

from collections.abc import Iterable
from typing import Any

from commitments.models import Membership, Source


def authors_of(
    row: Any, *, by: Membership, sources: Iterable[Source], others: Iterable[Membership] = ()
) -> set[Membership]:
    """Everyone whose words are in a row as ``by`` has written it; none of them may publish it.

    Those who had words in it before, ``by``, everyone who entered one of its ``sources``
    (a title is words, too), and ``others``, whose text is taken over.
    """
    before = row.authors.all() if row.pk else ()
    entered = Membership.objects.filter(sources__in=[source.pk for source in sources])
    return {*before, by, *entered, *others}
