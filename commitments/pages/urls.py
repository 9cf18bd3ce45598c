"""URLs of the pages that combine several rooms."""

from django.urls import path

from commitments.pages import (
    agreement,
    commitment,
    commitment_files,
    commitment_history,
    explanations,
    register,
    workspace,
)
from commitments.pages.front import views as front
from commitments.pages.goals import views as goals
from commitments.pages.parties import views as parties

urlpatterns = [
    path("", front.front, name="front"),
    path("avtaler/<slug:slug>/", agreement.agreement_detail, name="agreement_detail"),
    path("avtaler/<slug:slug>.json", agreement.agreement_json, name="agreement_json"),
    path("forpliktelser/", register.commitment_list, name="commitment_list"),
    path(
        "forpliktelser.<table:ending>", register.commitment_list_file, name="commitment_list_file"
    ),
    path("forpliktelser/<slug:ref>/", commitment.commitment_detail, name="commitment_detail"),
    path(
        "forpliktelser/<slug:ref>.<table:ending>",
        commitment_files.commitment_file,
        name="commitment_file",
    ),
    path(
        "forpliktelser/<slug:ref>/historikk/",
        commitment_history.commitment_history,
        name="commitment_history",
    ),
    path("mal/", goals.goal_list, name="goal_list"),
    path("mal.<table:ending>", goals.goal_list_file, name="goal_list_file"),
    path("mal/<slug:ref>/", goals.goal_detail, name="goal_detail"),
    path("mal/<slug:ref>.<table:ending>", goals.goal_file, name="goal_file"),
    path("parter/", parties.party_list, name="party_list"),
    path("parter/<slug:code>/", parties.party_detail, name="party_detail"),
    path("parter/<slug:code>.<table:ending>", parties.party_file, name="party_file"),
    path("metode/", explanations.method, name="method"),
    path("metode/lofter/", explanations.promises, name="promises"),
    path("ordforklaringer/", explanations.glossary, name="glossary"),
    path("tilgjengelighet/", explanations.accessibility, name="accessibility"),
    path("personvern/", explanations.privacy, name="privacy"),
    path("arbeid/", workspace.workspace, name="workspace"),
    path("arbeid/hjelp/", workspace.guide, name="help"),
    path("arbeid/lister/<slug:name>/", workspace.worklist, name="worklist"),
]
