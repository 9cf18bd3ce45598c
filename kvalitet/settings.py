"""Settings. ``docs/operations.md`` explains every variable."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
env = environ.Env()

# LOCAL=1 is for this machine only: key stored in var/, no TLS, example databases allowed.
LOCAL = env.bool("LOCAL", False)
DEBUG = LOCAL and env.bool("DEBUG", False)  # kvalitet.guard refuses to start with it elsewhere


def _local_secret_key() -> str:
    """Return this checkout's key, created on first use."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="ascii")
    return path.read_text(encoding="ascii")


def _required(name: str, local: str = "") -> str:
    """Return a variable that production requires. ``local`` is its default on one's own machine."""
    value: str = env.str(name, "") or (local if LOCAL else "")
    if not value:
        message = f"{name} is not set. See docs/operations.md, or set LOCAL=1 on your own machine."
        raise ImproperlyConfigured(message)
    return value


def _address(name: str, read: Callable[[str], dict[str, Any]], said: str, like: str) -> Any:
    """Parse an address. The error does not repeat it, because it may contain a password."""
    try:
        found = read(said)
        kinds = {found.get(key, "") for key in ("ENGINE", "BACKEND", "EMAIL_BACKEND")}
        if any(kind.endswith(("sqlite3", "postgresql", "Cache", "EmailBackend")) for kind in kinds):
            return found
    except (ImproperlyConfigured, KeyError, ValueError):
        pass
    message = f"{name} is not an address like {like}. See docs/operations.md."
    raise ImproperlyConfigured(message)


SECRET_KEY = env.str("SECRET_KEY", "") or (
    _local_secret_key() if LOCAL else _required("SECRET_KEY")
)
ORIGIN = _required("ORIGIN", "http://localhost:8000").rstrip("/")
_HOSTS = _required("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
ALLOWED_HOSTS = [host.strip() for host in _HOSTS.split(",")]
OWNER = env.str("OWNER", "")
CONTACT = _required("CONTACT", "portal@localhost")
EXAMPLE_PASSWORD = env.str("EXAMPLE_PASSWORD", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "django_htmx",
    "kvalitet.accounts",
    "kvalitet.guard",
    "agreements",
    "commitments",
    "commitments.apps.PortalAdminConfig",
]

MIDDLEWARE = [
    "kvalitet.guard.logs.RequestLogMiddleware",
    "kvalitet.guard.proxies.ProxyMiddleware",
    "kvalitet.guard.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(["kvalitet.guard.logs.log_cost"] if DEBUG else []),
    "kvalitet.guard.probes.ProbeMiddleware",
    "kvalitet.http.LanguageMiddleware",
    "kvalitet.http.NoStoreMiddleware",
    "kvalitet.refused_forms.RefusedFormMiddleware",
    "kvalitet.accounts.session_saving.SessionMiddleware",
    "kvalitet.http.SessionAgeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kvalitet.browser_copy.BrowserCopyMiddleware",
    "kvalitet.second_factor.SecondFactorMiddleware",
    "kvalitet.http.DenyByDefaultMiddleware",
    "kvalitet.errors.TimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "commitments.web.mail.UnsentMailMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kvalitet.text_beside_step.TextBesideStepMiddleware",
    "kvalitet.errors.PatienceMiddleware",
    "kvalitet.whole_pages.places.FilledPageMiddleware",
    "kvalitet.guard.streams.StreamMiddleware",  # innermost, so that the others handle its errors
]

ROOT_URLCONF = "kvalitet.urls"
WSGI_APPLICATION = "kvalitet.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "kvalitet.templating.environment",
            "context_processors": ["commitments.pages.frame.page"],
        },
    },
    {  # the admin, and the packages' templates
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["commitments.templatetags.form_head"],  # adds its csrf_token to every form
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commitments.pages.frame.page",
            ],
        },
    },
]

