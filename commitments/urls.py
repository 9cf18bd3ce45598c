"""Addresses of commitments and of the pages that explain them."""

from django.urls import include, path, register_converter

from commitments.evaluations.agreeing import conclusion_views, reopening_views, signing_views
from commitments.evaluations.assessing import submission_views
from commitments.evaluations.assessing import views as assessments
from commitments.evaluations.past import views as past_evaluations
from commitments.evaluations.past.models import PastEvaluation
from commitments.evaluations.revisions import file_views, pdf_views, year_views
from commitments.evaluations.views import evaluation, meetings, openings
from commitments.evaluations.views import overview as evaluations
from commitments.pages import agreement as agreements
from commitments.pages import commitment, commitment_files, explanations, front, register, workspace
from commitments.people import step_up
from commitments.people.views import (
    example_sign_in,
    factor_resets,
    factors,
    invitations,
    people,
    sessions,
    unsaved_texts,
)
from commitments.progress import form_pages
from commitments.progress import list as progress
from commitments.progress.models import ProgressEntry
from commitments.publishing import history
from commitments.publishing import review as reviews
from commitments.regional import form_pages as statuses
from commitments.regional import grid_views, office
from commitments.regional.importing import file_views as import_files
from commitments.regional.importing import views as imports
from commitments.regional.models import RegionalStatus
from commitments.regional.notes import views as notes
from commitments.regional.pages import country, county
from commitments.sources import views as sources
from commitments.trust import views as verification
from commitments.web.table_file import TableEnding

register_converter(TableEnding, "table")

