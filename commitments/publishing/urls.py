"""URLs of the workflow, which each kind of row has under its own prefix."""

from django.urls import URLPattern, path

from commitments.publishing import history, review
from commitments.publishing.models import Statement
from commitments.publishing.workflow_models import Workflow

_PAGES = (
    ("", review.review, "review"),
    ("send/", review.take_step, "submit"),
    ("publiser/", review.take_step, "approve"),
    ("returner/", review.take_step, "send_back"),
    ("foresla-trekking/", review.propose_withdrawal, "propose_withdrawal"),
    ("trekk/", review.take_step, "withdraw"),
    ("avsla-trekking/", review.take_step, "decline_withdrawal"),
    ("forkast/", review.take_step, "discard"),
)
_PAGES_OF_STATEMENT = (
    *_PAGES,
    ("rett/", review.correct, "correct"),
    ("historikk/", history.entry_history, "history"),
)


def workflow_urls(model: type[Workflow]) -> list[URLPattern]:
    """Return the URLs of the pages and steps of this kind of row, by its key."""
    pages = _PAGES_OF_STATEMENT if issubclass(model, Statement) else _PAGES
    return [
        path(
            f"<int:pk>/{slug}",
            view,
            {"model": model, **({"step": name} if view is review.take_step else {})},
            name=f"{model.url_prefix}_{name}",
        )
        for slug, view, name in pages
    ]
