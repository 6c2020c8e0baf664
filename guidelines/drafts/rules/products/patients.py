"""Products for patients and families."""

from guidelines.drafts.rules.products.parts import Part, Skeleton
from guidelines.errors import sentence

_ABOUT = Part(
    sentence("What this is about"),
    sentence("The condition and the decision, in words that a neighbour would understand."),
)
_ASK = Part(
    sentence("What you can ask"),
    sentence("Questions to take along to the next visit."),
)
_HELP = Part(
    sentence("Where to find help"),
    sentence("Centres, patient organisations and telephone numbers that are answered."),
)
BOOKLET = Skeleton(
    sentence("Booklet for patients and families"),
    sentence("All about a condition and its care in plain words, from diagnosis to adult life."),
    (
        _ABOUT,
        Part(
            sentence("How it is found"),
            sentence("Signs, tests, what the tests feel like, and what results can mean."),
        ),
        Part(
            sentence("What can be done"),
            sentence("Each way of treatment with its good and bad sides, in numbers out of 100."),
        ),
        Part(
            sentence("Living with it"),
            sentence("School, sport, sleep, work, having children. Let families speak."),
        ),
        _ASK,
        _HELP,
        Part(
            sentence("Words explained"),
            sentence("Each difficult word with its meaning in one sentence."),
            numbered=False,
        ),
        Part(
            sentence("How this booklet was made"),
            sentence(
                "Who wrote and read it, on which guideline it rests, and when it is renewed."
            ),
            numbered=False,
        ),
    ),
)
VERSION = Skeleton(
    sentence("Version for patients and families"),
    sentence("What one guideline recommends, and why, for those it is about."),
    (
        _ABOUT,
        Part(
            sentence("What is recommended"),
            sentence("Each recommendation in plain words: what, for whom, how sure the group is."),
        ),
        _ASK,
        _HELP,
    ),
)
