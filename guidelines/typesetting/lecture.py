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
_QUESTIONS_ON_A_SLIDE = 6


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
        *(_recommended(dresser, row) for row in manuscript.recommendations if not row.caveat),
        Slide(
            labels["current"] if manuscript.short_address else labels["edition"],
            paragraphs=[
                joined(manuscript.title, manuscript.edition_label),
                *(
                    f"{name}: {text}"
                    for name, text, _to in manuscript.facts
                    if name != labels["hash"]
                ),
                *([manuscript.notice] if manuscript.notice else []),
            ],
        ),
    ]
    subtitle = joined(manuscript.network, manuscript.edition_label, manuscript.notice)
    moment = int(manuscript.moment.timestamp())
    made = slides(manuscript.title, subtitle, pages, language=manuscript.language, epoch=moment)
    return made, dresser.warnings


def _questions(manuscript: Manuscript) -> list[Slide]:
    """Return the questions that were asked, a handful on each slide."""
    asked = list(dict.fromkeys(one.title for one in manuscript.findings if one.title))
    title = manuscript.labels["questions"]
    return [
        Slide(title, points=asked[start : start + _QUESTIONS_ON_A_SLIDE])
        for start in range(0, len(asked), _QUESTIONS_ON_A_SLIDE)
    ]


def _recommended(dresser: SlideDresser, row: RecommendationRow) -> Slide:
    manuscript, labels = dresser.manuscript, dresser.labels
    lines = (
        (labels["strength"], manuscript.call_line(row)),
        (labels["certainty"], value(labels, "certainty", row.certainty)),
        (labels["consensus"], joined(row.state, manuscript.consensus_line(row))),
    )
    reasons = dresser.reasons.get(row.id, [])
    return Slide(
        manuscript.heading_line(row),
        blocks=dresser.wordings.get(row.id) or [para(words(row.wording))],
        points=[f"{name}: {text}" for name, text in lines if text],
        notes=[labels["rationale"], *reasons] if reasons else [],
    )


def _inlines(node: Node) -> list[Any]:
    return list(node["c"]) if node["t"] in ("Para", "Plain") else [node]
