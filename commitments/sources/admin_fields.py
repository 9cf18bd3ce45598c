"""Admin fields for choosing among a party's sources."""

from django.db.models import QuerySet
from django.http import HttpRequest

from commitments.people.action_admin import ActionAdmin
from commitments.sources.models import Source


class CitingAdmin(ActionAdmin):
    """Admin of rows that cite sources of their own party."""

    def own_sources(self, request: HttpRequest) -> QuerySet[Source]:
        """Return the sources that the acting party can cite."""
        acting = self.acting(request)
        kept = Source.objects.kept()
        return kept.of_party(acting.party) if acting and acting.party else kept.none()