app_name = "commitments"
_PAGES = (
    ("", reviews.review, "review"),
    ("send/", reviews.take_step, "submit"),
    ("publiser/", reviews.take_step, "approve"),
    ("returner/", reviews.take_step, "send_back"),
    ("foresla-trekking/", reviews.propose_withdrawal, "propose_withdrawal"),
    ("trekk/", reviews.take_step, "withdraw"),
    ("avsla-trekking/", reviews.take_step, "decline_withdrawal"),
    ("forkast/", reviews.take_step, "discard"),
)
_PAGES_OF_STATEMENT = (
    *_PAGES,
    ("rett/", reviews.correct, "correct"),
    ("historikk/", history.entry_history, "history"),
)
_OF_WORKFLOW = [
    path(
        f"{place}/<int:pk>/{slug}",
        view,
        {"model": model, **({"step": name} if view is reviews.take_step else {})},
        name=f"{model.url_prefix}_{name}",
    )
    for place, model, pages in (
        ("oppforinger", ProgressEntry, _PAGES_OF_STATEMENT),
        ("fylkesstatus", RegionalStatus, _PAGES_OF_STATEMENT),
        ("evalueringer/fra-den-gang", PastEvaluation, _PAGES),
    )
    for slug, view, name in pages
]
_OF_THE_TIME = [
    path("", past_evaluations.past_list, name="past_list"),
    path("ny/", past_evaluations.past_attach, name="past_attach"),
    path("<int:pk>/rediger/", past_evaluations.past_edit, name="past_edit"),
]
_OF_PERSON = [
    path("", people.person_edit, name="person_edit"),
    path("deaktiver/", people.person_deactivate, name="person_deactivate"),
    path("aktiver/", people.person_activate, name="person_activate"),
    path("faktor/", factor_resets.person_reset_factor, name="person_reset_factor"),
    path("faktor/svar/", factor_resets.factor_reset_agree, name="factor_reset_agree"),
    path("faktor/trekk/", factor_resets.factor_reset_end, name="factor_reset_end"),
    path("bekreft/", people.membership_confirm, name="membership_confirm"),
    path("avslutt/", people.membership_end, name="membership_end"),
]
_OF_IMPORTS = [
    path("", imports.import_list, name="import_list"),
    path("<int:pk>/", imports.import_review, name="import_review"),
    path("<int:pk>/utfor/", imports.import_apply, name="import_apply"),
    path("<int:pk>/send/", imports.import_submit_all, name="import_submit_all"),
    path("<int:pk>/publiser/", imports.import_approve_all, name="import_approve_all"),
]
_OF_EVALUATION = [
    path("", assessments.evaluation_assess, name="evaluation_assess"),
    path("mote/", openings.evaluation_meeting, name="evaluation_meeting"),
    path("utkast.pdf", pdf_views.evaluation_draft_pdf, name="evaluation_draft_pdf"),
    path("utkast/", assessments.evaluation_preview, name="evaluation_preview"),
    path("fra-fjoraret/", assessments.assessment_copy, name="assessment_copy"),
    path("tekst/", assessments.assessment_set_text, name="assessment_set_text"),
    path("vurderinger/<slug:ref>/", assessments.assessment_edit, name="assessment_edit"),
    path("vurderinger/<slug:ref>/tom/", assessments.assessment_clear, name="assessment_clear"),
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
    path("alene/", reopening_views.evaluation_publish_alone, name="evaluation_publish_alone"),
    path("gjenapning/", reopening_views.evaluation_reopening, name="evaluation_reopening"),
    path("gjenapning/<int:pk>/enig/", reopening_views.reopening_agree, name="reopening_agree"),
    path(
        "gjenapning/<int:pk>/trekk/", reopening_views.reopening_withdraw, name="reopening_withdraw"
    ),
    path("signer/", signing_views.evaluation_sign, name="evaluation_sign"),
    path("signer/trekk/", signing_views.signature_withdraw, name="signature_withdraw"),
]
urlpatterns = [
    path("", front.front, name="front"),
    path("avtaler/<slug:slug>/", agreements.agreement_detail, name="agreement_detail"),
    path("avtaler/<slug:slug>.json", agreements.agreement_json, name="agreement_json"),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>/",
        evaluation.evaluation_detail,
        name="evaluation_detail",
    ),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>.pdf",
        pdf_views.evaluation_pdf,
        name="evaluation_pdf",
    ),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>/revisjoner/<int:number>.pdf",
        pdf_views.revision_pdf,
        name="revision_pdf",
    ),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>.<table:ending>",
        file_views.evaluation_file,
        name="evaluation_file",
    ),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>/revisjoner/<int:number>/",
        evaluation.revision_detail,
        name="revision_detail",
    ),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>/revisjoner/<int:number>.json",
        file_views.revision_json,
        name="revision_json",
    ),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>/revisjoner/<int:number>/segl.json",
        verification.revision_seal,
        name="revision_seal",
    ),
    path(
        "avtaler/<slug:slug>/evalueringer/<int:year>/revisjoner/<int:number>/verifiser/",
        verification.revision_verify,
        name="revision_verify",
    ),
    path("avtaler/<slug:slug>/matrise/", year_views.matrix_page, name="matrix"),
    path("avtaler/<slug:slug>/matrise.<table:ending>", year_views.matrix_file, name="matrix_file"),
    path("avtaler/<slug:slug>/sluttstatus/", year_views.closing_page, name="closing"),
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
        history.commitment_history,
        name="commitment_history",
    ),
    path("framdrift/", progress.progress_list, name="progress_list"),
    path("framdrift.<table:ending>", progress.progress_list_file, name="progress_list_file"),
    path("fylker/", country.county_list, name="county_list"),
    path("fylker.<table:ending>", country.county_list_file, name="county_list_file"),
    path("fylker/<slug:place>/", county.county_detail, name="county_detail"),
    path("fylker/<slug:place>.<table:ending>", county.county_file, name="county_file"),
    path("kilder/<int:pk>/fil/", sources.source_file, name="source_file"),
    path("metode/", explanations.method, name="method"),
    path("metode/etterproving/", verification.verification, name="verification"),
    path("metode/etterproving.json", verification.verification_json, name="verification_json"),
    path(
        "metode/etterproving/<int:number>.json",
        verification.public_act_json,
        name="public_act_json",
    ),
    path(
        "metode/etterproving/etterprov.py",
        verification.verification_script,
        name="verification_script",
    ),
    path("metode/lofter/", explanations.promises, name="promises"),
    path("tilgjengelighet/", explanations.accessibility, name="accessibility"),
    path("personvern/", explanations.privacy, name="privacy"),
    path("konto/", people.account, name="account"),
    path("konto/eksempel/", example_sign_in.example_sign_in, name="example_sign_in"),
    path("konto/innlogginger/", sessions.session_list, name="session_list"),
    path("konto/faktor/", factors.factor_list, name="factor_list"),
    path("konto/faktor/app/", factors.factor_app, name="factor_app"),
    path("konto/faktor/nokkel/", factors.factor_passkey, name="factor_passkey"),
    path("konto/faktor/koder/", factors.recovery_codes, name="recovery_codes"),
    path("konto/faktor/<int:pk>/fjern/", factors.factor_remove, name="factor_remove"),
    path("konto/faktor/bekreft/", step_up.factor_renew, name="factor_renew"),
    path(
        "konto/invitasjon/<str:token>/",
        invitations.invitation_accept,
        name="invitation_accept",
    ),
    path("arbeid/", workspace.workspace, name="workspace"),
    path("arbeid/hjelp/", workspace.guide, name="help"),
    path("arbeid/ikke-lagret/<int:pk>/", unsaved_texts.unsaved_text, name="unsaved_text"),
    path(
        "arbeid/ikke-lagret/<int:pk>/kast/",
        unsaved_texts.unsaved_text_discard,
        name="unsaved_text_discard",
    ),
    path("arbeid/lister/<slug:name>/", workspace.worklist, name="worklist"),
    path("arbeid/forpliktelser/<slug:ref>/ny/", form_pages.entry_draft, name="entry_draft"),
    path("arbeid/oppforinger/<int:pk>/rediger/", form_pages.entry_edit, name="entry_edit"),
    path("arbeid/fylkesstatus/<int:pk>/rediger/", statuses.status_edit, name="status_edit"),
    path("arbeid/", include(_OF_WORKFLOW)),
    path("arbeid/fylker/", grid_views.status_overview, name="status_overview"),
    path("arbeid/fylker/import/", include(_OF_IMPORTS)),
    path(
        "arbeid/fylker/mal/<slug:slug>/<int:year>.<slug:ending>",
        import_files.import_template,
        name="import_template",
    ),
    path("arbeid/fylker/eksport.<slug:ending>", import_files.own_export, name="own_export"),
    path("arbeid/fylker/<slug:ref>/<int:year>/", grid_views.status_grid, name="status_grid"),
    path(
        "arbeid/fylker/<slug:ref>/<int:year>/send/",
        grid_views.status_submit_all,
        name="status_submit_all",
    ),
    path(
        "arbeid/fylker/<slug:ref>/<int:year>/publiser/",
        grid_views.status_approve_all,
        name="status_approve_all",
    ),
    path(
        "arbeid/fylker/<slug:ref>/<int:year>/<slug:code>/",
        statuses.status_draft,
        name="status_draft",
    ),
    path(
        "arbeid/fylker/<slug:ref>/<int:year>/<slug:code>/rad/",
        grid_views.status_row,
        name="status_row",
    ),
    path("arbeid/fylke/<slug:place>/", office.office_county, name="office_county"),
    path("arbeid/fylke/<slug:place>/meld-feil/", office.note_send, name="note_send"),
    path(
        "arbeid/fylke/<slug:place>.<slug:ending>",
        office.office_county_file,
        name="office_county_file",
    ),
    path("arbeid/saker/", notes.note_list, name="note_list"),
    path("arbeid/saker/<slug:number>/", notes.note_detail, name="note_detail"),
    path("arbeid/filer/", sources.source_list, name="source_list"),
    path("arbeid/filer/<int:pk>/fjern/", sources.source_remove, name="source_remove"),
    path("arbeid/evalueringer/", evaluations.evaluation_work_list, name="evaluation_work_list"),
    path("arbeid/evalueringer/apne/", openings.evaluation_open, name="evaluation_open"),
    path("arbeid/evalueringer/fra-den-gang/", include(_OF_THE_TIME)),
    path("arbeid/moter/", meetings.meeting_list, name="meeting_list"),
    path("arbeid/moter/nytt/", meetings.meeting_add, name="meeting_add"),
    path("arbeid/moter/<int:pk>/", meetings.meeting_edit, name="meeting_edit"),
    path("arbeid/evalueringer/<slug:slug>/<int:year>/", include(_OF_EVALUATION)),
    path("arbeid/folk/", people.person_list, name="person_list"),
    path("arbeid/folk/ny/", invitations.person_add, name="person_add"),
    path(
        "arbeid/folk/invitasjoner/<int:pk>/trekk/",
        invitations.invitation_end,
        name="invitation_end",
    ),
    path("arbeid/folk/<int:pk>/", include(_OF_PERSON)),
]
