"""Formulas from LaTeX to MathML; one that cannot be read is a notice, never an error."""

from functools import lru_cache

from latex2mathml.converter import convert

LONGEST_FORMULA = 2000


@lru_cache(maxsize=2048)
def mathml(latex: str, display: bool) -> str | None:
    """Return the MathML of one formula, or None where it cannot be read.

    Formulas of more than LONGEST_FORMULA characters are not tried.
    """
    if not latex.strip() or len(latex) > LONGEST_FORMULA:
        return None
    try:
        return str(convert(latex, display="block" if display else "inline"))
    except Exception:  # the converter raises whatever the input makes it raise
        return None
