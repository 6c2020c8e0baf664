"""A table as a file for spreadsheets, or as JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guidelines.evidence.importers.sheets import csv_of, workbook_of


def table_file(
    lines: Sequence[Sequence[str]], plain: Mapping[str, Any], ending: str, *, title: str
) -> bytes:
    """Return `lines`, their columns first, as ``csv`` or ``xlsx``; `plain` is the ``json``."""
    if ending == "json":
        return json.dumps(plain, ensure_ascii=False, indent=1).encode()
    if ending == "csv":
        return csv_of(lines)
    return workbook_of(lines, title=title)
