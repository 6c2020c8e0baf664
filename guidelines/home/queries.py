"""The pages of the handbook: files of the folder `docs`, and one made from the policy."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from guidelines.config import ROOT
from guidelines.permissions import POLICY, Role
from guidelines.text.markdown import Rendered, render

FOLDER = ROOT / "docs"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the handbook."""

    name: str
    title: LazyString


PAGES = (
    Page("start", _l("Getting started")),
    Page("authors", _l("Writing")),
    Page("markdown", _l("What the text may contain")),
    Page("word", _l("Word, out and back")),
    Page("translations", _l("Translations and plain language")),
    Page("interests", _l("Interests")),
    Page("evidence", _l("Evidence")),
    Page("references", _l("References")),
    Page("versions", _l("Versions")),
    Page("review", _l("Comments and reviews")),
    Page("rounds", _l("Rounds and results")),
    Page("statistics", _l("Definitions of consensus and statistics")),
    Page("secrecy", _l("How answers are protected")),
    Page("checklists", _l("Checklists and appraisals")),
    Page("approval", _l("Approval, from plan to withdrawal")),
    Page("publishing", _l("Approving and publishing")),
    Page("library", _l("The public library")),
    Page("permissions", _l("Who may do what")),
    Page("api", _l("For programs")),
    Page("operating", _l("Running an installation")),
)


def handbook_page(name: str) -> Rendered | None:
    """Return a page of the handbook, or None if there is no such page."""
    if name not in {page.name for page in PAGES}:
        return None
    if name == "permissions":
        return render(permission_table())
    return render((FOLDER / f"{name}.md").read_text())


def permission_table() -> str:
    """Return the policy as a Markdown table: one row for each action, one column for each role."""
    roles = [role for role in Role if role is not Role.READER]
    lines = [
        "# Who may do what",
        "",
        "This table is the rule itself: every page and every button asks it.",
        "",
        "| | " + " | ".join(role.value.replace("-", " ") for role in roles) + " |",
        "|---|" + ":-:|" * len(roles),
    ]
    for action, rule in POLICY.items():
        thing, _, verb = action.value.partition(":")
        cells = ("yes" if role in rule.roles else "" for role in roles)
        lines.append(f"| {verb} {thing} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
