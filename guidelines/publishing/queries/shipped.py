"""The checklists that come as data files, one file each, in our own words."""

import json
from functools import lru_cache
from pathlib import Path

from guidelines.publishing.rules.checklists.catalogue import Checklist, checklist_from

FOLDER = Path(__file__).parents[1] / "checklists"
SHIPPED = ("agree-ii", "agree-rex", "right", "checkup", "gin-mcmaster")


@lru_cache(maxsize=len(SHIPPED))
def shipped(name: str) -> Checklist:
    """Return a checklist that comes as a data file; `LookupError` if there is none."""
    if name not in SHIPPED:
        raise LookupError(name)
    return checklist_from(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
