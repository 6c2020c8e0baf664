"""Comments of the panel before they are shown, and statements of those who disagree."""

from collections.abc import Sequence

from guidelines import audit
from guidelines.consensus.models import MinorityStatement, PanelComment, Round
from guidelines.consensus.queries import asked_in, electorate_size, recused_of
from guidelines.consensus.queries.boxes import elector_of
from guidelines.consensus.rules.states import FINISHED, CommentState
from guidelines.db import now, session
from guidelines.errors import Conflict, Invalid, NotAllowed, sentence
from guidelines.events import MinorityStatementWritten, PanelCommentModerated
from guidelines.permissions import Action, Actor, require

LONGEST = 2000


def moderate_comment(
    actor: Actor, comment: PanelComment, *, show: bool, text: str | None = None
) -> None:
    """Let a comment through, as it is or edited, or withhold it. What was written is kept.

    It is for taking out what gives its author away, not for changing what is meant.
    """
    require(actor, Action.FEEDBACK_MODERATE, comment)

    if comment.round.state not in FINISHED:
        raise Conflict(sentence("Comments can be read when the round is closed."))
    edited = comment.text if text is None else text.strip()
    if show and not edited:
        raise Invalid({"text": sentence("Withhold the comment instead of emptying it.")})
    if len(edited) > LONGEST:
        raise Invalid({"text": sentence("Write at most %(most)s characters.", most=LONGEST)})
    comment.text = edited or comment.text
    comment.state = CommentState.SHOWN if show else CommentState.WITHHELD
    session.flush()
    audit.record(
        actor,
        PanelCommentModerated(
            network_id=comment.network_id,
            project_id=comment.project_id,
            round_id=comment.round_id,
            panel_comment_id=comment.id,
            state=comment.state.value,
            edited=comment.text != comment.original,
        ),
    )


def write_minority_statement(
    actor: Actor,
    round_: Round,
    *,
    key: str,
    text: str,
    people: int = 1,
    names: Sequence[str] = (),
) -> MinorityStatement:
    """Write what a minority wants to see printed with a recommendation.

    `names` are printed where given; else it is "a minority of `people`". It is a voluntary act
    apart from the ballot, and it can give away how somebody voted: the page says so.
    """
    require(actor, Action.BALLOT_SUBMIT, round_)

    if round_.state not in FINISHED:
        raise Conflict(sentence("A minority statement is written when the round is closed."))
    panelist = elector_of(round_, actor.person_id)
    if panelist is None:
        raise NotAllowed(sentence("You were not among the eligible panel members of this round."))
    asked = {one.key: one for one in asked_in(round_)}
    mistakes = {}
    if key not in asked:
        mistakes["key"] = sentence("Choose a statement of this round.")
    elif asked[key].version_id in recused_of(round_, panelist):
        raise NotAllowed(
            sentence("You abstain from this statement because of an interest you declared.")
        )
    if not text.strip() or len(text) > LONGEST:
        mistakes["text"] = sentence(
            "Say in at most %(most)s characters why you disagree.", most=LONGEST
        )
    if people < max(1, len(names)):
        mistakes["people"] = sentence("Say how many people stand behind it.")
    elif people > electorate_size(round_):
        mistakes["people"] = sentence("There are not so many eligible panel members.")
    if mistakes:
        raise Invalid(mistakes)
    row = MinorityStatement(
        process_id=round_.process_id,
        recommendation_key=key,
        wording_sha256=asked[key].wording_sha256,
        text=text.strip(),
        people=people,
        names=[name.strip() for name in names if name.strip()],
        written_on=now().date(),
    )
    session.add(row)
    session.flush()
    audit.record(
        Actor.machine(),  # the names that are to be printed are in the row; the writer is not
        MinorityStatementWritten(
            network_id=round_.network_id,
            project_id=round_.project_id,
            process_id=round_.process_id,
            recommendation_key=key,
            people=people,
        ),
    )
    return row
