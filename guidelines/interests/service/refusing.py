"""Keeping people from what an interest forbids them, wherever they try; every try is recorded."""

from collections.abc import Collection

from guidelines import audit
from guidelines.db import in_any_case, session
from guidelines.errors import Recused, sentence
from guidelines.events import InterestRefused
from guidelines.interests.queries import barred_by_name, barred_keys
from guidelines.interests.rules import Doing, refusal
from guidelines.permissions import Actor
from guidelines.projects.models import Project
from guidelines.projects.service.roles import checks_touching


def refuse_conflicted(who: Actor, project_id: str, keys: Collection[str], doing: Doing) -> None:
    """Refuse it if an interest keeps somebody from `doing` on one of `keys`.

    `keys` are the ids of the recommendations that are touched (an empty one is none); of none,
    nothing is refused. Raises `Recused`, a `NotAllowed`. The try is written into the history of
    the project although nothing else of it is saved: call it within the transaction of what is
    being done.
    """
    touched = frozenset(keys) - {""}
    if who.person_id is None or not touched:
        return
    found = barred_keys(who.person_id, project_id, doing)
    barred = touched if "" in found else touched & found
    if barred:
        note_refusal(who, project_id, barred, doing)
        raise refusal(doing, barred)


def refuse_speaking_for(
    who: Actor, project_id: str, name: str, keys: Collection[str], doing: Doing
) -> None:
    """Refuse to enter the words of somebody whom an interest keeps from `doing` on `keys`.

    They are known by their name only. Raises `Recused`; the try is recorded.
    """
    for person_id, barred in barred_by_name(project_id, name, doing).items():
        touched = frozenset(keys) & barred
        if touched:
            note_refusal(who, project_id, touched, doing, person_id=person_id)
            raise Recused(
                sentence(
                    "%(name)s has an interest in %(keys)s and takes no part in it, by letter "
                    "either. If this is another person of that name, add their town to it.",
                    name=name,
                    keys=", ".join(sorted(touched)),
                )
            )


@checks_touching
def keep_from_deciding(who: Actor, project_id: str, keys: Collection[str]) -> None:
    """Refuse whoever would decide on the evidence for what they have an interest in."""
    refuse_conflicted(who, project_id, keys, Doing.EDIT)


def note_refusal(
    who: Actor,
    project_id: str,
    keys: Collection[str],
    doing: Doing,
    *,
    person_id: str | None = None,
) -> None:
    """Write down that somebody tried what an interest keeps them from, whatever is rolled back.

    `person_id` is whom it is about, where somebody else tried it for them.
    """
    event = InterestRefused(
        network_id=session.get_one(Project, project_id).network_id,
        project_id=project_id,
        doing=doing.value,
        keys=sorted(keys),
        person_id=person_id,
    )
    in_any_case(lambda: audit.record(who, event))
