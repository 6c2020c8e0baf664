"""Exact shares: a limit is a limit, so nothing here is a floating-point number."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def share(part: int, whole: int) -> Fraction | None:
    """Return `part` of `whole` as an exact fraction, or None where the whole is nobody.

    >>> share(3, 4)
    Fraction(3, 4)
    >>> share(0, 0) is None
    True
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} cannot be a part of {whole}")
    return Fraction(part, whole) if whole else None


def printed(percentage: float) -> float:
    """Return a percentage as it is printed: one decimal, and whole only where it is whole.

    Limits are whole percentages, so nothing is rounded across one: where one decimal would reach
    a whole number, as many follow as keep it apart.

    >>> printed(87.5), printed(100.0), printed(200 / 3), printed(74.96), printed(75.04)
    (87.5, 100.0, 66.7, 74.96, 75.04)
    >>> printed(6.25), printed(31.25)
    (6.3, 31.3)
    """
    for digits in range(1, 7):
        unit = Decimal(1).scaleb(-digits)
        shown = float(Decimal(repr(percentage)).quantize(unit, ROUND_HALF_UP))
        if not shown.is_integer() or shown == percentage:
            return shown
    return percentage


def percent(value: Fraction | None) -> float | None:
    """Return a share as a percentage (0 to 100) for display; None stays None."""
    return None if value is None else float(value * 100)
