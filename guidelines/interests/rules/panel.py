"""What a panel should look like, each question with the source that asks it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from babel import Locale

from guidelines.errors import Sentence, sentence
from guidelines.interests.rules.policy import LARGEST_SHARE
from guidelines.permissions import PANEL, Role

GIN = sentence("GIN principles on interests, 2015 (doi:10.7326/M14-1885)")
IOM = sentence("Clinical Practice Guidelines We Can Trust, 2011, standards 2 and 3")
AGREE = sentence("AGREE II, items 4 and 5")
MCMASTER = sentence("GIN-McMaster checklist, topics 3 and 6")

FEWEST_PATIENTS = 2
FEWEST_COUNTRIES = 2
FEWEST_DISCIPLINES = 2


@dataclass(frozen=True, slots=True)
class Seat:
    """What counts of one member: roles, what their interests allow, where they come from.

    `leads_freely` tells that nothing keeps the person from leading, `is_conflicted` that an
    interest makes them abstain from something.
    """

    roles: frozenset[Role]
    leads_freely: bool = True
    is_conflicted: bool = False
    country: str = ""
    discipline: str = ""


@dataclass(frozen=True, slots=True)
class PanelCheck:
    """One question about the panel: whether it is met, what was found, who asks for it.

    `must` ones are what sources call indispensable. `found` is a sentence with the figures, `mend`
    says what to do where it is not met.
    """

    name: str
    title: Sentence
    passes: bool
    must: bool
    found: Sentence
    mend: Sentence
    source: Sentence


@dataclass(frozen=True, slots=True)
class Composition:
    """The members of a project, and how many of a hundred may have an interest."""

    seats: Sequence[Seat] = field(default_factory=tuple)
    largest_share: int = LARGEST_SHARE

    def having(self, *roles: Role) -> list[Seat]:
        """Return the members who have one of these roles."""
        return [one for one in self.seats if one.roles & set(roles)]

    @property
    def panel(self) -> list[Seat]:
        """Those who vote; before there are any, all members."""
        return self.having(*PANEL) or list(self.seats)


def panel_checks(them: Composition) -> list[PanelCheck]:
    """Return what can be asked of a panel, in the order of weight."""
    return [_chair(them), _share(them), _patients(them), _methodologist(them), *_spread(them)]


def _chair(them: Composition) -> PanelCheck:
    chairs = them.having(Role.CHAIR)
    free = sum(one.leads_freely for one in chairs)
    return PanelCheck(
        "chair-free",
        sentence("A chair without interests leads"),
        free > 0,
        True,
        sentence("Chairs without interests: %(free)s of %(all)s.", free=free, all=len(chairs)),
        sentence(
            "Name a chair or co-chair whose declaration was assessed and who has no interest that "
            "matters."
        ),
        GIN,
    )


def _share(them: Composition) -> PanelCheck:
    panel = them.panel
    conflicted = sum(one.is_conflicted for one in panel)
    share = 100 * conflicted / len(panel) if panel else 0
    return PanelCheck(
        "share-conflicted",
        sentence("Members with interests are not too many"),
        bool(panel) and share <= them.largest_share,
        True,
        sentence(
            "Abstain from something: %(n)s of %(all)s (%(share)s %%; at most %(most)s %%).",
            n=conflicted,
            all=len(panel),
            share=round(share),
            most=them.largest_share,
        ),
        sentence("Invite members without interests, or let fewer with interests vote."),
        IOM,
    )


def _patients(them: Composition) -> PanelCheck:
    found = len(them.having(Role.PATIENT_REPRESENTATIVE))
    return PanelCheck(
        "patient-representatives",
        sentence("Patients are represented"),
        found >= FEWEST_PATIENTS,
        False,
        sentence("Patient representatives: %(n)s.", n=found),
        sentence("Invite at least %(fewest)s, so that none stands alone.", fewest=FEWEST_PATIENTS),
        AGREE,
    )


def _methodologist(them: Composition) -> PanelCheck:
    found = len(them.having(Role.METHODOLOGIST))
    return PanelCheck(
        "methodologist",
        sentence("A methodologist takes part"),
        found > 0,
        False,
        sentence("Methodologists: %(n)s.", n=found),
        sentence("Invite somebody who knows the methods and has no stake in the topic."),
        MCMASTER,
    )


def _spread(them: Composition) -> Iterator[PanelCheck]:
    names = Locale("en").territories
    countries = Counter(names.get(one.country, one.country) for one in them.panel if one.country)
    yield PanelCheck(
        "countries",
        sentence("Several countries are represented"),
        len(countries) >= FEWEST_COUNTRIES,
        False,
        sentence("Countries: %(n)s (%(which)s).", n=len(countries), which=_counted(countries))
        if countries
        else sentence("Nobody on the panel has named a country yet."),
        sentence("Ask members to name their country on their profile, or invite from others."),
        MCMASTER,
    )
    disciplines = Counter(
        " ".join(one.discipline.split()).casefold() for one in them.panel if one.discipline.strip()
    )
    yield PanelCheck(
        "disciplines",
        sentence("All professions concerned are represented"),
        len(disciplines) >= FEWEST_DISCIPLINES,
        False,
        sentence(
            "Disciplines: %(n)s (%(which)s).", n=len(disciplines), which=_counted(disciplines)
        )
        if disciplines
        else sentence("Nobody on the panel has named a discipline yet."),
        sentence("Ask members to name their discipline on their profile, or invite others."),
        AGREE,
    )


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(found.items()))
