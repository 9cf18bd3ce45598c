"""URLs of the yearly evaluations: published, in progress, and made at the time."""

from django.urls import include, path

from commitments.evaluations.agreeing import (
    conclusion_views,
    publish_alone_views,
    reopening_views,
    signing_views,
)
from commitments.evaluations.assessing import submission_views
from commitments.evaluations.assessing import views as assessing
from commitments.evaluations.counting import cell_list
from commitments.evaluations.past import views as past
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions import file_views, pdf_views
from commitments.evaluations.views import evaluation, meetings, openings, work_list
from commitments.evaluations.years import all_years_views, list_views
from commitments.evaluations.years import views as year_views
from commitments.publishing.urls import workflow_urls

_OF_AGREEMENT = [
    path("evalueringer/", list_views.evaluation_list, name="evaluation_list"),
    path("evalueringer/<int:year>/", evaluation.evaluation_detail, name="evaluation_detail"),
    path("evalueringer/<int:year>.pdf", pdf_views.evaluation_pdf, name="evaluation_pdf"),
    path(
        "evalueringer/<int:year>/revisjoner/<int:number>.pdf",
        pdf_views.revision_pdf,
        name="revision_pdf",
    ),
    path(
        "evalueringer/<int:year>.<table:ending>",
        file_views.evaluation_file,
        name="evaluation_file",
    ),
    path(
        "evalueringer/<int:year>/revisjoner/<int:number>/",
        evaluation.revision_detail,
        name="revision_detail",
    ),
    path(
        "evalueringer/<int:year>/revisjoner/<int:number>.json",
        file_views.revision_json,
        name="revision_json",
    ),
    path("matrise/", year_views.matrix_page, name="matrix"),
    path("matrise.<table:ending>", year_views.matrix_file, name="matrix_file"),
    path("alle-ar/", all_years_views.all_years_page, name="all_years"),
    path("sluttstatus/", all_years_views.old_address, name="all_years_old"),
]
_OF_THE_TIME = [
    path("", past.past_list, name="past_list"),
    path("ny/", past.past_attach, name="past_attach"),
    path("<int:pk>/rediger/", past.past_edit, name="past_edit"),
    *workflow_urls(PastEvaluation),
]
_OF_EVALUATION = [
    path("", assessing.evaluation_assess, name="evaluation_assess"),
    path("mote/", openings.evaluation_meeting, name="evaluation_meeting"),
    path("utkast.pdf", pdf_views.evaluation_draft_pdf, name="evaluation_draft_pdf"),
    path("utkast/", assessing.evaluation_preview, name="evaluation_preview"),
    path("fra-fjoraret/", assessing.assessment_copy, name="assessment_copy"),
    path("tekst/", assessing.assessment_set_text, name="assessment_set_text"),
    path("vurderinger/<slug:ref>/", assessing.assessment_edit, name="assessment_edit"),
    path("vurderinger/<slug:ref>/tom/", assessing.assessment_clear, name="assessment_clear"),
    path("lever/", submission_views.evaluation_hand_in, name="evaluation_hand_in"),
    path("ta-tilbake/", submission_views.evaluation_take_back, name="evaluation_take_back"),
    path("konklusjon/", conclusion_views.conclusion_list, name="conclusion_list"),
    path(
        "konklusjon/<int:number>/godta/",
        conclusion_views.conclusion_accept,
        name="conclusion_accept",
    ),
    path(
        "konklusjon/<int:number>/trekk/",
        conclusion_views.conclusion_withdraw,
        name="conclusion_withdraw",
    ),
    path("alene/", publish_alone_views.evaluation_publish_alone, name="evaluation_publish_alone"),
    path("gjenapning/", reopening_views.evaluation_reopening, name="evaluation_reopening"),
    path("gjenapning/<int:pk>/enig/", reopening_views.reopening_agree, name="reopening_agree"),
    path(
        "gjenapning/<int:pk>/trekk/",
        reopening_views.reopening_withdraw,
        name="reopening_withdraw",
    ),
    path("signer/", signing_views.evaluation_sign, name="evaluation_sign"),
    path("signer/trekk/", signing_views.signature_withdraw, name="signature_withdraw"),
]
urlpatterns = [
    path("vurderinger/", cell_list.assessment_list, name="assessment_list"),
    path("vurderinger.<table:ending>", cell_list.assessment_list_file, name="assessment_list_file"),
    path("avtaler/<slug:slug>/", include(_OF_AGREEMENT)),
    path("arbeid/evalueringer/", work_list.evaluation_work_list, name="evaluation_work_list"),
    path("arbeid/evalueringer/apne/", openings.evaluation_open, name="evaluation_open"),
    path("arbeid/evalueringer/fra-den-gang/", include(_OF_THE_TIME)),
    path("arbeid/evalueringer/<slug:slug>/<int:year>/", include(_OF_EVALUATION)),
    path("arbeid/moter/", meetings.meeting_list, name="meeting_list"),
    path("arbeid/moter/nytt/", meetings.meeting_add, name="meeting_add"),
    path("arbeid/moter/<int:pk>/", meetings.meeting_edit, name="meeting_edit"),
]
