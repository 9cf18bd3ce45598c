"""The app that holds what the texts oblige the parties to, and how it went."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Commitments and what the parties say about them."""

    name = "commitments"
