"""Every event: what happened, in the past tense, as plain values; and what follows from it.

An event belongs to the chain of its project, else of its network, else of the installation.
It names people and things by id only, so that the chain survives the erasure of a person.
"""

from guidelines.events.checklists import *  # noqa: F403
from guidelines.events.consensus import *  # noqa: F403
from guidelines.events.drafts import *  # noqa: F403
from guidelines.events.event import Event as Event
from guidelines.events.evidence import *  # noqa: F403
from guidelines.events.follow_ups import FOLLOW_UPS as FOLLOW_UPS
from guidelines.events.indicators import *  # noqa: F403
from guidelines.events.people import *  # noqa: F403
from guidelines.events.plans import *  # noqa: F403
from guidelines.events.publishing import *  # noqa: F403
from guidelines.events.readers import *  # noqa: F403
from guidelines.events.references import *  # noqa: F403
from guidelines.events.reviews import *  # noqa: F403
from guidelines.events.rounds import *  # noqa: F403
from guidelines.events.statements import *  # noqa: F403

# By name, for those who read the history: each event says in one sentence what happened.
BY_NAME: dict[str, type[Event]] = {kind.name: kind for kind in Event.__subclasses__()}
