"""URLs of uploaded files, and of the list from which a party removes them."""

from django.urls import path

from commitments.sources import views

urlpatterns = [
    path("kilder/<int:pk>/fil/", views.source_file, name="source_file"),
    path("arbeid/filer/", views.source_list, name="source_list"),
    path("arbeid/filer/<int:pk>/fjern/", views.source_remove, name="source_remove"),
]
