"""The fourteen roles of CRediT (Contributor Roles Taxonomy, ANSI/NISO Z39.104-2022, CC BY 4.0)."""

from collections.abc import Mapping

ROLES: Mapping[str, str] = {
    "conceptualization": "Conceptualization",
    "data-curation": "Data curation",
    "formal-analysis": "Formal analysis",
    "funding-acquisition": "Funding acquisition",
    "investigation": "Investigation",
    "methodology": "Methodology",
    "project-administration": "Project administration",
    "resources": "Resources",
    "software": "Software",
    "supervision": "Supervision",
    "validation": "Validation",
    "visualization": "Visualization",
    "writing-original-draft": "Writing – original draft",
    "writing-review-editing": "Writing – review & editing",
}


def role_names(codes: tuple[str, ...]) -> str:
    """Return roles as one line of their names, in the order of the taxonomy."""
    return ", ".join(name for code, name in ROLES.items() if code in codes)


def role_address(code: str) -> str:
    """Return the address that stands for a role in files for machines."""
    return f"https://credit.niso.org/contributor-roles/{code}/"
