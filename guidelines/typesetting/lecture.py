"""Training material from a published version: one slide for each recommendation."""

from typing import Any

from guidelines.text.recommendations import FIELDS
from guidelines.typesetting.html import WebDresser
from guidelines.typesetting.labels import value
from guidelines.typesetting.model import Manuscript, RecommendationRow
from guidelines.typesetting.nodes import Node, joined, para, plain, words
from guidelines.typesetting.pandoc import Tree
from guidelines.typesetting.slides import Slide, slides

_REASONS = ("rationale", "justification")
_LETTERS_ON_A_SLIDE = 420


class SlideDresser(WebDresser):
    """Keeps the reasons of each recommendation apart: they become what the speaker says."""

    def __init__(self, manuscript: Manuscript) -> None:
        """Prepare to dress the body of `manuscript`."""
        super().__init__(manuscript)
        self.reasons: dict[str, list[str]] = {}

    def recommendation(
        self, identifier: str, fields: dict[str, str], blocks: list[Node]
    ) -> list[Node]:
        """Return the block as in other forms; note why it is recommended."""
        for node in blocks:
            classes: list[str] = node["c"][0][1] if node["t"] == "Div" else []
            if any(name in FIELDS and name in _REASONS for name in classes):
                said = [plain(_inlines(one)) for one in node["c"][1]]
                self.reasons.setdefault(identifier, []).extend(text for text in said if text)
        return super().recommendation(identifier, fields, blocks)


def render(tree: Tree, manuscript: Manuscript) -> tuple[bytes, list[str]]:
    """Write a lecture on the guideline: questions, recommendations, where it is kept current."""
    dresser = SlideDresser(manuscript)
    dresser.dress(tree["blocks"])
    labels = manuscript.labels
    pages = [
        *(Slide(one.title, paragraphs=[one.text]) for one in manuscript.alerts),
        *_questions(manuscript),
        *(
            slide
            for row in manuscript.recommendations
            if not row.caveat
            for slide in _recommended(dresser, row)
        ),
        Slide(
            labels["current"] if manuscript.short_address else labels["edition"],
            paragraphs=[
                joined(manuscript.title, manuscript.edition_label),
                *([manuscript.notice] if manuscript.notice else []),
            ],
            points=[
                (labels["address"] if name == labels["current"] else name, text)
                for name, text, _to in manuscript.facts
                if name not in (labels["hash"], labels["edition"])
            ],
        ),
    ]
    subtitle = joined(manuscript.network, manuscript.edition_label, manuscript.notice)
    moment = int(manuscript.moment.timestamp())
    made = slides(manuscript.title, subtitle, pages, language=manuscript.language, epoch=moment)
    return made, dresser.warnings


def _questions(manuscript: Manuscript) -> list[Slide]:
    """Return the questions that were asked, as many on a slide as it holds."""
    title = manuscript.labels["questions"]
    filled: list[list[str]] = []
    for one in dict.fromkeys(one.title for one in manuscript.findings if one.title):
        if not filled or len("".join([*filled[-1], one])) > _LETTERS_ON_A_SLIDE:
            filled.append([])
        filled[-1].append(one)
    return [Slide(title, points=some) for some in filled]


def _recommended(dresser: SlideDresser, row: RecommendationRow) -> list[Slide]:
    """Return a recommendation and what stands behind it; a long one takes two slides."""
    manuscript, labels = dresser.manuscript, dresser.labels
    lines = (
        (labels["strength"], manuscript.call_line(row)),
        (labels["certainty"], value(labels, "certainty", row.certainty)),
        (labels["consensus"], joined(row.state, manuscript.consensus_line(row))),
    )
    reasons = dresser.reasons.get(row.id, [])
    heading = manuscript.heading_line(row)
    wording = dresser.wordings.get(row.id) or [para(words(row.wording))]
    points = [(name, text) for name, text in lines if text]
    notes = [labels["rationale"], *reasons] if reasons else []
    if len(row.wording) <= _LETTERS_ON_A_SLIDE:
        return [Slide(heading, blocks=wording, points=points, notes=notes)]
    return [Slide(heading, blocks=wording, notes=notes), Slide(heading, points=points)]


def _inlines(node: Node) -> list[Any]:
    return list(node["c"]) if node["t"] in ("Para", "Plain") else [node]
