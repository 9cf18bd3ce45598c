"""URLs of progress: the public list, and the forms that record it."""

from django.urls import include, path

from commitments.progress import form_pages
from commitments.progress.list import progress_list, progress_list_file
from commitments.progress.models import ProgressEntry
from commitments.publishing.urls import workflow_urls

urlpatterns = [
    path("framdrift/", progress_list, name="progress_list"),
    path("framdrift.<table:ending>", progress_list_file, name="progress_list_file"),
    path("arbeid/forpliktelser/<slug:ref>/ny/", form_pages.entry_draft, name="entry_draft"),
    path("arbeid/oppforinger/<int:pk>/rediger/", form_pages.entry_edit, name="entry_edit"),
    path("arbeid/oppforinger/", include(workflow_urls(ProgressEntry))),
]
