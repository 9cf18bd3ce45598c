"""How a form's fields are written: the design system's class, no text inside empty boxes."""

from typing import Any

from django.forms import BoundField, Widget
from django.forms.renderers import DjangoTemplates, Jinja2


class Field(BoundField):
    """A field whose widget has our class unless it brings its own, as those of the admin do."""

    def build_widget_attrs(
        self, attrs: dict[str, str | bool], widget: Widget | None = None
    ) -> dict[str, str | bool]:
        """The attributes the widget is rendered with."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if "class" not in widget.attrs:
            built = {**built, "class": "ds-input", "placeholder": False}
        return built


class Renderer(Jinja2):
    """The renderer of every form; settings name it."""

    bound_field_class = Field
    _of_the_admin = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """The template of a widget; those of the admin are in Django's language alone."""
        if template_name.startswith("admin/"):
            return self._of_the_admin.get_template(template_name)
        return super().get_template(template_name)
