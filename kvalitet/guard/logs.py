"""The log: one JSON line for each important event, with user and time and without secrets."""

import logging.config
from collections.abc import Callable
from time import thread_time
from typing import Final

import structlog
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars, get_contextvars, merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import BoundLogger, ProcessorFormatter, add_log_level, filter_by_level

_SHARED: Final = (merge_contextvars, add_log_level, TimeStamper(fmt="iso", utc=True))
# These log addresses, which may contain keys. The portal logs the same events itself.
_SILENT: Final = (
    "django.request",
    "django.security.csrf",
    "django.security.DisallowedHost",
    "django.server",
)
_log: Final = structlog.get_logger("kvalitet")


def configure(chosen: dict[str, str]) -> None:
    """Set up logging for the process. Django calls this with ``settings.LOGGING``."""
    structlog.configure(
        processors=[filter_by_level, *_SHARED, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    silent: dict[str, object] = {"handlers": ["nowhere"], "propagate": False}
    level = {"level": chosen["level"]}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": json_formatter}},
            "handlers": {
                "lines": {"class": "logging.StreamHandler", "formatter": "json"},
                "nowhere": {"class": "logging.NullHandler"},
            },
            "root": {"handlers": ["lines"], "level": "WARNING"},
            "loggers": {
                "kvalitet": level,
                "django_structlog": level,
                "django": {"handlers": [], "level": "WARNING", "propagate": True},
                **dict.fromkeys(_SILENT, silent),
            },
        }
    )


def json_formatter() -> ProcessorFormatter:
    """Format a record as one line of JSON, whether it comes from us or from a package."""
    return ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            ProcessorFormatter.remove_processors_meta,
            format_exc_info,
            JSONRenderer(ensure_ascii=False),
        ],
    )


def note(event: str, **facts: str | int | None) -> None:
    """Log an event now. Request and user are added automatically if they are known."""
    _log.info(event, **{name: fact for name, fact in facts.items() if fact is not None})


def note_on_commit(event: str, **facts: str | int | None) -> None:
    """Log an event once the transaction has committed. A rolled-back event is not logged."""
    transaction.on_commit(lambda: note(event, **facts), robust=True)


def remember_person(pk: str) -> None:
    """Add the signed-in user to the lines of this request."""
    bind_contextvars(user_id=int(pk))


def request_id() -> str:
    """Return the id that the current request's lines share; empty outside a request."""
    return str(get_contextvars().get("request_id", ""))


class RequestLogMiddleware(RequestMiddleware):
    """Gives each request an id, and logs requests that are refused or fail."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return the method and URL pattern. The address itself may contain a key or a name."""
        match = request.resolver_match
        return f"{request.method} {match.route if match else '-'}"

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Log the response. If a stream breaks off later, its line names the request too."""
        if response.streaming:
            bind_contextvars(request=self.format_request(request))
        super().handle_response(request, response)

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Do nothing: the user is bound when the session is read, and is not read for the log."""


def log_cost(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Log the queries and CPU milliseconds of each request; middleware for DEBUG."""

    def logged(request: HttpRequest) -> HttpResponseBase:
        began = thread_time()
        response = get_response(request)
        note(
            "request_cost",
            request=RequestLogMiddleware.format_request(request),
            code=response.status_code,
            queries=len(connection.queries_log),
            cpu_ms=round(1000 * (thread_time() - began)),
        )
        return response

    return logged
