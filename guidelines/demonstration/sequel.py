"""The shape of what happens after the first published version."""

from functools import cache

from guidelines.demonstration import script
from guidelines.demonstration.cast import Strict
from guidelines.demonstration.script import Said
from guidelines.demonstration.using import Report


class Warned(Said):
    """A safety notice: two people show it, and two narrow it to the versions with the error."""

    confirmed_by: str
    lifted_by: str
    recommendations: list[str]
    why: str


class Corrected(Strict):
    """What was wrong in a published version, and what is right."""

    wrong: str
    right: str


class Searched(Strict):
    """A search that is run again so many days before; `hits` by database."""

    by: str
    days: int
    hits: dict[str, int]
    flow: dict[str, int]


class Chapter(Strict):
    """A chapter that is added behind another one."""

    file: str
    after: str
    by: str
    message: str


class Compared(Strict):
    """Who compares the numbers of the text with their source."""

    by: str
    source: str


class Sequel(Strict):
    """What happens after the first published version."""

    notice: str
    report: Report
    warning: Warned
    correction: Corrected
    review: str
    search: Searched
    chapter: Chapter
    doses: Compared


@cache
def told_after(slug: str) -> Sequel:
    """Return what happens with a guideline after its first published version."""
    path = script.CONTENT / slug / "sequel" / "sequel.json"
    return Sequel.model_validate_json(path.read_text("utf-8"))


def chapter_of(slug: str, file: str) -> str:
    """Return the text of a chapter that is added later."""
    return (script.CONTENT / slug / "sequel" / file).read_text("utf-8")
