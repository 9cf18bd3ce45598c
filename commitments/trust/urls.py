"""URLs with which readers can verify the content."""

from django.urls import path

from commitments.trust import views

_REVISION = "avtaler/<slug:slug>/evalueringer/<int:year>/revisjoner/<int:number>"

urlpatterns = [
    path(f"{_REVISION}/segl.json", views.revision_seal, name="revision_seal"),
    path(f"{_REVISION}/verifiser/", views.revision_verify, name="revision_verify"),
    path("metode/etterproving/", views.verification, name="verification"),
    path("metode/etterproving.json", views.verification_json, name="verification_json"),
    path(
        "metode/etterproving/<int:number>.json",
        views.public_act_json,
        name="public_act_json",
    ),
    path(
        "metode/etterproving/etterprov.py",
        views.verification_script,
        name="verification_script",
    ),
]
