"""Two texts that clashed: base, mine and theirs for each passage, until a person decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guidelines.db import transaction
from guidelines.drafts import queries, service
from guidelines.drafts.models import Clash, SectionRevision
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.editing import tell
from guidelines.drafts.routes.shown import difference, shown
from guidelines.drafts.rules.texts import LARGEST_SECTION
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.text.comparison import compare
from guidelines.text.diff import words
from guidelines.text.merge import Clash as Passage
from guidelines.text.merge import merged_parts
from guidelines.text.settling import Choice, Decision, passages_of, settled
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch

EVERYWHERE = {"all-mine": Choice.MINE, "all-theirs": Choice.THEIRS}


@dataclass(frozen=True, slots=True)
class Deciding:
    """A clash as it stands now: what others have is the newest text, which may be newer."""

    clash: Clash
    theirs: SectionRevision
    parts: tuple[str | Passage, ...]
    decisions: Mapping[str, Decision]

    @property
    def passages(self) -> dict[str, Passage]:
        """What a person must decide, by name."""
        return passages_of(self.parts)

    @property
    def open(self) -> list[str]:
        """The names of the passages about which nothing is decided."""
        return [name for name in self.passages if name not in self.decisions]

    @property
    def result(self) -> str:
        """The text that the decisions make; what is undecided is not in it."""
        return settled(self.parts, self.decisions)


def _deciding(clash: Clash, theirs_id: str = "") -> Deciding:
    """Return a clash with the decisions of this request, else those that are noted."""
    newest = "" if clash.settled_at else queries.newest_in(clash.section).revision_id
    wanted = theirs_id or newest or clash.theirs_id
    theirs = queries.revision_in(clash.section, wanted) or clash.theirs
    parts = merged_parts(clash.base.source, clash.source, theirs.source)
    names = passages_of(parts)
    if request.method == "POST":
        given = {name: _given(name) for name in names}
        found = {name: one for name, one in given.items() if one is not None}
    else:
        noted = clash.decisions
        found = {
            name: Decision(Choice(noted[name]["choice"]), noted[name]["own"])
            for name in names
            if name in noted
        }
    return Deciding(clash, theirs, parts, found)


def _given(name: str) -> Decision | None:
    """Return what the form says about a passage, or about all of them."""
    value = EVERYWHERE.get(request.form.get("then", "")) or request.form.get(f"choice-{name}")
    own = request.form.get(f"own-{name}", "")[:LARGEST_SECTION]
    return Decision(Choice(value), own) if value in set(Choice) else None


def _spans(before: str, after: str) -> list[tuple[str, str]]:
    return [(span.op.value, span.text) for span in words(before.strip(), after.strip())]


def _page(deciding: Deciding, errors: dict[str, str] | None = None) -> str:
    clash, theirs = deciding.clash, deciding.theirs
    base = clash.base.source
    me = current_actor().person_id
    return render_template(
        "drafts/clash.html",
        document=clash.section.document,
        section=clash.section,
        clash=clash,
        theirs=theirs,
        is_newer=theirs.id != clash.theirs_id,
        is_mine=clash.author_id == me,
        is_theirs_mine=theirs.author_id == me,
        passages=[
            {
                "name": name,
                "base": passage.base.strip(),
                "mine": _spans(passage.base, passage.ours) if passage.ours.strip() else [],
                "theirs": _spans(passage.base, passage.theirs) if passage.theirs.strip() else [],
                "choice": deciding.decisions[name].choice if name in deciding.decisions else "",
                "own": (deciding.decisions[name].own if name in deciding.decisions else "")
                or (passage.ours.strip() or passage.theirs.strip()),
            }
            for name, passage in deciding.passages.items()
        ],
        undecided=len(deciding.open),
        result=shown(clash.section.document, deciding.result),
        mine=difference(compare(base, clash.source)),
        yours=difference(compare(base, theirs.source)),
        errors=errors or {},
    )


@bp.get("/clashes/<clash_id>")
@asks(Action.DRAFT_SAVE)
def show_clash(clash_id: str) -> ResponseReturnValue:
    """Show both texts, what both began with, and what is decided so far."""
    return _page(_deciding(fetch(Clash, clash_id, Action.DRAFT_SAVE)))


@bp.post("/clashes/<clash_id>")
@asks(Action.DRAFT_SAVE)
def settle_clash(clash_id: str) -> ResponseReturnValue:
    """Save what a person decided, or note it and show what it makes."""
    clash = fetch(Clash, clash_id, Action.DRAFT_SAVE)
    deciding = _deciding(clash, request.form.get("theirs", ""))
    noted = {
        name: {"choice": one.choice.value, "own": one.own}
        for name, one in deciding.decisions.items()
    }
    then = request.form.get("then", "")
    if then in {"look", "later", *EVERYWHERE}:
        with transaction():
            service.note_decisions(current_actor(), clash, noted)
        if then == "later":
            address = url_for("drafts.show_document", document_id=clash.document_id)
            return redirect(address, 303)
        return _page(deciding)
    if deciding.open:
        said = _("Choose what shall stand here.")
        return _page(deciding, {f"choice-{name}": said for name in deciding.open}), 422
    return _settle(deciding)


def _settle(deciding: Deciding) -> ResponseReturnValue:
    clash, actor = deciding.clash, current_actor()
    message = request.form.get("message", "")
    try:
        with transaction():
            saved = service.settle_clash(
                actor,
                clash,
                source=deciding.result,
                base_revision_id=deciding.theirs.id,
                message=message,
            )
    except service.Clashing as clashing:  # somebody was faster once more
        with transaction():
            again = service.carry_clash(actor, clash, clashing)
        return redirect(url_for("drafts.show_clash", clash_id=again.id), 303)
    except (Invalid, Conflict) as refused:
        page = _page(deciding, errors_of(refused, "main"))
        return page, 422 if isinstance(refused, Invalid) else 409
    tell(saved)
    return redirect(url_for("drafts.show_section", section_id=clash.section_id), 303)
