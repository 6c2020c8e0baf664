"""A plan as the panel, the office and the report read it: one sentence for each choice."""

from guidelines.consensus.rules.plan import Invite, Plan, PlannedMethod, Settled
from guidelines.errors import Sentence, sentence

METHODS = {
    PlannedMethod.MODIFIED_DELPHI: sentence(
        "A modified Delphi process: questionnaires in closed rounds, with feedback between "
        "them that names nobody."
    ),
    PlannedMethod.RAND_UCLA: sentence(
        "The RAND/UCLA appropriateness method: everybody rates alone, the panel discusses at a "
        "meeting, then everybody rates again."
    ),
    PlannedMethod.NOMINAL_GROUP: sentence(
        "A nominal group: the panel meets, discusses, and votes in the room. Such a vote is not "
        "anonymous."
    ),
    PlannedMethod.REAL_TIME: sentence(
        "A real-time Delphi process: one long round in which people come back; after their own "
        "first answer they see where the panel stood on a day before."
    ),
    PlannedMethod.GRADE_GRID: sentence(
        "A vote by the GRADE grid: on the direction of each recommendation and on its strength."
    ),
    PlannedMethod.FINAL_VOTE: sentence(
        "A vote with yes, no or abstention on the final wording of each recommendation."
    ),
}
INVITED = {
    Invite.EVERYBODY: sentence("Everybody on the panel is asked in every round."),
    Invite.RESPONDERS: sentence(
        "From the second round on only those are asked who answered the round before."
    ),
}
SETTLED = {
    Settled.HIDDEN: sentence("Statements that are settled are not shown again."),
    Settled.SHOWN: sentence("Statements that are settled are shown and not asked again."),
    Settled.REVOTE: sentence("Statements that are settled are asked again in every round."),
}


def in_words(plan: Plan) -> list[Sentence]:
    """Return the plan as sentences, the method first."""
    found = [METHODS[plan.method], INVITED[plan.invite], SETTLED[plan.settled]]
    if plan.reopen_by and plan.settled is not Settled.REVOTE:
        found.append(
            sentence(
                "%(people)s panel members can have a settled statement asked again, without being "
                "named.",
                people=plan.reopen_by,
            )
        )
    found.append(
        sentence("The chair and the facilitator may rate as members of the panel.")
        if plan.office_votes
        else sentence("The chair and the facilitator do not rate.")
    )
    if plan.names_to_facilitator:
        found.append(
            sentence(
                "A facilitator who does not rate can see the names of those who have not answered."
            )
        )
    if plan.method in {PlannedMethod.NOMINAL_GROUP, PlannedMethod.RAND_UCLA}:
        found.append(
            sentence(
                "A meeting can decide when at least %(share)s of the panel are present.",
                share=f"{round(float(plan.quorum) * 100, 1):g} %",
            )
        )
    return found
