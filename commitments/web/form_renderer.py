"""Renders form fields with the design system's class and without placeholders."""

from typing import Any

from django.forms import BoundField, Widget
from django.forms.renderers import DjangoTemplates, Jinja2
from django.utils.functional import cached_property


class Field(BoundField):
    """A field whose widget gets our class unless it has its own, as the admin's do."""

    def build_widget_attrs(
        self, attrs: dict[str, str | bool], widget: Widget | None = None
    ) -> dict[str, str | bool]:
        """Return the attributes that the widget is rendered with."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if "class" not in widget.attrs and not widget.is_hidden:
            built = {**built, "class": "ds-input", "placeholder": False}
        return built


class Renderer(Jinja2):
    """The renderer of every form, named in the settings."""

    bound_field_class = Field
    _of_the_admin = DjangoTemplates()

    @cached_property
    def engine(self) -> Any:
        """The template engine, which leaves out the space between a list's options."""
        engine: Any = super().engine
        engine.env.trim_blocks = engine.env.lstrip_blocks = True
        return engine

    def get_template(self, template_name: str) -> Any:
        """Return a widget's template; the admin's exist only in Django's template language."""
        if template_name.startswith("admin/"):
            return self._of_the_admin.get_template(template_name)
        return super().get_template(template_name)
