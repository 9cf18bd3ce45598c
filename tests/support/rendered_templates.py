"""Whether a run has rendered every template and called every macro: ``--every-template``."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from jinja2 import Template, nodes
from jinja2.runtime import Macro

from tests import test_templates

OUTPUT = "rendered"  # what a worker hands over
FOLDER = Path(settings.BASE_DIR, "templates")


def expected() -> set[str]:
    """The names of all templates of ours, and of all macros with that of their template."""
    pages = {test_templates.named(path) for path in test_templates.OURS}
    macros = {
        f"{test_templates.named(path)}: {macro.name}"
        for path in test_templates.COMPONENTS
        for macro in test_templates.TREES[path].find_all(nodes.Macro)
    }
    return pages | macros


class RenderedTemplates:
    """Notes what is rendered, in this process and in its workers, and says what never was."""

    def __init__(self) -> None:
        """Listen to every template and every macro from now on."""
        self.rendered: set[str] = set()
        self.left_out: list[str] = []
        new_context, invoke = Template.new_context, Macro._invoke

        def noted_context(template: Template, *args: Any, **kwargs: Any) -> Any:
            self.rendered.add(template.name or "")
            return new_context(template, *args, **kwargs)

        def noted_call(macro: Macro, *args: Any) -> Any:
            path = Path(macro._func.__code__.co_filename)
            if path.is_relative_to(FOLDER):
                self.rendered.add(f"{path.relative_to(FOLDER)}: {macro.name}")
            return invoke(macro, *args)

        Template.new_context = noted_context  # type: ignore[method-assign, assignment]
        Macro._invoke = noted_call  # type: ignore[method-assign, assignment]

    def missing(self) -> list[str]:
        """What nothing rendered; a template that others extend is rendered with them."""
        extended = {"base.html", "error.html"}
        return sorted(expected() - self.rendered - extended)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker has noted."""
        self.rendered.update(getattr(node, "workeroutput", {}).get(OUTPUT, []))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over, or fail the run that left something out."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[OUTPUT] = sorted(self.rendered)
        elif session.exitstatus == pytest.ExitCode.OK:
            self.left_out = self.missing()
            session.exitstatus = pytest.ExitCode(bool(self.left_out))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name them."""
        if self.left_out:
            terminalreporter.section("Templates and macros that no test rendered")
            terminalreporter.line("\n".join(self.left_out))
