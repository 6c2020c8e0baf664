"""Comments of the panel before they are shown."""

from guidelines import audit
from guidelines.consensus.models import PanelComment, StatementVersion
from guidelines.consensus.rules.exploring import Stance
from guidelines.consensus.rules.states import FINISHED, CommentState
from guidelines.consensus.service.recusing import keep_out
from guidelines.db import session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import PanelCommentModerated
from guidelines.interests.rules import Doing
from guidelines.permissions import Action, Actor, require

LONGEST = 2000


def moderate_comment(
    actor: Actor,
    comment: PanelComment,
    *,
    show: bool,
    text: str | None = None,
    stance: str | None = None,
) -> None:
    """Let a comment through, as it is or edited, or withhold it. What was written is kept.

    It is for taking out what gives its author away, not for changing what is meant. `stance`
    sorts it: for, against, about the wording, or other.
    """
    require(actor, Action.FEEDBACK_MODERATE, comment)

    if comment.round.state not in FINISHED:
        raise Conflict(sentence("Comments can be read when the round is closed."))
    statement = session.get_one(StatementVersion, comment.version_id).statement
    keep_out(actor, comment.round.process, [statement], Doing.ACCEPT)
    edited = comment.text if text is None else text.strip()
    if show and not edited:
        raise Invalid({"text": sentence("Withhold the comment instead of emptying it.")})
    if len(edited) > LONGEST:
        raise Invalid({"text": sentence("Write at most %(most)s characters.", most=LONGEST)})
    if stance and stance not in [one.value for one in Stance]:
        raise Invalid({"stance": sentence("Choose what the comment is about.")})
    comment.text = edited or comment.text
    comment.stance = stance or comment.stance
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
