"""Primary keys that do not reveal how many rows there are, nor which came first."""

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    WholeNumberField = models.BigIntegerField[int, int]
else:  # Django's fields take no types at run time
    WholeNumberField = models.BigIntegerField

LARGEST: Final = 2**53 - 1  # the largest whole number that JSON keeps exactly


class RandomKey(WholeNumberField):
    """A random key from 1 to ``LARGEST``, drawn when the row is first saved; None until then.

    For every table that hides rows from somebody. Nothing is to be sorted by it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With a default, so that Django inserts a new row without trying to update first."""
        super().__init__(*args, **{**kwargs, "default": self.drawn, "editable": False})

    @staticmethod
    def drawn() -> int:
        """A new key."""
        return secrets.randbelow(LARGEST) + 1

    def deconstruct(self) -> Any:
        """What a migration needs to say: nothing that holds for every random key."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["editable"]
        return name, path, args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """The type that makes a primary key the row's own place in its table on SQLite."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def get_default(self) -> None:
        """No key, so that a row that is not saved yet has none."""

    def get_prep_value(self, value: object) -> object:
        """The key as the database takes it; -1, which no row has, for one it could not take."""
        key = super().get_prep_value(value)
        return -1 if isinstance(key, int) and not 0 < key <= LARGEST else key

    def get_pk_value_on_save(
        self,
        instance: models.Model,  # noqa: ARG002  # Django's signature
    ) -> int:
        """The key of a new row."""
        return self.drawn()
