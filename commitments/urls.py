"""Addresses, in the file of the room whose pages they lead to."""

from django.urls import include, path, register_converter

from commitments.web.table_file import TableEnding

register_converter(TableEnding, "table")

app_name = "commitments"
urlpatterns = [
    path("", include("commitments.pages.urls")),
    path("", include("commitments.trust.urls")),
    path("", include("commitments.regional.urls")),
    path("", include("commitments.evaluations.urls")),
    path("", include("commitments.progress.urls")),
    path("", include("commitments.sources.urls")),
    path("", include("commitments.context.urls")),
    path("", include("commitments.people.urls")),
]
