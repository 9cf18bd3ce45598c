"""Finds Norwegian national identity numbers in text by their check digits. Pure."""

import re
from typing import Final

# Skatteetaten, «Fødselsnummer»: six digits of a date, three individual, two check digits.
_FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_CANDIDATE: Final = re.compile(r"(?<!\d)(\d{6})[ .\-\u00a0]?(\d{5})(?!\d)")


def found_in(text: str) -> list[str]:
    """Return the identity numbers and D numbers in a text, as eleven digits each."""
    numbers = (first + last for first, last in _CANDIDATE.findall(text))
    return [number for number in numbers if is_identity_number(number)]


def is_identity_number(number: str) -> bool:
    """Whether eleven digits are a valid identity number, with a possible date and check digits."""
    digits = [int(digit) for digit in number]
    return (
        _is_day(int(number[:2]), int(number[2:4]))
        and _is_divisible(digits[:10], _FIRST)
        and _is_divisible(digits, _SECOND)
    )


def _is_day(day: int, month: int) -> bool:
    """Check day and month, with the offsets of special numbers.

    D numbers add 40 to the day. Synthetic test numbers add 40, 65 or 80 to the month.
    """
    months = (month, month - 40, month - 65, month - 80)
    return (1 <= day <= 31 or 41 <= day <= 71) and any(1 <= month <= 12 for month in months)  # noqa: PLR2004


def _is_divisible(digits: list[int], weights: tuple[int, ...]) -> bool:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0
