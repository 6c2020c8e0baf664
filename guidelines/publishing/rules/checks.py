"""What stands in the way of publishing: a list of checks, each with the places it is about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from guidelines.errors import Conflict, Sentence, sentence
from guidelines.publishing.rules.facts import Facts, RecommendationFacts, Spot, Standing


class Severity(StrEnum):
    """Whether a check stops publication."""

    MUST = "must"
    SHOULD = "should"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of "Before publishing"."""

    name: str
    severity: Severity
    title: Sentence
    passed: bool
    where: tuple[Spot, ...] = ()
    problem: Sentence | None = None

    @property
    def blocks(self) -> bool:
        """Whether it stops publication."""
        return self.severity is Severity.MUST and not self.passed


Found = tuple[tuple[Spot, ...], Sentence | None]
Look = Callable[[Facts], Found]


def _recommendations(
    facts: Facts, bad: Callable[[RecommendationFacts], bool], problem: Sentence
) -> Found:
    where = tuple(one.spot for one in facts.recommendations if bad(one))
    return where, problem if where else None


def _named(kind: str, names: Iterable[str], problem: Sentence) -> Found:
    where = tuple(Spot(kind, name, name) for name in names)
    return where, problem if where else None


def _has_recommendations(facts: Facts) -> Found:
    problem = sentence("The text has no recommendation yet. Write one, then ask the panel.")
    return (), None if facts.recommendations else problem


def _complete(facts: Facts) -> Found:
    return _recommendations(
        facts,
        lambda one: not one.is_complete,
        sentence(
            "State the type, and what it asks for: strength and direction, with certainty of the "
            "evidence where the recommendation is evidence-based."
        ),
    )


def _apart(facts: Facts) -> Found:
    problem = sentence("Nobody can vote on these: they stand inside another one. Take them out.")
    return _named("id", facts.stray, problem)


def _voted(facts: Facts) -> Found:
    return _recommendations(
        facts,
        lambda one: one.standing in {Standing.NOT_VOTED, Standing.NOT_COMPUTABLE},
        sentence("The panel has not decided on these yet. Put them to a vote."),
    )


def _unchanged(facts: Facts) -> Found:
    return _recommendations(
        facts,
        lambda one: one.standing is Standing.CHANGED,
        sentence(
            "The wording is no longer the one that was voted on. Vote again or, where only the "
            "form changed, have a second person confirm an editorial change."
        ),
    )


def _no_open_round(facts: Facts) -> Found:
    where = tuple(one.spot for one in facts.recommendations if one.key in facts.locked)
    problem = sentence("The panel is answering at the moment. Close the round first.")
    return where, problem if facts.locked else None


def _comments(facts: Facts) -> Found:
    count = facts.open_threads
    if count == 0:
        return (), None
    return (Spot("comments", "", ""),), sentence(
        "Comments without an answer: %(count)s. Answer each, then resolve it.", count=count
    )


def _clashes(facts: Facts) -> Found:
    count = facts.open_clashes
    if count == 0:
        return (), None
    return (), sentence(
        "Texts that could not be saved because somebody else changed the same passage: "
        "%(count)s. Settle them.",
        count=count,
    )


def _citations(facts: Facts) -> Found:
    problem = sentence("The text cites sources that the bibliography does not have. Import them.")
    return _named("citation", facts.unknown_citations, problem)


def _retracted(facts: Facts) -> Found:
    problem = sentence("These sources were retracted. Say so in the text, or leave them out.")
    return _named("citation", facts.retracted_citations, problem)


def _images(facts: Facts) -> Found:
    problem = sentence("These images are not attached, so no reader would see them. Attach them.")
    return _named("image", facts.missing_images, problem)


def _image_words(facts: Facts) -> Found:
    problem = sentence(
        "Write what each image shows between its square brackets: some readers only hear it."
    )
    return _named("image", facts.wordless_images, problem)


def _references(facts: Facts) -> Found:
    problem = sentence("These references in the text lead nowhere. Mend or remove them.")
    return _named("reference", facts.dead_references, problem)


def _written(facts: Facts) -> Found:
    where = tuple(Spot("section", key, title) for key, title in facts.unwritten)
    problem = sentence(
        "These sections hold nothing but their note to the author. Write them, or take them out."
    )
    return where, problem if where else None


