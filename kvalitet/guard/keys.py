"""Primary keys that reveal neither how many rows there are nor which came first."""

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    WholeNumberField = models.BigIntegerField[int, int]
else:  # at run time Django's fields take no type arguments
    WholeNumberField = models.BigIntegerField

LARGEST: Final = 2**53 - 1  # the largest integer that JSON represents exactly


class RandomKey(WholeNumberField):
    """A random key from 1 to ``LARGEST``, drawn when the row is first saved; None until then.

    Use it for every table that hides rows from somebody. Never sort by it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set a default, so that Django inserts a new row without trying to update first."""
        super().__init__(*args, **{**kwargs, "default": self.drawn, "editable": False})

    @staticmethod
    def drawn() -> int:
        """Draw a new key."""
        return secrets.randbelow(LARGEST) + 1

    def deconstruct(self) -> Any:
        """Leave out of migrations the arguments that every random key has."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["editable"]
        return name, path, args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type that makes the primary key SQLite's rowid."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def get_default(self) -> None:
        """Return None: an unsaved row has no key."""

    def get_prep_value(self, value: object) -> object:
        """Return the key for the database; -1, which no row has, if it is out of range."""
        key = super().get_prep_value(value)
        return -1 if isinstance(key, int) and not 0 < key <= LARGEST else key

    def get_pk_value_on_save(
        self,
        instance: models.Model,  # noqa: ARG002  # Django's signature
    ) -> int:
        """Return the key of a new row."""
        return self.drawn()
