"""URLs of the proposals by the portal, for the parties that answer them."""

from django.urls import path

from commitments.context import views

urlpatterns = [
    path("arbeid/forslag/", views.proposal_list, name="proposal_list"),
    path("arbeid/forslag/<slug:key>/", views.proposal_review, name="proposal_review"),
    path("arbeid/forslag/<slug:key>/bekreft/", views.proposal_confirm, name="proposal_confirm"),
]
