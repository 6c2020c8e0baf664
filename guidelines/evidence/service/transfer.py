"""What evidence gives to the file of a project: references, profiles, judgements, searches."""

from guidelines.errors import sentence
from guidelines.projects.importers import Part, goes_along

goes_along(
    Part(
        "evidence",
        tables="guidelines.evidence.models",
        left_out={
            "reference_import": "Files that references were read from; the references are in it."
        },
        counted={
            "reference": sentence("References"),
            "evidence_question": sentence("Questions"),
            "evidence_search": sentence("Searches"),
        },
        belongs={"judgement_entry": ("profile_id", "evidence_profile")},
    )
)
