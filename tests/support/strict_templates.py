"""Templates held to more than in service: uncalled methods, and values that an import hides."""

from functools import partial
from pathlib import Path
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, Final, NoReturn

import pytest
from django.conf import settings
from jinja2 import Template, nodes

from kvalitet import templating

FOLDER: Final = Path(settings.BASE_DIR, "templates")
_METHODS: Final = (BuiltinMethodType, FunctionType, MethodType, partial)


class Uncalled:
    """A method that a template has named: calling it is the one thing that can be done with it."""

    def __init__(self, method: Any) -> None:
        """Take the method."""
        self._method = method

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the method gives."""
        return self._method(*args, **kwargs)

    def _refuse(self, *_: object) -> NoReturn:
        message = f"A template asks about {self._method!r} without calling it."
        raise TypeError(message)

    __bool__ = __iter__ = __len__ = __eq__ = __contains__ = __str__ = __html__ = _refuse
    __hash__ = None  # type: ignore[assignment]


def refuse_uncalled(patch: pytest.MonkeyPatch) -> None:
    """Let every attribute that is a method be called and nothing else."""
    environment = templating.in_use()
    getattr_of, getitem_of = environment.getattr, environment.getitem

    def attribute(found: Any) -> Any:
        return Uncalled(found) if isinstance(found, _METHODS) else found

    patch.setattr(environment, "getattr", lambda *named: attribute(getattr_of(*named)))
    patch.setattr(environment, "getitem", lambda *named: attribute(getitem_of(*named)))


def refuse_hidden(patch: pytest.MonkeyPatch) -> None:
    """Let no view give a value under a name that a template which others extend imports."""
    render = Template.render
    environment = templating.in_use()
    sources = (FOLDER / name for name in ("base.html", "error.html"))
    parents = [environment.parse(path.read_text("utf-8")) for path in sources]
    names = {node.target for parent in parents for node in parent.find_all(nodes.Import)}

    def checked(template: Template, *args: Any, **kwargs: Any) -> str:
        if hidden := names & {*dict(*args, **kwargs)}:
            message = f"{template.name}: {hidden} of the view is hidden by an import above it."
            raise TypeError(message)
        return render(template, *args, **kwargs)

    patch.setattr(Template, "render", checked)
