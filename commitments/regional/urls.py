"""URLs of the counties' status: for the public, the parties, and the offices."""

from django.urls import include, path

from commitments.publishing.urls import workflow_urls
from commitments.regional import form_pages, grid_views, office
from commitments.regional.importing import file_views
from commitments.regional.importing import views as importing
from commitments.regional.models import RegionalStatus
from commitments.regional.notes import views as notes
from commitments.regional.pages import country, county

_OF_IMPORTS = [
    path("", importing.import_list, name="import_list"),
    path("<int:pk>/", importing.import_review, name="import_review"),
    path("<int:pk>/utfor/", importing.import_apply, name="import_apply"),
    path("<int:pk>/send/", importing.import_submit_all, name="import_submit_all"),
    path("<int:pk>/publiser/", importing.import_approve_all, name="import_approve_all"),
]
_OF_GRID = [
    path("", grid_views.status_grid, name="status_grid"),
    path("send/", grid_views.status_submit_all, name="status_submit_all"),
    path("publiser/", grid_views.status_approve_all, name="status_approve_all"),
    path("<slug:code>/", form_pages.status_draft, name="status_draft"),
    path("<slug:code>/rad/", grid_views.status_row, name="status_row"),
]
urlpatterns = [
    path("fylker/", country.county_list, name="county_list"),
    path("fylker.<table:ending>", country.county_list_file, name="county_list_file"),
    path("fylker/<slug:place>/", county.county_detail, name="county_detail"),
    path("fylker/<slug:place>.<table:ending>", county.county_file, name="county_file"),
    path("arbeid/fylkesstatus/<int:pk>/rediger/", form_pages.status_edit, name="status_edit"),
    path("arbeid/fylkesstatus/", include(workflow_urls(RegionalStatus))),
    path("arbeid/fylker/", grid_views.status_overview, name="status_overview"),
    path("arbeid/fylker/import/", include(_OF_IMPORTS)),
    path(
        "arbeid/fylker/mal/<slug:slug>/<int:year>.<slug:ending>",
        file_views.import_template,
        name="import_template",
    ),
    path("arbeid/fylker/eksport.<slug:ending>", file_views.own_export, name="own_export"),
    path("arbeid/fylker/<slug:ref>/<int:year>/", include(_OF_GRID)),
    path("arbeid/fylke/<slug:place>/", office.office_county, name="office_county"),
    path("arbeid/fylke/<slug:place>/meld-feil/", office.note_send, name="note_send"),
    path(
        "arbeid/fylke/<slug:place>.<slug:ending>",
        office.office_county_file,
        name="office_county_file",
    ),
    path("arbeid/saker/", notes.note_list, name="note_list"),
    path("arbeid/saker/<slug:number>/", notes.note_detail, name="note_detail"),
]
