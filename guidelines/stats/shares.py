"""Exact shares: a limit is a limit, so nothing here is a floating-point number."""

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


def percent(value: Fraction | None) -> float | None:
    """Return a share as a percentage (0 to 100) for display; None stays None."""
    return None if value is None else float(value * 100)
