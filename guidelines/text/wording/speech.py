"""What a language offers to say how strongly something is recommended."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Said = tuple[str, str]
"""Strength and direction: ("strong", "for"). What is empty is left open."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The verbs of recommendations in one language, and what makes them vague.

    All but `write` are patterns of regular expressions, matched from word to word, whatever the
    case. `verbs` are what a panel says ("we recommend"), by strength and direction; `modals` are
    verbs of the sentence itself ("should") and count where no verb of the panel is there.
    `denials` are words without which a recommendation against something cannot be understood.
    `vague` are verbs and phrases that tell nobody what to do; `hedged` are two verbs of which one
    is enough, with what is left. `whom` tells to whom or when it applies, `actors` who acts,
    `passive` a verb that hides who acts, as long as none of the words of `side` has begun another
    clause. `write` are the words to begin with, and `twins` those
    that take each other's place where the strength changes.
    """

    code: str
    verbs: Mapping[Said, tuple[str, ...]]
    modals: Mapping[Said, tuple[str, ...]]
    denials: tuple[str, ...]
    vague: tuple[str, ...]
    hedged: Mapping[str, str]
    whom: tuple[str, ...]
    actors: tuple[str, ...]
    passive: tuple[str, ...]
    side: tuple[str, ...]
    write: Mapping[Said, str]
    twins: tuple[tuple[str, str], ...] = field(default=())