FORM_RENDERER = "commitments.web.form_renderer.Renderer"
FILE_UPLOAD_HANDLERS = ["commitments.sources.upload_handler.BoundedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of text; forms have limits of their own
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # each is read into memory

_DATABASE = env.str("DATABASE_URL", f"sqlite:///{VAR / 'portal.sqlite3'}")
_LIKE = "postgres://user:password@host:5432/name"
DATABASES = {"default": _address("DATABASE_URL", env.db_url_config, _DATABASE, _LIKE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "kvalitet.guard.sqlite3"
    DATABASES["default"]["CONN_MAX_AGE"] = None  # keeps -wal and -shm files, also on a full disk
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,  # seconds that a writer waits for the others
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
        ),
    }
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
else:
    pool = {
        "min_size": 1,
        "max_size": 10,
        "timeout": 5,
        "reconnect_timeout": 2,  # seconds, instead of ever longer pauses between attempts
    }
    options = DATABASES["default"].setdefault("OPTIONS", {})  # such as sslmode, from the address
    options["pool"] = pool if env.bool("DATABASE_POOL", True) else False
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # reconnects after the server has restarted
SILENCED_SYSTEM_CHECKS = ["models.W040"]  # columns covered by a PostgreSQL index
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# While templates and code are being edited, no cached page is shown.
_CACHE = env.str("CACHE_URL", "dummycache://" if DEBUG else "locmemcache://")
CACHES = {"default": _address("CACHE_URL", env.cache_url_config, _CACHE, "dbcache://cache")}
_OURS = {
    "DatabaseCache": "kvalitet.whole_pages.database_cache.DatabaseCache",
    "RedisCache": "kvalitet.whole_pages.redis_cache.RedisCache",
}
_KIND = CACHES["default"]["BACKEND"].rpartition(".")[2]
CACHES["default"]["BACKEND"] = _OURS.get(_KIND, CACHES["default"]["BACKEND"])

# Accounts: email and password. Nobody signs up; the secretariat adds people.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "commitments:workspace"
LOGOUT_REDIRECT_URL = "commitments:front"
ACCOUNT_ADAPTER = "commitments.people.sign_in.SignInAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "change_password": "commitments.people.forms.sign_in.ChangePasswordForm",
    "login": "commitments.people.forms.sign_in.LoginForm",
    "reset_password": "commitments.people.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "commitments.people.forms.sign_in.FirstOrNewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (a class; it writes no row)
# kvalitet.guard counts attempts in the database, not in each process's cache.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": None}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "commitments.people.mfa.FactorAdapter"
MFA_FORMS = {
    "authenticate": "commitments.people.forms.factors.CodeForm",
    "authenticate_webauthn": "commitments.people.forms.factors.PasskeyUseForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # 30-second periods by which a phone's clock may be wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

# Cookies: for signed-in users and the sign-in page. Readers get none.
SESSION_COOKIE_NAME = "sessionid" if LOCAL else "__Host-sessionid"
SESSION_COOKIE_AGE = 30 * 60  # seconds without a request until the session ends
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_LONGEST = 12 * 60 * 60  # seconds from sign-in until the session ends in any case
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_NAME = "csrftoken" if LOCAL else "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # until the browser is closed, as the privacy statement says
CSRF_FAILURE_VIEW = "kvalitet.errors.csrf_failure"
MESSAGE_STORAGE = "commitments.sources.step_messages.StepMessages"

# Email: printed on one's own machine unless EMAIL_URL is set.
_MAIL = _required("EMAIL_URL", "consolemail://")
_LIKE = "smtp+tls://user:password@host:587"
globals().update(_address("EMAIL_URL", env.email_url_config, _MAIL, _LIKE))
EMAIL_TIMEOUT = 10  # seconds to wait for the mail server's response
_FROM = _required("EMAIL_FROM", "kvalitetsavtalen@localhost")
DEFAULT_FROM_EMAIL = _FROM if "<" in _FROM else f"Kvalitetsavtalen <{_FROM}>"

# Log: JSON lines to standard error. docs/operations.md lists them.
LOGGING_CONFIG = "kvalitet.guard.logs.configure"
LOGGING = {"level": env.str("LOG_LEVEL", "WARNING" if LOCAL and not DEBUG else "INFO")}
if LOGGING["level"] not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    message = "LOG_LEVEL is DEBUG, INFO, WARNING or ERROR. See docs/operations.md."
    raise ImproperlyConfigured(message)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]  # each in its own language
LOCALE_PATHS = [BASE_DIR / "kvalitet" / "locale", BASE_DIR / "kvalitet" / "locale_vendor"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", VAR / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "sources": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _required("SOURCES_ROOT", str(VAR / "sources")), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security headers, sent with every response. docs/security.md explains each.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # symbols that the design system draws
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = not LOCAL
PROBES = ["/healthz", "/readyz"]  # a kubelet requests these by IP address, over plain HTTP
SECURE_REDIRECT_EXEMPT = [f"^{probe.removeprefix('/')}$" for probe in PROBES]
SECURE_SSL_HOST = urlsplit(ORIGIN).netloc
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG  # makes collectstatic unnecessary

# Proxies: only their headers about a request's origin are trusted.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[] if LOCAL else ["127.0.0.1", "::1"])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = 1
