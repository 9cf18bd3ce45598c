"""The WSGI application that gunicorn serves."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import translation

from kvalitet import templating
from kvalitet.guard.checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kvalitet.settings")
_django = get_wsgi_application()

# These imports need the apps to be ready.
from commitments.foundation.content_version import DatabaseMark  # noqa: E402
from kvalitet.whole_pages.layer import WholePages  # noqa: E402
from kvalitet.whole_pages.version import release  # noqa: E402

application = WholePages(_django)


def refuse_invented_content() -> None:
    """Refuse to start a public server with a database of invented content.

    An unavailable database is not a reason to refuse: pages respond with 503 until it is back. All
    connections are closed afterwards, for a server that loads this once and then forks.

    Raises:
        ImproperlyConfigured: the database is marked and ``LOCAL`` is not set.
    """
    try:
        purpose = DatabaseMark.purpose_here()
    except DatabaseError:
        return
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # of this backend; its threads
    if purpose and not settings.LOCAL:
        message = f"The database is marked «{purpose}»: its content is invented. Use another one."
        raise ImproperlyConfigured(message)


def load_all() -> None:
    """Load templates, views and catalogues now, so that forked workers share their memory."""
    templating.compile_all()
    release()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("commitments:front")
    gc.collect()
    gc.freeze()  # a worker's garbage collection would copy the shared memory


refuse_to_start()
refuse_invented_content()
load_all()
