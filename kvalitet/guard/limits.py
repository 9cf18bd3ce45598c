"""Limits on attempts, counted in the database so that all workers share one count."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from math import ceil
from typing import Final
from unicodedata import normalize

from django.db import transaction
from django.utils.crypto import salted_hmac

from kvalitet.guard.models import Tally

_SWEPT: Final = 100  # expired rows deleted at each attempt


@dataclass(frozen=True, slots=True)
class TryLimit:
    """At most ``tries`` within any ``seconds``, for each subject."""

    name: str
    tries: int
    seconds: int


PASSWORD: Final = TryLimit("password", 10, 15 * 60)  # failed ones, for each account
PASSWORD_NETWORK: Final = TryLimit("password from a network", 60, 15 * 60)
FACTOR: Final = TryLimit("second factor", 10, 15 * 60)  # failed ones, for each person
RESET: Final = TryLimit("mail for a new password", 5, 60 * 60)  # for each address
RESET_NETWORK: Final = TryLimit("mails asked for from a network", 20, 60 * 60)


class TooManyTriesError(Exception):
    """The limit has been reached. ``seconds`` is the time until another attempt is accepted."""

    def __init__(self, seconds: int) -> None:
        """Store how long to wait."""
        super().__init__(f"Wait {seconds} seconds.")
        self.seconds = seconds


@transaction.atomic
def spend(limit: TryLimit, subject: str) -> Callable[[], None]:
    """Count an attempt *before* it is checked; call the result to uncount a successful one.

    Args:
        limit: the limit to count against.
        subject: an email address, a network or a user's key; stored as a keyed hash.

    Raises:
        TooManyTriesError: the limit has been reached. The attempt is not counted and must not be
            checked.
    """
    now = time.time()
    tally = _locked(_key(limit, subject), now + limit.seconds)
    moments = [moment for moment in tally.moments if moment > now - limit.seconds]
    if len(moments) >= limit.tries:
        raise TooManyTriesError(ceil(moments[0] + limit.seconds - now))
    tally.moments = [*moments, now]
    tally.save(update_fields=["moments"])
    _sweep(now)
    return lambda: _take_back(tally.key, now)


def folded(address: str) -> str:
    """Normalise an email address, so that all its spellings are counted as one."""
    return normalize("NFKC", address.strip()).upper().casefold()


def network(address: str) -> str:
    """Return the address itself, or for IPv6 the /64 network that one connection has."""
    whole = ip_network(address)
    return str(whole if whole.version == 4 else whole.supernet(new_prefix=64))  # noqa: PLR2004


def _key(limit: TryLimit, subject: str) -> str:
    return salted_hmac(f"limits.{limit.name}", subject, algorithm="sha256").hexdigest()


def _locked(key: str, expires: float) -> Tally:
    """Create the row if it is missing and lock it until the transaction ends, in one statement."""
    Tally.objects.bulk_create(
        [Tally(key=key, expires_at=datetime.fromtimestamp(expires, UTC))],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["expires_at"],
    )
    return Tally.objects.get(key=key)


@transaction.atomic
def _take_back(key: str, moment: float) -> None:
    for tally in Tally.objects.select_for_update().filter(key=key):
        tally.moments = [kept for kept in tally.moments if kept != moment]
        tally.save(update_fields=["moments"])


def _sweep(now: float) -> None:
    """Delete expired rows, but skip locked ones so that nobody waits."""
    over = Tally.objects.filter(expires_at__lt=datetime.fromtimestamp(now, UTC))
    keys = list(over.select_for_update(skip_locked=True).values_list("key", flat=True)[:_SWEPT])
    if keys:
        Tally.objects.filter(key__in=keys).delete()
