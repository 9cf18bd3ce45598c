"""The times of limited attempts, without any data on who made them."""

from django.db import models


class Tally(models.Model):
    """Recent attempts of one kind by one person or from one network."""

    key = models.CharField(max_length=64, primary_key=True, editable=False)  # a keyed hash
    moments = models.JSONField(default=list, editable=False)  # seconds since 1970, oldest first
    expires_at = models.DateTimeField(db_index=True, editable=False)

    class Meta:
        verbose_name = "tally"
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return self.key
