"""The language of our templates: what they can call, which filters there are, what they refuse.

Everything is escaped by the ending of the template's name, a name that is not defined is an error,
and so is a value that has no form of its own in a text: a day, a decimal number, yes or no, None, a
method that was not called. How days and words are written says ``agreements.templatetags.texts``.
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

# What nobody means to show as Python writes it; each has a filter, or is asked about with ``if``.
_WITHOUT_A_TEXT: Final = (
    bool, date, Decimal, float, partial, BuiltinMethodType, FunctionType, MethodType, type(None)
)  # fmt: skip

# A tag takes the line break after it along: one space of the next line parts what it writes.
_INDENTATION: Final = re.compile(r"^(?<![%#]\}\n)[ \t]+|^[ \t]+(?=[ \t]|\{[%#])", re.MULTILINE)
_TEXTS: Final = frozenset({str, Markup, SafeString, int})  # nearly everything that is written

_KEPT: Final = 10_000  # addresses of pages that a process remembers
_OTHERS: Final = ("django/", "pdf/")  # in Django's language, and in that of Typst

# What Django takes for the beginning or the end of an address, wherever it stands.
_LIKE_AN_ADDRESS: Final = re.compile(
    r"https?:|www\.|@|\.(?:com|edu|gov|int|mil|net|org)", re.IGNORECASE
)
# The code of a template depends on its text, and on what this names.
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
    """No page is sent with the space that lines of its template begin with."""

    def preprocess(
        self,
        source: str,
        name: str | None,
        filename: str | None = None,  # noqa: ARG002  # Jinja2's signature
    ) -> str:
        """The template without that space, line for line; mails and documents as they are."""
        return _INDENTATION.sub("", source) if name and name.endswith(".html") else source


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Templates that were compiled before, for reading alone: a server writes no code.

    One that is missing, or whose source has changed, is compiled by the process that loads it.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing."""


def environment(**options: Any) -> jinja2.Environment:
    """The environment of all templates but those of the admin; settings name it."""
    options |= {
        "undefined": jinja2.StrictUndefined,
        "autoescape": jinja2.select_autoescape(("html", "xml")),
        "finalize": finalize,
        "cache_size": -1,  # all of them
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
    """The environment that this process makes its pages in."""
    made: jinja2.Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # of this backend
    return made


def compile_all(compiler: jinja2.Environment | None = None) -> None:
    """Compile every template of ours, so that no reader waits for it."""
    compiler = compiler or in_use()
    for name in compiler.list_templates(filter_func=lambda name: not name.startswith(_OTHERS)):
        compiler.get_template(name)


def keep_compiled(compiler: jinja2.Environment) -> None:
    """Compile every template anew, and keep the code for servers that start later."""
    shutil.rmtree(compiled(), ignore_errors=True)
    compiled().mkdir(parents=True)
    compiler.bytecode_cache = jinja2.FileSystemBytecodeCache(str(compiled()), _KEPT_AS)
    compile_all(compiler)


def compiled() -> Path:
    """The folder of what ``make setup`` has compiled."""
    return Path(settings.VAR) / "templates"


def finalize(value: Any) -> Any:
    """The value, if it can be written as it is.

    Raises:
        TypeError: it cannot; a filter has to say how.
    """
    if type(value) in _TEXTS:
        return value
    if isinstance(value, _WITHOUT_A_TEXT):
        message = f"A template writes {value!r}, which has no text of its own."
        raise TypeError(message)
    return str(value) if isinstance(value, Promise) else value  # HTML, if that is what it holds


def _remembering(asked: Callable[..., str]) -> Callable[..., str]:
    """Jinja's ``gettext``, which looks up and formats a text without values once a language."""
    kept: dict[tuple[str, str, bool], str] = {}  # as many as the catalogues have

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
    """The address of a page in the reader's language; those asked for last are remembered."""
    return _url_of(get_language(), name, args)


@lru_cache(_KEPT)
def _url_of(_language: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)


@cache
def static(path: str) -> str:
    """The address of a static file, under the name it has now."""
    return static_files.static(path)


def icon(name: str) -> str:
    """The address of one drawing among the icons, such as ``progress-done``."""
    return f"{static('icons.svg')}#{name}"


def urlize(value: object) -> SafeString:
    """The text with its addresses as links; most texts hold nothing that could be one."""
    text = value if isinstance(value, str) else str(value)
    made = defaultfilters.urlize if _LIKE_AN_ADDRESS.search(text) else conditional_escape
    return made(text)


def iso(value: date | datetime) -> str:
    """The day, or the instant as the clock in Norway said, as ISO 8601 writes it."""
    return (timezone.localtime(value) if isinstance(value, datetime) else value).isoformat()


def _as_read(made: Callable[..., str]) -> Callable[..., str]:
    """The filter, applied for each reader: else a literal's word is kept from the first one."""
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
