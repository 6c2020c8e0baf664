"""Products for daily care: standard, pathway, protocol, do's and don'ts, quality measures."""

from guidelines.drafts.rules.products.parts import Part, Skeleton
from guidelines.errors import sentence

_MEASURES = """| Measure | Counted among | Counted as met | Goal |
|---------|---------------|----------------|------|
|         |               |                |      |
"""
_STEPS = """| Step | Who | When | What |
|------|-----|------|------|
|      |     |      |      |
"""
BASIS = Part(
    sentence("What this rests on"),
    sentence("The guideline or studies behind it, with their version and date."),
)
STANDARD = Skeleton(
    sentence("Standard of care"),
    sentence("What every patient may expect and every centre must offer."),
    (
        Part(
            sentence("Whom this standard is for"),
            sentence("Patients, centres and professions; what is left out."),
        ),
        Part(
            sentence("Care pathway"),
            sentence("The way of a patient, from first sign to adult care."),
        ),
        Part(
            sentence("Requirements"),
            sentence("Team, equipment, experience, times. Say how each can be checked."),
        ),
        Part(sentence("Outcome measures"), sentence("What is measured, by whom, and how often.")),
        BASIS,
    ),
)
PATHWAY = Skeleton(
    sentence("Care pathway"),
    sentence("Diagnosis, treatment and follow-up step by step: who does what, when and where."),
    (
        Part(
            sentence("Whom this pathway is for"),
            sentence("Which patients enter, at which point, and which do not."),
        ),
        Part(
            sentence("The pathway at a glance"),
            sentence("A figure or one table that shows the whole way. Give it a caption."),
        ),
        Part(
            sentence("Steps"),
            sentence("One row for each step. Mark what must not wait."),
            body=_STEPS,
        ),
        Part(
            sentence("Warning signs"),
            sentence("Signs that call for help at once, and whom to call."),
        ),
        Part(sentence("Follow-up"), sentence("Visits by age, with what is checked at each.")),
        BASIS,
    ),
)
PROTOCOL = Skeleton(
    sentence("Protocol"),
    sentence("Exactly how one procedure or treatment is done, so that all do it alike."),
    (
        Part(
            sentence("Purpose and patients"),
            sentence("What it is for, for whom, and for whom not."),
        ),
        Part(
            sentence("Before"),
            sentence("What must be known, ready and talked over with patient and family."),
        ),
        Part(
            sentence("Procedure"),
            sentence("Numbered steps, one action each. Doses with unit, way and maximum."),
        ),
        Part(
            sentence("After"),
            sentence("What to watch, how often, and what to do when something is wrong."),
        ),
        Part(sentence("Complications"), sentence("What can happen, how to see it, what to do.")),
        BASIS,
    ),
)
DOS = Skeleton(
    sentence("Do’s and don’ts"),
    sentence(
        "One page for professionals who see the condition rarely: what to do, what to avoid."
    ),
    (
        Part(
            sentence("The condition in three sentences"),
            sentence("What it is, how to recognise it, and the centres that know it."),
        ),
        Part(
            sentence("Do"),
            sentence("At most ten points, each beginning with a verb, with its reason."),
        ),
        Part(sentence("Do not"), sentence("At most ten points, each with the harm it avoids.")),
        Part(
            sentence("In an emergency"),
            sentence("What differs from usual care: airway, medicines, positions, whom to call."),
        ),
        BASIS,
    ),
)
MEASURES = Skeleton(
    sentence("Quality measures"),
    sentence("Numbers by which centres see whether care is as recommended."),
    (
        Part(
            sentence("Purpose and use"),
            sentence("Who measures, who sees the results, and what they are not to be used for."),
        ),
        Part(
            sentence("How the measures were chosen"),
            sentence("From which recommendations, by whom, and by which rule of agreement."),
        ),
        Part(
            sentence("Measures"),
            sentence(
                "For each one: who is counted, what counts as met, where the data come from, the "
                "goal, and the recommendation behind it."
            ),
            body=_MEASURES,
        ),
        Part(
            sentence("Collecting the data"),
            sentence("Registry, definitions, times, and how missing data are treated."),
        ),
        BASIS,
    ),
)
SHORT = Skeleton(
    sentence("Short version"),
    sentence("The recommendations of a guideline for use at the bedside, without its reasons."),
    (
        Part(
            sentence("Key recommendations"),
            sentence("Only what is in the long version, in the same words and with its strength."),
        ),
        BASIS,
    ),
)
