"""What the evidence says, as public pages show it: numbers and judgements in words."""

from collections.abc import Mapping, Sequence

from guidelines.evidence.forms import CRITERION_WORDS, JUDGEMENT_WORDS
from guidelines.evidence.rules.judgements import Criterion
from guidelines.library.routes.blueprint import bp
from guidelines.publishing.rules.findings import effect, named, people, studied

bp.app_template_filter("studied")(studied)
bp.app_template_filter("frozen_people")(people)
bp.app_template_filter("frozen_name")(named)
bp.app_template_filter("frozen_effect")(effect)


@bp.app_template_filter("frozen_judgements")
def judgements_on(found: Sequence[Mapping[str, str]], key: str) -> list[tuple[str, str]]:
    """Return what a group judged on the way from evidence to one recommendation, in words."""
    return [
        (
            str(CRITERION_WORDS[Criterion(one["criterion"])][0]),
            str(JUDGEMENT_WORDS.get(one["judgement"], one["judgement"])),
        )
        for one in found
        if one["recommendation"] == key
    ]
