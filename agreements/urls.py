"""URLs of the list of agreements and of the bare texts."""

from django.urls import path

from agreements import views

app_name = "agreements"
urlpatterns = [
    path("avtaler/", views.agreement_list, name="agreement_list"),
    path("avtaler.json", views.agreement_list_json, name="agreement_list_json"),
    path("avtaler/<slug:slug>/tekst/", views.agreement_text, name="agreement_text"),
    path("avtaler/<slug:slug>/tekst.txt", views.agreement_source, name="agreement_source"),
]
