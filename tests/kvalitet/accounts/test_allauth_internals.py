"""The contract with allauth: what the portal imports, calls and overrides is there as we use it."""

import ast
import inspect
from pydoc import locate
from typing import Any, Final

import pytest
from django.conf import settings

from commitments.people import mfa, sign_in
from commitments.people.forms import factors as factor_forms
from commitments.people.forms import sign_in as sign_in_forms

FOLDERS: Final = ("kvalitet", "agreements", "commitments", "tests")
INTERNALS: Final = "kvalitet/accounts/allauth_internals.py"

# What every module may import: documented extension points, views that have an address, models.
PUBLIC: Final = frozenset(
    {
        "allauth.account.adapter.DefaultAccountAdapter",
        "allauth.account.adapter.get_adapter",
        "allauth.account.authentication.get_authentication_records",
        "allauth.account.forms",
        "allauth.account.forms.ResetPasswordForm",
        "allauth.account.models.EmailAddress",
        "allauth.account.views",
        "allauth.core.context",
        "allauth.core.exceptions.ImmediateHttpResponse",
        "allauth.mfa.adapter.DefaultMFAAdapter",
        "allauth.mfa.adapter.get_adapter",
        "allauth.mfa.base.forms.AuthenticateForm",
        "allauth.mfa.base.forms.ReauthenticateForm",
        "allauth.mfa.base.views",
        "allauth.mfa.models.Authenticator",
        "allauth.mfa.totp.forms.ActivateTOTPForm",
        "allauth.mfa.webauthn.forms.AddWebAuthnForm",
        "allauth.mfa.webauthn.forms.AuthenticateWebAuthnForm",
        "allauth.mfa.webauthn.forms.ReauthenticateWebAuthnForm",
    }
)
INTERNAL: Final = frozenset(
    {
        "allauth.account.internal.flows.login",
        "allauth.account.models.Login",
        "allauth.mfa.recovery_codes.internal.auth.RecoveryCodes",
        "allauth.mfa.stages.AuthenticateStage",
        "allauth.mfa.totp.internal.auth",
        "allauth.mfa.webauthn.internal.auth",
    }
)
# What that module calls, with the parameters that it relies on.
CALLED: Final = {
    "allauth.account.internal.flows.login.perform_password_login": "(request, credentials, login)",
    "allauth.account.internal.flows.login.record_authentication": (
        "(request, user, method, **extra_data)"
    ),
    "allauth.account.models.Login": (
        "(user=None, email_verification=None, redirect_url=None, signal_kwargs=None,"
        " signup=False, email=None, state=None, initiated_at=None, phone=None)"
    ),
    "allauth.mfa.adapter.DefaultMFAAdapter.decrypt": "(self, encrypted_text)",
    "allauth.mfa.adapter.get_adapter": "()",
    "allauth.mfa.models.Authenticator.wrap": "(self)",
    "allauth.mfa.recovery_codes.internal.auth.RecoveryCodes.activate": "(user)",
    "allauth.mfa.recovery_codes.internal.auth.RecoveryCodes.get_unused_codes": "(self)",
    "allauth.mfa.totp.internal.auth.TOTP.activate": "(user, secret)",
    "allauth.mfa.totp.internal.auth.clear_totp_secret": "(request)",
    "allauth.mfa.totp.internal.auth.format_hotp_value": "(value)",
    "allauth.mfa.totp.internal.auth.hotp_value": "(secret, counter)",
    "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time": "()",
    "allauth.mfa.webauthn.internal.auth.WebAuthn.add": "(user, name, credential)",
    "allauth.mfa.webauthn.internal.auth.begin_authentication": "(user=None)",
    "allauth.mfa.webauthn.internal.auth.begin_registration": "(user, passwordless)",
}
# The same of all other modules.
CALLED_ELSEWHERE: Final = {
    "allauth.account.adapter.get_adapter": "(request=None)",
    "allauth.account.authentication.get_authentication_records": "(request, user=None)",
    "allauth.core.exceptions.ImmediateHttpResponse": "(response)",
    "allauth.mfa.adapter.DefaultMFAAdapter.build_totp_url": "(self, user, secret)",
    "allauth.mfa.stages.AuthenticateStage": "(controller, request, login)",
    "allauth.mfa.stages.AuthenticateStage.abort": "(self)",
}
# What comes of a call: a class gives itself.
RESULTS: Final = {
    "allauth.mfa.adapter.get_adapter": "allauth.mfa.adapter.DefaultMFAAdapter",
    "allauth.mfa.models.Authenticator.wrap": (
        "allauth.mfa.recovery_codes.internal.auth.RecoveryCodes"
    ),
}
# What allauth calls on our classes, with the parameters that it gives.
HOOKS: Final[dict[type, dict[str, str]]] = {
    mfa.FactorAdapter: {
        "generate_authenticator_name": "(self, user, type)",
        "get_public_key_credential_rp_entity": "(self)",
        "get_public_key_credential_user_entity": "(self, user)",
        "get_totp_issuer": "(self)",
        "send_notification_mail": "(self, *args, **kwargs)",
    },
    mfa.FactorStage: {"handle": "(self)"},
    sign_in.SignInAdapter: {
        "add_message": (
            "(self, request, level, message_template=None, message_context=None,"
            " extra_tags='', message=None)"
        ),
        "authenticate": "(self, request, **credentials)",
        "get_login_stages": "(self)",
        "get_password_change_redirect_url": "(self, request)",
        "get_reset_password_from_key_url": "(self, key)",
        "is_ajax": "(self, request)",
        "is_open_for_signup": "(self, request)",
        "is_safe_url": "(self, url)",
        "login": "(self, request, user)",
        "logout": "(self, request)",
        "pre_authenticate": "(self, request, **credentials)",
        "send_password_reset_mail": "(self, user, email, context)",
        "set_password": "(self, user, password)",
    },
    factor_forms.AppForm: {"clean_code": "(self)"},
    factor_forms.CodeForm: {"clean_code": "(self)"},
    factor_forms.CodeAgainForm: {"clean_code": "(self)"},
    factor_forms.PasskeyForm: {"clean": "(self)"},
    factor_forms.PasskeyUseForm: {"clean_credential": "(self)"},
    factor_forms.PasskeyAgainForm: {"clean_credential": "(self)"},
    sign_in_forms.ResetPasswordForm: {"save": "(self, request, **kwargs)"},
}
# Settings as allauth names them in its settings modules, which read them under a prefix.
READ_BY: Final = {
    "ACCOUNT_": "allauth.account.app_settings.AppSettings",
    "ALLAUTH_": "allauth.app_settings.AppSettings",
    "MFA_": "allauth.mfa.app_settings.AppSettings",
}
NAMED_IN_SETTINGS: Final = {
    "allauth",
    "allauth.account",
    "allauth.account.auth_backends.AuthenticationBackend",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.mfa",
}


