"""Checks of the configuration, run at each start."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from kvalitet.guard.proxies import networks

_SHORTEST_KEY: Final = 50  # characters
_FEWEST_SIGNS: Final = 10  # different characters in the key
_OWN_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", "testserver"})
_NO_MAIL: Final = ("console", "dummy", "filebased", "locmem")
_SEE: Final = "See docs/operations.md."


def configuration(_apps: Sequence[object] | None = None, **_options: object) -> list[Error]:
    """Return the errors of the configuration, as ``manage.py check`` shows them."""
    errors = _of_local() if settings.LOCAL else _of_production()
    return [Error(text, hint=_SEE, id=f"guard.{number}") for number, text in errors]


def refuse_to_start() -> None:
    """Raise an exception if the configuration has errors: the server runs no checks of its own.

    Raises:
        ImproperlyConfigured: with every error.
    """
    errors = configuration()
    if errors:
        texts = " ".join(f"({error.id}) {error.msg}" for error in errors)
        raise ImproperlyConfigured(f"{texts} {_SEE}")


def _of_local() -> Iterator[tuple[str, str]]:
    """Check that LOCAL, which lowers every guard, is used only with this machine's names."""
    hosts = {_host_of(settings.ORIGIN), *map(_bare, settings.ALLOWED_HOSTS)}
    outside = sorted(hosts - _OWN_MACHINE)
    if outside:
        yield "E001", f"LOCAL=1 is for one's own machine, not for {', '.join(outside)}."


def _of_production() -> Iterator[tuple[str, str]]:
    yield from _of_key()
    yield from _of_hosts()
    yield from _of_mail()
    if settings.DEBUG or os.environ.get("DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        yield "E002", "DEBUG is set: it shows the inside of the portal to everyone."
    if settings.EXAMPLE_PASSWORD:
        yield "E003", "EXAMPLE_PASSWORD is set: there are no example people in production."
    yield from _of_folder()
    try:
        trusted = networks(tuple(settings.TRUSTED_PROXIES))
    except ValueError as error:
        yield "E004", f"TRUSTED_PROXIES: {error}."
    else:
        if any(network.prefixlen == 0 for network in trusted):
            yield "E004", "TRUSTED_PROXIES trusts everyone."


def _of_key() -> Iterator[tuple[str, str]]:
    key = settings.SECRET_KEY
    if len(key) < _SHORTEST_KEY:
        yield "E005", f"SECRET_KEY is short: it needs {_SHORTEST_KEY} random characters."
    elif len(set(key)) < _FEWEST_SIGNS or key.startswith("django-insecure-"):
        yield "E005", "SECRET_KEY is weak: make a random one."


def _of_hosts() -> Iterator[tuple[str, str]]:
    origin = urlsplit(settings.ORIGIN)
    if origin.scheme != "https" or not origin.hostname:
        yield "E006", "ORIGIN is no address that begins with https://."
    elif origin.path or origin.query or origin.fragment or origin.username:
        yield "E006", "ORIGIN is more than https:// and a host."
    if any(not host or host.startswith((".", "*")) for host in settings.ALLOWED_HOSTS):
        yield "E007", "ALLOWED_HOSTS has a wildcard or an empty name: name each host."
    elif origin.hostname and origin.hostname not in map(_bare, settings.ALLOWED_HOSTS):
        yield "E008", f"ALLOWED_HOSTS lacks the host of ORIGIN, {origin.hostname}."


def _of_mail() -> Iterator[tuple[str, str]]:
    if settings.EMAIL_BACKEND.split(".")[-2] in _NO_MAIL:
        yield "E009", "EMAIL_URL sends no mail: people set their password by a link in a mail."
    for name, address in (("CONTACT", settings.CONTACT), ("EMAIL_FROM", _sender())):
        try:
            validate_email(address)
        except ValidationError:
            yield "E010", f"{name} is no email address."


def _of_folder() -> Iterator[tuple[str, str]]:
    storages: Any = settings.STORAGES
    folder = Path(storages["sources"]["OPTIONS"]["location"])
    if not folder.is_absolute():
        yield "E011", "SOURCES_ROOT is no absolute path."
    elif folder.is_relative_to(settings.STATIC_ROOT):
        yield "E011", "SOURCES_ROOT lies in the folder that is served to everyone."


def _sender() -> str:
    """Return the address of «Name <address>»."""
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("<")[2].removesuffix(">")


def _host_of(origin: str) -> str:
    return urlsplit(origin).hostname or ""


def _bare(host: str) -> str:
    """Return the host without its port."""
    return host.lower() if host.endswith("]") else host.lower().partition(":")[0]
