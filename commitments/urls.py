"""Addresses of commitments and of the pages that explain them."""

from django.urls import path

from commitments.views import (
    agreements,
    commitment,
    example_sign_in,
    explanations,
    front,
    people,
    register,
)

app_name = "commitments"
urlpatterns = [
    path("", front.front, name="front"),
    path("avtaler/<slug:slug>/", agreements.agreement_detail, name="agreement_detail"),
    path("avtaler/<slug:slug>.json", agreements.agreement_json, name="agreement_json"),
    path("forpliktelser/", register.commitment_list, name="commitment_list"),
    path("forpliktelser.csv", register.commitment_list_csv, name="commitment_list_csv"),
    path("forpliktelser.json", register.commitment_list_json, name="commitment_list_json"),
    path("forpliktelser/<slug:ref>/", commitment.commitment_detail, name="commitment_detail"),
    path("forpliktelser/<slug:ref>.json", commitment.commitment_json, name="commitment_json"),
    path("metode/", explanations.method, name="method"),
    path("metode/lofter/", explanations.promises, name="promises"),
    path("tilgjengelighet/", explanations.accessibility, name="accessibility"),
    path("personvern/", explanations.privacy, name="privacy"),
    path("konto/", people.account, name="account"),
    path("konto/eksempel/", example_sign_in.example_sign_in, name="example_sign_in"),
    path("arbeid/folk/", people.person_list, name="person_list"),
    path("arbeid/folk/ny/", people.person_add, name="person_add"),
    path("arbeid/folk/<int:pk>/", people.person_edit, name="person_edit"),
    path("arbeid/folk/<int:pk>/deaktiver/", people.person_deactivate, name="person_deactivate"),
    path("arbeid/folk/<int:pk>/aktiver/", people.person_activate, name="person_activate"),
    path("arbeid/folk/<int:pk>/bekreft/", people.membership_confirm, name="membership_confirm"),
    path("arbeid/folk/<int:pk>/avslutt/", people.membership_end, name="membership_end"),
]
