"""The real rating sets as matrices (statements by people), read plainly."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from guidelines.stats.tallies import UNRATED
from tests.real_data import real_data


def rows(*parts: str) -> list[dict[str, str]]:
    path: Path = real_data("delphi", *parts)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def matrix(
    ratings: list[dict[str, str]], item: str, person: str
) -> tuple[list[str], NDArray[np.int16]]:
    items = list(dict.fromkeys(row[item] for row in ratings))
    people = list(dict.fromkeys(row[person] for row in ratings))
    at_item = {name: i for i, name in enumerate(items)}
    at_person = {name: i for i, name in enumerate(people)}
    table = np.full((len(items), len(people)), UNRATED, dtype=np.int16)
    for row in ratings:
        if row["rating"] not in ("", "X"):
            table[at_item[row[item]], at_person[row[person]]] = int(row["rating"])
    return items, table


def enlight(section: str = "") -> tuple[list[str], NDArray[np.int16]]:
    """61 items by 65 people, 1 to 7; opt-outs and blanks are unrated."""
    ratings = rows("enlight_round1", "ratings_long.csv")
    return matrix(
        [r for r in ratings if r["item_id"].startswith(section)], "item_id", "respondent"
    )


def two_stages(case: str) -> tuple[list[str], NDArray[np.int16], NDArray[np.int16]]:
    """The same people before and after, 1 to 7, complete."""
    ratings = [r for r in rows("deliberr_two_stage", "ratings_long.csv") if r["case"] == case]
    items, before = matrix([r for r in ratings if r["stage"] == "1"], "statement", "participant")
    again, after = matrix([r for r in ratings if r["stage"] == "2"], "statement", "participant")
    assert items == again
    return items, before, after
