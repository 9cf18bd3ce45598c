"""A page of published progress: the entries asked for, the last published first."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from agreements.models import Agreement
from agreements.pages import link, trail
from commitments.filters import ProgressFilter, WayOut
from commitments.models import ProgressEntry
from commitments.views.listing import Listing, without


class ProgressList(Listing):
    """One page of published progress, as a query asks for it."""

    file_url_name = "progress_list_file"

    def __init__(
        self, asked: ProgressFilter, side: str, *, agreements: Sequence[Agreement]
    ) -> None:
        """Take the filters, the page asked for as typed, and the agreements with their parties."""
        super().__init__(asked, side, rows=asked.entries.with_commitment())
        self.agreements = {agreement.pk: agreement for agreement in agreements}

    def context(self) -> dict[str, Any]:
        """Everything the template names, ready-made."""
        return {
            **super().context(),
            "trail": trail(link(gettext("Progress"), "commitments:progress_list")),
        }

    def rows(self) -> list[ProgressEntry]:
        """The entries of this page, each with its commitment and that one's agreement."""
        entries: list[ProgressEntry] = super().rows()
        for entry in entries:
            entry.commitment.agreement = self.agreements[entry.commitment.agreement_id]
        return entries

    def counted(self, hits: int) -> str:
        """How many entries there are, in words."""
        text = ngettext("%(hits)s entry", "%(hits)s entries", hits)
        return text % {"hits": number_format(hits, force_grouping=True)}

    def way_out(self, way: WayOut) -> str:
        """How many entries there are without a filter, in words."""
        text = ngettext(
            "%(hits)s entry without the filter «%(label)s: %(value)s»",
            "%(hits)s entries without the filter «%(label)s: %(value)s»",
            way.hits,
        )
        return text % without(way)
