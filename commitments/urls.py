"""Addresses of commitments and of the pages that explain them."""

from django.urls import path

from commitments.views import agreements, explanations, front, register

app_name = "commitments"
urlpatterns = [
    path("", front.front, name="front"),
    path("avtaler/<slug:slug>/", agreements.agreement_detail, name="agreement_detail"),
    path("avtaler/<slug:slug>.json", agreements.agreement_json, name="agreement_json"),
    path("forpliktelser/", register.commitment_list, name="commitment_list"),
    path("forpliktelser.csv", register.commitment_list_csv, name="commitment_list_csv"),
    path("forpliktelser.json", register.commitment_list_json, name="commitment_list_json"),
    path("forpliktelser/<slug:ref>/", register.commitment_detail, name="commitment_detail"),
    path("forpliktelser/<slug:ref>.json", register.commitment_json, name="commitment_json"),
    path("metode/", explanations.method, name="method"),
    path("metode/lofter/", explanations.promises, name="promises"),
    path("tilgjengelighet/", explanations.accessibility, name="accessibility"),
    path("personvern/", explanations.privacy, name="privacy"),
]
