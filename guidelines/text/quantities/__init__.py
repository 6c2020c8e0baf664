"""Doses, numbers with units, rates and limits in a clinical text, with notation that is unsafe.

Nothing is calculated: a person compares each with its source. What is found too much costs a
glance, what is missed may cost a patient, so in doubt it is found. Unsafe notation follows the
list of error-prone abbreviations and dose designations of the Institute for Safe Medication
Practices.
"""

from guidelines.text.quantities.finding import (
    Fault,
    Quantity,
    Stated,
    quantities_in,
    statements_in,
)

__all__ = ["Fault", "Quantity", "Stated", "quantities_in", "statements_in"]
