"""How often somebody gets letters about what is new, and the link that stops them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from guidelines.config import current
from guidelines.db import transaction
from guidelines.errors import Invalid, sentence
from guidelines.reviews.queries.news import rhythm_of
from guidelines.reviews.routes.blueprint import bp
from guidelines.reviews.rules.rounds import Rhythm
from guidelines.reviews.service.digests import choose_rhythm, person_behind, stop_by_link
from guidelines.web.guard import csrf, current_actor, public, signed_in
from guidelines.web.limits import limited
from guidelines.web.navigation import fills

RHYTHM_WORDS = {
    Rhythm.AT_ONCE: (_l("At once"), _l("What happens within five minutes comes in one letter.")),
    Rhythm.DAILY: (_l("Every morning"), _l("Only where something is new.")),
    Rhythm.WEEKLY: (_l("Every Monday"), _l("Only where something is new.")),
    Rhythm.NEVER: (_l("Never"), _l("You see what is new on your pages.")),
}


def _values() -> dict[str, object]:
    return {
        "rhythms": [(one.value, words, hint) for one, (words, hint) in RHYTHM_WORDS.items()],
        "rhythm": rhythm_of(current_actor().person_id or "").value,
    }


@fills("account.profile")
def letters_on_profile(**_given: object) -> tuple[str, dict[str, object]]:
    """Show the choice on the visitor's profile."""
    return "reviews/letters_part.html", _values()


@bp.get("/letters")
@signed_in
def show_letters() -> ResponseReturnValue:
    """Show how often the visitor gets letters."""
    return render_template("reviews/letters.html", **_values())


@bp.post("/letters")
@signed_in
def choose_letters() -> ResponseReturnValue:
    """Set how often the visitor gets letters."""
    wanted = request.form.get("rhythm", "")
    if wanted not in set(Rhythm):
        raise Invalid({"rhythm": sentence("Choose how often you want letters.")})
    with transaction():
        choose_rhythm(current_actor().person_id or "", Rhythm(wanted))
    flash(_("Your choice is saved."), "success")
    return redirect(url_for("reviews.show_letters"), 303)


@bp.get("/letters/stop/<stop_token>")
@public
def stop_letters_form(stop_token: str) -> ResponseReturnValue:
    """Show the button that stops the letters: mail scanners open every link."""
    person_behind(current(), stop_token)
    return render_template("reviews/letters_stop.html", stopped=False)


@bp.post("/letters/stop/<stop_token>")
@public
@limited("stop-letters", per_address=60, minutes=10)
def stop_letters(stop_token: str) -> ResponseReturnValue:
    """Stop the letters; a mail program may press the button for its reader (RFC 8058)."""
    with transaction():
        stop_by_link(current(), stop_token)
    return render_template("reviews/letters_stop.html", stopped=True)


csrf.exempt(stop_letters)  # the program sends no token; the link itself is the right to stop
