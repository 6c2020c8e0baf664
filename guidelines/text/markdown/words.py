"""The words that a rendering adds, and what it knows and collects on its way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from guidelines.text.citations import Citations
from guidelines.text.notices import Notice, notice

_FIELDS = {
    "rationale": "Rationale",
    "remarks": "Remarks",
    "implementation": "Implementation",
    "minority": "Minority statement",
    "evidence": "Evidence",
    "justification": "Justification",
    "considerations": "Considerations",
    "monitoring": "Monitoring and evaluation",
    "research": "Research priorities",
    "subgroups": "Subgroups",
}
_LANDMARKS = {
    "section": "Section {}",
    "table": "Table {}",
    "figure": "Figure {}",
    "recommendation": "Recommendation {}",
}


def _no_label(attributes: Mapping[str, str]) -> str:
    """Put no line above a recommendation."""
    return ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that the preview adds, in the reader's language.

    `fields` names the long fields of a recommendation by their class; `recommendation` makes the
    line above a recommendation from its attributes (plain text; empty: no line). `landmarks` are
    the words around a number ("Table {}") by the kind of what has it.
    """

    image_not_shown: str = "Image not shown"
    formula_not_read: str = "This formula cannot be read"
    unknown_source: str = "No such source in the bibliography"
    retracted_source: str = "This source was retracted"
    back: str = "Back to the text"
    fields: Mapping[str, str] = field(default_factory=lambda: _FIELDS)
    recommendation: Callable[[Mapping[str, str]], str] = _no_label
    landmarks: Mapping[str, str] = field(default_factory=lambda: _LANDMARKS)
    guidance: str = "For you as author; this is not published"


@dataclass(slots=True)
class Writing:
    """What one rendering knows and collects; lives in the parser's environment."""

    citations: Citations | None
    images: Callable[[str], str | None]
    words: Words
    id_prefix: str
    warnings: list[Notice] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    recommendations: list[str] = field(default_factory=list)
    keys: dict[str, None] = field(default_factory=dict)
    seen_images: list[str] = field(default_factory=list)
    links: list[bool] = field(default_factory=list)

    def warn(self, code: str, template: str, line: int = 0, **values: object) -> None:
        """Collect one warning."""
        self.warnings.append(notice(code, template, line, **values))
