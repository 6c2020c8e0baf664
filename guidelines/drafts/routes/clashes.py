"""Two texts that clashed: shown side by side until a person decides."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from guidelines.db import transaction
from guidelines.drafts import service
from guidelines.drafts.models import Clash
from guidelines.drafts.routes.blueprint import bp
from guidelines.drafts.routes.editing import keep, tell
from guidelines.drafts.routes.shown import difference
from guidelines.drafts.rules.clashes import merged, preferring
from guidelines.errors import Conflict, Invalid
from guidelines.permissions import Action
from guidelines.text.comparison import compare
from guidelines.text.diff import words
from guidelines.web.errors import errors_of
from guidelines.web.guard import asks, current_actor, fetch


def _spans(before: str, after: str) -> list[tuple[str, str]]:
    return [(span.op.value, span.text) for span in words(before.strip(), after.strip())]


def _page(clash: Clash, source: str | None = None, errors: dict[str, str] | None = None) -> str:
    base, theirs = clash.base.source, clash.theirs.source
    _both, passages = merged(base, clash.source, theirs)
    return render_template(
        "drafts/clash.html",
        document=clash.section.document,
        section=clash.section,
        clash=clash,
        passages=[
            {
                "base": passage.base.strip(),
                "mine": _spans(passage.base, passage.ours),
                "mine_there": bool(passage.ours.strip()),
                "yours": _spans(passage.base, passage.theirs),
                "yours_there": bool(passage.theirs.strip()),
            }
            for passage in passages
        ],
        mine=difference(compare(base, clash.source)),
        yours=difference(compare(base, theirs)),
        source=preferring(base, clash.source, theirs) if source is None else source,
        errors=errors or {},
    )


@bp.get("/clashes/<clash_id>")
@asks(Action.DRAFT_SAVE)
def show_clash(clash_id: str) -> ResponseReturnValue:
    """Show both texts, and what both began with."""
    return _page(fetch(Clash, clash_id, Action.DRAFT_SAVE))


@bp.post("/clashes/<clash_id>")
@asks(Action.DRAFT_SAVE)
def settle_clash(clash_id: str) -> ResponseReturnValue:
    """Save what a person made of both texts."""
    clash = fetch(Clash, clash_id, Action.DRAFT_SAVE)
    choice = request.form.get("choice", "own")
    base, mine, theirs = clash.base.source, clash.source, clash.theirs.source
    source = request.form.get("source", "")
    if choice == "mine":
        source = preferring(base, mine, theirs)
    elif choice == "theirs":
        source = preferring(base, theirs, mine)
    section = clash.section
    try:
        with transaction():
            saved = service.settle_clash(
                current_actor(), clash, source=source, message=request.form.get("message", "")
            )
    except service.Clashing as clashing:
        again = keep(section, clashing)
        return redirect(url_for("drafts.show_clash", clash_id=again.id), 303)
    except (Invalid, Conflict) as refused:
        page = _page(clash, source, errors_of(refused, "source"))
        return page, 422 if isinstance(refused, Invalid) else 409
    tell(saved)
    return redirect(url_for("drafts.show_section", section_id=section.id), 303)
