"""URLs of a person's own account, and of the pages that manage people and memberships."""

from django.urls import include, path

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

_OF_ACCOUNT = [
    path("", people.account, name="account"),
    path("eksempel/", example_sign_in.example_sign_in, name="example_sign_in"),
    path("innlogginger/", sessions.session_list, name="session_list"),
    path("faktor/", factors.factor_list, name="factor_list"),
    path("faktor/app/", factors.factor_app, name="factor_app"),
    path("faktor/nokkel/", factors.factor_passkey, name="factor_passkey"),
    path("faktor/koder/", factors.recovery_codes, name="recovery_codes"),
    path("faktor/<int:pk>/fjern/", factors.factor_remove, name="factor_remove"),
    path("faktor/bekreft/", step_up.factor_renew, name="factor_renew"),
    path(
        "invitasjon/<str:token>/",
        invitations.invitation_accept,
        name="invitation_accept",
    ),
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
urlpatterns = [
    path("konto/", include(_OF_ACCOUNT)),
    path("arbeid/ikke-lagret/<int:pk>/", unsaved_texts.unsaved_text, name="unsaved_text"),
    path(
        "arbeid/ikke-lagret/<int:pk>/kast/",
        unsaved_texts.unsaved_text_discard,
        name="unsaved_text_discard",
    ),
    path("arbeid/folk/", people.person_list, name="person_list"),
    path("arbeid/folk/ny/", invitations.person_add, name="person_add"),
    path(
        "arbeid/folk/invitasjoner/<int:pk>/trekk/",
        invitations.invitation_end,
        name="invitation_end",
    ),
    path("arbeid/folk/<int:pk>/", include(_OF_PERSON)),
]
