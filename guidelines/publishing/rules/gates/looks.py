"""How each gate looks: from the facts to the places where something is missing."""

from collections.abc import Callable, Iterable
from datetime import date

from guidelines.errors import Sentence, sentence
from guidelines.publishing.rules.facts import (
    UNAGREED,
    UNDECIDED,
    Facts,
    RecommendationFacts,
    Spot,
    Standing,
)
from guidelines.text.recommendations import GoodPractice, Type

# What a look finds: whether something is missing at all, and where.
Found = tuple[bool, tuple[Spot, ...]]
Look = Callable[[Facts, int], Found]


def _at(spots: Iterable[Spot]) -> Found:
    where = tuple(spots)
    return bool(where), where


def recommendations(bad: Callable[[RecommendationFacts], bool]) -> Look:
    """Return a look that finds the recommendations of which `bad` is true."""
    return lambda facts, _limit: _at(one.spot for one in facts.recommendations if bad(one))


def places(name: str) -> Look:
    """Return a look that finds the places which the facts carry under `name`."""
    return lambda facts, _limit: _at(getattr(facts, name))


def names(name: str, kind: str = "person") -> Look:
    """Return a look that finds the names which the facts carry under `name`."""
    return lambda facts, _limit: _at(Spot(kind, one, one) for one in getattr(facts, name))


def holds(name: str) -> Look:
    """Return a look that fails while the facts say something is so."""
    return lambda facts, _limit: (bool(getattr(facts, name)), ())


def counted(count: str, where: str) -> Look:
    """Return a look that fails while the facts count something, with the places they know."""

    def look(facts: Facts, _limit: int) -> Found:
        return getattr(facts, count) > 0, getattr(facts, where, ())

    return look


def there_are_recommendations(facts: Facts, _limit: int) -> Found:
    """Look whether there is any recommendation."""
    return facts.recommends and not facts.recommendations, ()


def nothing_is_locked(facts: Facts, _limit: int) -> Found:
    """Look for recommendations that the panel is answering now."""
    where = tuple(one.spot for one in facts.recommendations if one.key in facts.locked)
    return bool(facts.locked), where


def sections_are_written(facts: Facts, _limit: int) -> Found:
    """Look for sections that hold nothing but the note to their author."""
    return _at(Spot("section", key, title, key) for key, title in facts.unwritten)


def parts_are_there(facts: Facts, _limit: int) -> Found:
    """Look for sections that a document of this kind has."""
    return _at(Spot("part", key, title) for key, title in facts.about.parts)


def is_undecided(one: RecommendationFacts) -> bool:
    """Tell whether the panel has not decided."""
    return one.standing in UNDECIDED


def is_changed(one: RecommendationFacts) -> bool:
    """Tell whether the wording is no longer the one that was voted on."""
    return one.standing is Standing.CHANGED


def is_unagreed(one: RecommendationFacts) -> bool:
    """Tell whether the definition of consensus was not met, and nobody said so openly."""
    return one.standing in UNAGREED and not one.stated


def is_incomplete(one: RecommendationFacts) -> bool:
    """Tell whether it lacks what its type asks for."""
    return not one.is_complete


def is_bold(one: RecommendationFacts) -> bool:
    """Tell whether it is strong on little evidence without one of the five accepted reasons."""
    return one.is_bold and not one.justified


def is_unproven(one: RecommendationFacts) -> bool:
    """Tell whether it is a good practice statement that does not say why it is one."""
    return one.type == Type.GOOD_PRACTICE and not one.criteria >= frozenset(GoodPractice)


def disagrees(one: RecommendationFacts) -> bool:
    """Tell whether text and evidence profile state different certainties, without a reason."""
    stated = one.profile_certainty
    return bool(stated) and stated != one.certainty and not one.explained


def wording_is_clear(facts: Facts, _limit: int) -> Found:
    """Look for remarks on the wording; each recommendation says its first one."""
    return _at(
        Spot("recommendation", one.key, str(one.number), one.row, note)
        for one in facts.recommendations
        for note in one.remarks
    )


def evidence_is_judged(facts: Facts, limit: int) -> Found:
    """Look for evidence-based recommendations with fewer judgements than `limit`."""
    return _at(
        Spot(
            "evidence",
            one.key,
            str(one.number),
            one.profile,
            sentence("%(count)s of at least %(least)s", count=one.judged, least=limit),
        )
        for one in facts.recommendations
        if one.rests_on_evidence and one.judged < limit
    )


def panel_is_listed(facts: Facts, _limit: int) -> Found:
    """Look whether there is a panel."""
    return not facts.panel, ()


def patients_sit(facts: Facts, limit: int) -> Found:
    """Look whether at least `limit` patient representatives are members."""
    return facts.patients < limit, ()


def plan_is_approved(facts: Facts, _limit: int) -> Found:
    """Look whether the plan was signed by all who were asked."""
    return not facts.plan_approved, ()


def is_approved(facts: Facts, _limit: int) -> Found:
    """Look whether this exact text is signed by all who were asked."""
    approval = facts.approval
    if approval.requested and approval.on_this_text and approval.complete:
        return False, ()
    if approval.requested and approval.on_this_text:
        return True, tuple(Spot("person", name, name) for name in approval.missing)
    return True, ()


def approval_problem(facts: Facts) -> Sentence:
    """Return what the approval lacks, in words."""
    if not facts.approval.requested:
        return sentence("Nobody has been asked for approval yet.")
    if not facts.approval.on_this_text:
        return sentence("The signatures were given for an earlier text. Ask for them again.")
    return sentence("These signatures are still missing.")


def language_is_set(facts: Facts, _limit: int) -> Found:
    """Look whether the language of the text is stated."""
    return not facts.about.language, ()


def condition_is_coded(facts: Facts, _limit: int) -> Found:
    """Look for an ORPHAcode, or the reason why none fits."""
    return not (facts.about.orphacodes or facts.about.no_code), ()


def population_is_set(facts: Facts, _limit: int) -> Found:
    """Look whether it is said whom the document is about."""
    return not facts.about.population, ()


def users_are_set(facts: Facts, _limit: int) -> Found:
    """Look whether it is said for whom the document is written."""
    return not facts.about.users, ()


def review_is_due_in_time(facts: Facts, limit: int) -> Found:
    """Look for a date of the next review that lies ahead, at most `limit` years."""
    due = facts.about.review_by
    return due is None or not facts.today < due <= years_after(facts.today, limit), ()


def years_after(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
