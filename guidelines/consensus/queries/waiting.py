"""Who has not finished an open round: for the reminder, and where the plan allows it by name."""

from collections.abc import Mapping, Sequence

from guidelines.consensus.models import Panelist, Round
from guidelines.consensus.queries.boxes import own_content, panelist_of, recused_of
from guidelines.consensus.queries.rounds import asked_in
from guidelines.consensus.rules.policies import Partial
from guidelines.permissions import Actor, Role


def has_not_finished(
    round_: Round, panel: Sequence[Panelist]
) -> list[tuple[Panelist, Mapping[str, str]]]:
    """Return those of `panel` who have not answered everything, with what they entered.

    Also those who answered all and did not submit, where only submitted answers count. The names
    are for the reminder job; nobody else may see them unless the plan said so before.
    """
    asked = [one.version_id for one in asked_in(round_)]
    submit = round_.definition.partial is Partial.ONLY_SUBMITTED
    waiting: list[tuple[Panelist, Mapping[str, str]]] = []
    for panelist in panel:
        content = own_content(round_, panelist)
        if content is None:
            waiting.append((panelist, {}))
            continue
        recused = recused_of(round_, panelist)
        askable = [one for one in asked if one not in recused]
        partial = content.answered(askable) < len(askable)
        if not content.submitted and (partial or submit):
            waiting.append((panelist, content.entry))
    return waiting


def shows_names(actor: Actor, round_: Round) -> bool:
    """Tell whether the plan shows somebody the names of those who have not come.

    Only to a facilitator who has no place on the panel.
    """
    place = panelist_of(round_.process, actor.person_id)
    rates = place is not None and place.withdrawn_on is None
    facilitates = Role.FACILITATOR in actor.roles(round_)
    return facilitates and not rates and round_.planned.names_to_facilitator
