"""The gates on the text, and on what its readers said about it."""

from guidelines.errors import sentence
from guidelines.publishing.rules.gates import looks
from guidelines.publishing.rules.gates.shape import MUST, SHOULD, Gate, Group, Mend

TEXT = (
    Gate(
        "citations-known",
        Group.TEXT,
        MUST,
        sentence("Every cited source is known"),
        sentence("The text cites sources that the bibliography does not have. Import them."),
        Mend.SECTION,
        looks.places("unknown_citations"),
        ("unknown_citations",),
    ),
    Gate(
        "citations-stand",
        Group.TEXT,
        SHOULD,
        sentence("No cited source was retracted"),
        sentence("These sources were retracted. Say so in the text, or leave them out."),
        Mend.SECTION,
        looks.places("retracted_citations"),
        ("retracted_citations",),
    ),
    Gate(
        "images-attached",
        Group.TEXT,
        MUST,
        sentence("Every image is attached"),
        sentence("These images are not attached, so no reader would see them. Attach them."),
        Mend.SECTION,
        looks.places("missing_images"),
        ("missing_images",),
    ),
    Gate(
        "images-described",
        Group.TEXT,
        MUST,
        sentence("Every image is described in words"),
        sentence(
            "Write what each image shows between its square brackets: some readers only hear it."
        ),
        Mend.SECTION,
        looks.places("wordless_images"),
        ("wordless_images",),
    ),
    Gate(
        "original-followed",
        Group.TEXT,
        SHOULD,
        sentence("It says what the text it was made from says now"),
        sentence(
            "That text has changed since, or not all of it is translated. Look at what is marked."
        ),
        Mend.ORIGINAL,
        looks.holds("behind"),
        ("behind",),
    ),
    Gate(
        "references-lead",
        Group.TEXT,
        MUST,
        sentence("Every reference to a section, table, figure or recommendation leads there"),
        sentence("These references in the text lead nowhere. Mend or remove them."),
        Mend.SECTION,
        looks.places("dead_references"),
        ("dead_references",),
    ),
    Gate(
        "doses-checked",
        Group.TEXT,
        MUST,
        sentence("A second person compared every dose and number with its source"),
        sentence(
            "In these sections doses, rates, limits or times are not compared with their source. "
            "Somebody who did not write the sentence compares and ticks it."
        ),
        Mend.DOSES,
        looks.places("unchecked_doses"),
        ("unchecked_doses",),
    ),
    Gate(
        "sections-present",
        Group.TEXT,
        MUST,
        sentence("The sections that a document of this kind needs are there"),
        sentence("Write them, say which section holds them, or why they are not needed here."),
        Mend.ABOUT,
        looks.parts_are_there,
        ("about",),
    ),
    Gate(
        "sections-written",
        Group.TEXT,
        SHOULD,
        sentence("Every section is written"),
        sentence(
            "These sections hold nothing but their note to the author. Write them, or take them "
            "out."
        ),
        Mend.SECTION,
        looks.sections_are_written,
        ("unwritten",),
    ),
    Gate(
        "clashes-settled",
        Group.TEXT,
        MUST,
        sentence("No text waits to be merged"),
        sentence(
            "Texts could not be saved because somebody else changed the same passage. Settle them."
        ),
        Mend.CLASHES,
        looks.counted("open_clashes", ""),
        ("open_clashes",),
    ),
)
REVIEW = (
    Gate(
        "comments-answered",
        Group.REVIEW,
        MUST,
        sentence("Every comment is answered"),
        sentence("Answer each comment, then resolve it."),
        Mend.COMMENTS,
        looks.counted("open_threads", "thread_places"),
        ("open_threads", "thread_places"),
    ),
    Gate(
        "suggestions-decided",
        Group.REVIEW,
        MUST,
        sentence("Every suggestion is accepted or declined"),
        sentence("Decide on each suggestion."),
        Mend.SUGGESTIONS,
        looks.counted("open_suggestions", "suggestion_places"),
        ("open_suggestions", "suggestion_places"),
    ),
)
