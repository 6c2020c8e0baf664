"""Who acts."""

from guidelines.errors import NotAllowed
from guidelines.permissions import Actor


def person_of(actor: Actor) -> str:
    """Return the id of the person who acts; `NotAllowed` for nobody."""
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id
