"""The reference (c): a Django view without any middleware that returns the same 15 kB each time.

``python -m tests.bench.reference`` prints what one answer costs in process: seconds of CPU.
"""

import sys
import time
from typing import Any, Final

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE: Final = "<!doctype html><title>Reference</title>" + "<p>Kvalitetsavtalen</p>" * 652
_ANSWERS: Final = 2_000


def constant(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("", constant)]


def served() -> Any:
    """The application, with settings of its own."""
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__, USE_I18N=False
    )
    return get_wsgi_application()


def in_process(application: Any) -> float:
    """Seconds of CPU for one answer without a server."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "wsgi.input": sys.stdin.buffer, "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip",
    }  # fmt: skip
    start = time.process_time()
    for _answer in range(_ANSWERS):
        answer = application(dict(environ), lambda _status, _headers: None)
        list(answer)
        answer.close()
    return (time.process_time() - start) / _ANSWERS


if __name__ == "__main__":
    own = served()
    in_process(own)  # the first answers load what the others have
    sys.stdout.write(f"{in_process(own)}\n")