def _declared(facts: Facts) -> Found:
    problem = sentence("These people have not declared their interests yet. Remind them.")
    return _named("person", facts.undeclared, problem)


def _assessed(facts: Facts) -> Found:
    problem = sentence("The declarations of these people have not been assessed yet. Assess them.")
    return _named("person", facts.unassessed, problem)


def _panel(facts: Facts) -> Found:
    return (), None if facts.panel else sentence(
        "No panel is listed, so nobody can see who voted."
    )


def _evidence(facts: Facts) -> Found:
    return _recommendations(
        facts,
        lambda one: (
            bool(one.profile_certainty)
            and one.profile_certainty != one.certainty
            and not one.explained
        ),
        sentence(
            "The evidence profile states another certainty than the text, and no reason is given."
        ),
    )


def _approved(facts: Facts) -> Found:
    approval = facts.approval
    if not approval.requested:
        return (), sentence("Nobody has been asked for approval yet.")
    if not approval.on_this_text:
        return (), sentence("The signatures were given for an earlier text. Ask for them again.")
    if approval.complete:
        return (), None
    return _named("person", approval.missing, sentence("These signatures are still missing."))


CHECKS: Sequence[tuple[str, Severity, Sentence, Look]] = (
    (
        "has-recommendations",
        Severity.MUST,
        sentence("There are recommendations"),
        _has_recommendations,
    ),
    (
        "recommendations-complete",
        Severity.MUST,
        sentence("Every recommendation states type, strength and certainty as its type asks"),
        _complete,
    ),
    (
        "recommendations-apart",
        Severity.MUST,
        sentence("Every recommendation stands by itself"),
        _apart,
    ),
    ("all-voted", Severity.MUST, sentence("The panel decided on every recommendation"), _voted),
    (
        "wording-unchanged",
        Severity.MUST,
        sentence("Every vote was on the wording that is printed"),
        _unchanged,
    ),
    ("no-open-round", Severity.MUST, sentence("No round is open"), _no_open_round),
    ("comments-answered", Severity.MUST, sentence("Every comment is answered"), _comments),
    ("clashes-settled", Severity.MUST, sentence("No text waits to be merged"), _clashes),
    ("citations-known", Severity.MUST, sentence("Every cited source is known"), _citations),
    (
        "citations-stand",
        Severity.SHOULD,
        sentence("No cited source was retracted"),
        _retracted,
    ),
    ("images-attached", Severity.MUST, sentence("Every image is attached"), _images),
    (
        "images-described",
        Severity.MUST,
        sentence("Every image is described in words"),
        _image_words,
    ),
    (
        "references-lead",
        Severity.SHOULD,
        sentence("Every reference to a section, table, figure or recommendation leads there"),
        _references,
    ),
    ("sections-written", Severity.SHOULD, sentence("Every section is written"), _written),
    ("interests-declared", Severity.MUST, sentence("All interests are declared"), _declared),
    ("interests-assessed", Severity.MUST, sentence("All declarations are assessed"), _assessed),
    ("panel-listed", Severity.SHOULD, sentence("The panel is listed"), _panel),
    (
        "evidence-agrees",
        Severity.SHOULD,
        sentence("Text and evidence profiles state the same certainty"),
        _evidence,
    ),
    ("approved", Severity.MUST, sentence("This exact text is approved"), _approved),
)


def checks_of(facts: Facts) -> list[Check]:
    """Return all checks with what they found, in the order of the list on the page."""
    found = []
    for name, severity, title, look in CHECKS:
        where, problem = look(facts)
        found.append(Check(name, severity, title, problem is None, where, problem))
    return found


def check_may_be_signed(checks: Iterable[Check]) -> None:
    """Raise `Conflict` if something other than the approval itself stands in the way."""
    _refuse([check for check in checks if check.blocks and check.name != "approved"])


def check_may_be_published(checks: Iterable[Check]) -> None:
    """Raise `Conflict` with the failed checks by name, unless all that must pass do."""
    _refuse([check for check in checks if check.blocks])


def _refuse(failed: Sequence[Check]) -> None:
    if failed:
        raise Conflict(
            sentence(
                "This is not ready. Mend first: %(checks)s.",
                checks="; ".join(check.title for check in failed),
            )
        )
