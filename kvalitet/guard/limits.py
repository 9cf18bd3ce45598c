"""How often something may be tried: counted in the database, so that all workers count as one."""

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

_SWEPT: Final = 100  # rows that have run out, taken away at each try


@dataclass(frozen=True, slots=True)
class TryLimit:
    """At most ``tries`` within any ``seconds``, for each subject."""

    name: str
    tries: int
    seconds: int


PASSWORD: Final = TryLimit("password", 10, 15 * 60)  # wrong ones, for each account
PASSWORD_NETWORK: Final = TryLimit("password from a network", 60, 15 * 60)
FACTOR: Final = TryLimit("second factor", 10, 15 * 60)  # wrong ones, for each person
RESET: Final = TryLimit("mail for a new password", 5, 60 * 60)  # for each address
RESET_NETWORK: Final = TryLimit("mails asked for from a network", 20, 60 * 60)


class TooManyTriesError(Exception):
    """The limit is reached; ``seconds`` until the next try counts."""

    def __init__(self, seconds: int) -> None:
        """Keep how long to wait."""
        super().__init__(f"Wait {seconds} seconds.")
        self.seconds = seconds


@transaction.atomic
def spend(limit: TryLimit, subject: str) -> Callable[[], None]:
    """Count a try *before* it is looked at; the answer takes it back, for tries that were right.

    Args:
        limit: which one.
        subject: an e-mail address, a network or the key of a user; kept as a keyed hash.

    Raises:
        TooManyTriesError: the limit is reached; the try is not counted and must not be looked at.
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
    """The e-mail address in the one form under which every way to write it is counted."""
    return normalize("NFKC", address.strip()).upper().casefold()


def network(address: str) -> str:
    """Whose an address is: itself, or for IPv6 the /64 that one connection has to itself."""
    whole = ip_network(address)
    return str(whole if whole.version == 4 else whole.supernet(new_prefix=64))  # noqa: PLR2004


def _key(limit: TryLimit, subject: str) -> str:
    return salted_hmac(f"limits.{limit.name}", subject, algorithm="sha256").hexdigest()


def _locked(key: str, expires: float) -> Tally:
    """The row, made where it is missing and held until the transaction ends, in one statement."""
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
    """Rows that have run out; those that someone else is at are left, so nobody waits."""
    over = Tally.objects.filter(expires_at__lt=datetime.fromtimestamp(now, UTC))
    keys = list(over.select_for_update(skip_locked=True).values_list("key", flat=True)[:_SWEPT])
    if keys:
        Tally.objects.filter(key__in=keys).delete()
