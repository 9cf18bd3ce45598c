"""Compiles the templates, so that servers need not do it when they start."""

from django.core.management.base import BaseCommand

from kvalitet import templating


class Command(BaseCommand):
    """Stores the code of every template in a folder that servers read."""

    help = "Compile the templates for servers that start later."

    def handle(self, *args: object, **options: object) -> None:
        """Compile all templates."""
        templating.keep_compiled(templating.in_use())
