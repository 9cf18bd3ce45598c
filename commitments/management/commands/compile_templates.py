"""Compiles the templates, so that a server starts without doing it."""

from django.core.management.base import BaseCommand

from kvalitet import templating


class Command(BaseCommand):
    """The code of every template, in a folder that servers read."""

    help = "Compile the templates for servers that start later."

    def handle(self, *args: object, **options: object) -> None:
        """Compile them all."""
        templating.keep_compiled(templating.in_use())
