"""Exact money: integer cents at rest, fractions in between, rounded once and cumulatively on the way out."""

from collections.abc import Mapping
from fractions import Fraction

CENTS_LIMIT = 10**13


def half_up(amount: Fraction) -> int:
    """Cents, rounded half away from zero."""
    magnitude = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return magnitude if amount >= 0 else -magnitude


def largest_remainder(total_cents: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split a total by integer weights so that the parts add up to it (Hare-Niemeyer). Ties go by name.

    Raises `ValueError` if the weights are negative or all zero.
    """
    whole = sum(weights.values())
    if whole <= 0 or min(weights.values()) < 0:
        raise ValueError("weights must be positive")
    parts = {name: total_cents * weight // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: (-(total_cents * weights[name] % whole), name))
    for name in by_remainder[: total_cents - sum(parts.values())]:
        parts[name] += 1
    return parts


def euros(cents: int) -> str:
    """German notation for people, `294.000,00`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02d}"
