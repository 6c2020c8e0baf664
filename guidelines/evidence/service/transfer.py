"""What evidence gives to the file of a project: references, profiles, judgements, searches."""

from guidelines.projects.importers import Part, goes_along

goes_along(
    Part(
        "evidence",
        tables="guidelines.evidence.models",
        left_out=frozenset({"reference_import"}),
        belongs={"judgement_entry": ("profile_id", "evidence_profile")},
        reasons=("Files that references were read from; the references are in it.",),
    )
)
