"""The Jinja2 environment: filters, globals and what templates refuse to write.

The ending of a template's name decides the escaping. An undefined name is an error, and so is a
value without a text form of its own: a date, a decimal number, a Boolean, None, a method that was
not called. ``agreements.templatetags.texts`` formats days and words.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, partial
from hashlib import sha256
from pathlib import Path
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, Final

import django
import jinja2
from django.conf import settings
from django.template import defaultfilters, engines
from django.templatetags import static as static_files
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.filters import FILTERS
from markupsafe import Markup

from agreements.templatetags import texts

# Values never meant to be written as Python does. They need a filter or an ``if``.
_WITHOUT_A_TEXT: Final = (
    bool, date, Decimal, float, partial, BuiltinMethodType, FunctionType, MethodType, type(None)
)  # fmt: skip

# A tag removes the line break after it, so one space of the next line must separate the words.
_INDENTATION: Final = re.compile(r"^(?<![%#]\}\n)[ \t]+|^[ \t]+(?=[ \t]|\{[%#])", re.MULTILINE)
_TEXTS: Final = frozenset({str, Markup, SafeString, int})  # the types of nearly all written values

_KEPT: Final = 10_000  # page addresses cached in a process
_OTHERS: Final = ("django/", "pdf/")  # templates for Django and for Typst

# Substrings that ``urlize`` may take for the beginning or end of an address.
_LIKE_AN_ADDRESS: Final = re.compile(
    r"https?:|www\.|@|\.(?:com|edu|gov|int|mil|net|org)", re.IGNORECASE
)
# A template's compiled code depends on its source and on these.
_VERSION: Final = sha256(
    f"{jinja2.__version__} {django.__version__} {Path(__file__).read_text('utf-8')}".encode()
).hexdigest()
_KEPT_AS: Final = f"{_VERSION[:16]}-%s"

_HTMX: Final = (
    '{"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0,'
    '"refreshOnHistoryMiss":true,"selfRequestsOnly":true,"responseHandling":['
    '{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"40[049]","swap":true},'
    '{"code":"413|507","swap":true},{"code":"[45]..","swap":false,"error":true}]}'
)


class Unindented(Extension):
    """Removes the indentation of the template's lines from pages."""

    def preprocess(
        self,
        source: str,
        name: str | None,
        filename: str | None = None,  # noqa: ARG002  # Jinja2's signature
    ) -> str:
        """Return the source without indentation, line for line.

        Emails and documents are unchanged.
        """
        return _INDENTATION.sub("", source) if name and name.endswith(".html") else source


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Reads compiled templates but never writes them: a server writes no code.

    If a template's code is missing or its source has changed, each process compiles it on loading.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Do nothing."""


def environment(**options: Any) -> jinja2.Environment:
    """Build the environment of all templates except the admin's. Named in the settings."""
    options |= {
        "undefined": jinja2.StrictUndefined,
        "autoescape": jinja2.select_autoescape(("html", "xml")),
        "finalize": finalize,
        "cache_size": -1,  # unlimited
        "bytecode_cache": _Compiled(str(compiled()), _KEPT_AS),
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n", Unindented],
    }
    built = jinja2.Environment(**options)  # noqa: S701  # escapes by the ending of the name
    built.policies["ext.i18n.trimmed"] = True
    built.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    asked: Any = built.globals["gettext"]
    built.globals["_"] = built.globals["gettext"] = _remembering(asked)
    built.filters = dict(_FILTERS)
    built.globals |= _GLOBALS
    return built


def in_use() -> jinja2.Environment:
    """Return the environment that this process renders pages with."""
    made: jinja2.Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # of this backend
    return made


def compile_all(compiler: jinja2.Environment | None = None) -> None:
    """Compile every template of ours, so that no request has to."""
    compiler = compiler or in_use()
    for name in compiler.list_templates(filter_func=lambda name: not name.startswith(_OTHERS)):
        compiler.get_template(name)


def keep_compiled(compiler: jinja2.Environment) -> None:
    """Compile every template again, and store the code for servers that start later."""
    shutil.rmtree(compiled(), ignore_errors=True)
    compiled().mkdir(parents=True)
    compiler.bytecode_cache = jinja2.FileSystemBytecodeCache(str(compiled()), _KEPT_AS)
    compile_all(compiler)


def compiled() -> Path:
    """Return the folder of the templates compiled by ``make setup``."""
    return Path(settings.VAR) / "templates"


def finalize(value: Any) -> Any:
    """Return the value if it can be written as it is.

    Raises:
        TypeError: the value needs a filter.
    """
    if type(value) in _TEXTS:
        return value
    if isinstance(value, _WITHOUT_A_TEXT):
        message = f"A template writes {value!r}, which has no text of its own."
        raise TypeError(message)
    return str(value) if isinstance(value, Promise) else value  # a translated text may be HTML


def _remembering(asked: Callable[..., str]) -> Callable[..., str]:
    """Wrap Jinja's ``gettext`` to cache texts without values, once for each language."""
    kept: dict[tuple[str, str, bool], str] = {}  # limited by the number of texts in the catalogues

    @jinja2.pass_context
    def remembered(context: jinja2.runtime.Context, text: str, **values: Any) -> str:
        if values:
            return asked(context, text, **values)
        key = get_language(), text, context.eval_ctx.autoescape
        if key not in kept:
            kept[key] = asked(context, text)
        return kept[key]

    return remembered


def url(name: str, *args: Any) -> str:
    """Return a page's address in the reader's language. Recent ones are cached."""
    return _url_of(get_language(), name, args)


@lru_cache(_KEPT)
def _url_of(_language: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)


@cache
def static(path: str) -> str:
    """Return the address of a static file, with its hashed name."""
    return static_files.static(path)


def icon(name: str) -> str:
    """Return the address of an icon, such as ``progress-done``."""
    return f"{static('icons.svg')}#{name}"


def urlize(value: object) -> SafeString:
    """Turn addresses in a text into links. Most texts have none, which is checked first."""
    text = value if isinstance(value, str) else str(value)
    made = defaultfilters.urlize if _LIKE_AN_ADDRESS.search(text) else conditional_escape
    return made(text)


def iso(value: date | datetime) -> str:
    """Format a day, or an instant in Norwegian time to the second, as ISO 8601."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat()


def _as_read(made: Callable[..., str]) -> Callable[..., str]:
    """Apply the filter at each rendering.

    Jinja2 would evaluate it once for a literal and show everyone the first reader's language.
    """
    return jinja2.pass_context(lambda _context, *args: made(*args))


_FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: FILTERS[name] for name in ("first", "join", "last", "length", "list")},
    **{
        name: defaultfilters.register.filters[name]
        for name in (
            "capfirst", "filesizeformat", "floatformat", "linebreaks", "linebreaksbr",
            "truncatewords", "urlencode",
        )
    },
    **{
        name: _as_read(getattr(texts, name))
        for name in (
            "day", "definition", "in_language", "instant", "label", "listed", "named", "short_day",
        )
    },
    "iso": iso,
    "json_script": json_script,
    "urlize": urlize,
}  # fmt: skip

_GLOBALS: Final[Mapping[str, Any]] = {
    "htmx_config": Markup(_HTMX),  # noqa: S704  # a constant, between single quotation marks
    "icon": icon,
    "static": static,
    "today": timezone.localdate,
    "url": url,
}