def parameters(called: object) -> str:
    """The parameters, without their types."""
    assert callable(called)
    found = inspect.signature(called)
    plain = [each.replace(annotation=each.empty) for each in found.parameters.values()]
    return str(found.replace(parameters=plain, return_annotation=found.empty))


def imports() -> dict[str, set[str]]:
    """What each of our modules imports from allauth, by the module's path."""
    found: dict[str, set[str]] = {}
    for path in (each for name in FOLDERS for each in (settings.BASE_DIR / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.ImportFrom(module=str(module), names=names) if module.startswith(
                    "allauth"
                ):
                    named = found.setdefault(str(path.relative_to(settings.BASE_DIR)), set())
                    named |= {f"{module}.{alias.name}" for alias in names}
                case ast.Import(names=names):
                    assert not any(alias.name.startswith("allauth") for alias in names), path
    return found


def calls() -> list[tuple[str, ast.Call]]:
    """What the one module calls of allauth, by its full name."""
    tree = ast.parse((settings.BASE_DIR / INTERNALS).read_text("utf-8"))
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("allauth")
        for alias in node.names
    }
    found = []
    for part in tree.body:
        names = dict(imported)  # and, in each function, what else is of a class of allauth
        for node in ast.walk(part):
            match node:
                case ast.arg(arg=name, annotation=ast.expr() as value):
                    names[name] = full_name(value, names)
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    names[name] = full_name(value, names)
        found += [
            (name, node)
            for node in ast.walk(part)
            if isinstance(node, ast.Call) and (name := full_name(node.func, names))
        ]
    return found


def full_name(node: ast.expr, names: dict[str, str]) -> str:
    """Where in allauth something is from, "" if it is not."""
    match node:
        case ast.Name(id=name):
            return names.get(name, "")
        case ast.Attribute(value=value, attr=attr):
            owner = full_name(value, names)
            return f"{owner}.{attr}" if owner else ""
        case ast.Call(func=func):
            called = full_name(func, names)
            return RESULTS.get(called, called if isinstance(locate(called), type) else "")
    return ""


def test_one_module_imports_what_allauth_does_not_document() -> None:
    found = imports()
    inside = found.pop(INTERNALS)

    assert set().union(*found.values()) == PUBLIC
    assert inside - PUBLIC == INTERNAL


def test_every_call_is_listed_and_gives_what_is_taken() -> None:
    assert {name for name, _call in calls()} == set(CALLED)
    for name, call in calls():
        called: Any = locate(name)
        taken = inspect.signature(called)
        own = ["self"] if "self" in taken.parameters else []
        keywords = {keyword.arg for keyword in call.keywords}
        if None in keywords:  # **…
            assert any(each.kind == each.VAR_KEYWORD for each in taken.parameters.values()), name
        taken.bind(*own, *call.args, **dict.fromkeys(filter(None, keywords)))


@pytest.mark.parametrize(("name", "expected"), (CALLED | CALLED_ELSEWHERE).items())
def test_allauth_takes_the_parameters_that_we_give(name: str, expected: str) -> None:
    assert parameters(locate(name)) == expected


@pytest.mark.parametrize("kind", HOOKS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_allauth_has_the_hooks_that_we_override(kind: type) -> None:
    theirs = [base for base in kind.__mro__ if base.__module__.startswith("allauth.")]

    for name, expected in HOOKS[kind].items():
        [hook, *_others] = [vars(base)[name] for base in theirs if name in vars(base)]
        assert parameters(hook) == expected, name


@pytest.mark.parametrize("kind", [mfa.FactorAdapter, sign_in.SignInAdapter])
def test_every_public_method_of_an_adapter_is_a_hook(kind: type) -> None:
    methods = {name for name, value in vars(kind).items() if callable(value) and name[0] != "_"}

    assert methods - {"may_send_reset_mail"} == set(HOOKS[kind])


def test_allauth_reads_our_settings() -> None:
    for prefix, reader in READ_BY.items():
        for name in dir(settings):
            if name.startswith(prefix):
                assert hasattr(locate(reader), name.removeprefix(prefix)), name


def test_the_settings_name_two_parts_of_allauth() -> None:
    names = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE, *settings.AUTHENTICATION_BACKENDS]
    named = {name for name in names if name.startswith("allauth")}

    assert named == NAMED_IN_SETTINGS
    assert all(locate(name) for name in named)
