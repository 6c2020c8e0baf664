"""Sign-in, one-time links and the profile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel import Locale
from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from guidelines.accounts import service
from guidelines.accounts.forms import COUNTRIES, LinkForm, PasswordForm, ProfileForm, SignInForm
from guidelines.accounts.models import Person
from guidelines.accounts.queries import Recognised, sign_in_of, token_called, tokens_of
from guidelines.accounts.rules import BY_LINK_KNOWN, TOKEN_FOR
from guidelines.config import Settings, current
from guidelines.db import session, transaction
from guidelines.errors import Invalid
from guidelines.web.errors import errors_of, is_api
from guidelines.web.guard import current_actor, public, signed_in
from guidelines.web.limits import limited
from guidelines.web.logs import is_secluded

bp = Blueprint("accounts", __name__)
BY_LINK = "by_link"


@dataclass
class Visitor(UserMixin):  # type: ignore[misc]
    """Who is signed in in this browser, as the pages need it.

    `program` is the id of the token with which a program acts for them; it may only read
    unless `writes`.
    """

    token: str
    person_id: str
    scope: str
    name: str
    language: str
    program: str = ""
    writes: bool = True

    def get_id(self) -> str:
        """Return what the browser keeps: the token of its sign-in."""
        return self.token


def init_sign_in(app: Flask, settings: Settings) -> None:
    """Let browsers be recognised by the token of a sign-in stored here."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Visitor | None:
        if is_api():
            return None  # programs show a token; a browser's cookie opens pages only
        sign_in = sign_in_of(token)
        if sign_in is None or service.is_over(sign_in, settings.idle_minutes):
            return None
        secluded = is_secluded(request.path)
        if service.needs_touch(sign_in, settings.idle_minutes, secluded=secluded):
            with transaction():
                service.touch(token)
        return _visitor(token, sign_in)

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load_program(_request: object) -> Visitor | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if not is_api() or scheme.lower() != "bearer":
            return None
        token = token_called(secret.strip())
        if token is None:
            return None
        if service.token_needs_touch(token):
            with transaction():
                service.touch_token(token)
        person = token.person
        return Visitor("", person.id, "", person.name, person.language, token.id, token.writes)


def admit(token: str) -> None:
    """Let this browser in; whatever it carried before is dropped."""
    browser.clear()
    sign_in = sign_in_of(token)
    assert sign_in is not None
    login_user(_visitor(token, sign_in))


def _visitor(token: str, sign_in: Recognised) -> Visitor:
    return Visitor(token, sign_in.person_id, sign_in.scope, sign_in.name, sign_in.language)


def _next_page() -> str:
    """Return where the visitor wanted to go, if it is a page of this site."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    here = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if here and not parts.scheme and not parts.netloc:
        return wanted
    return url_for("home.start")


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page."""
    if current_user.is_authenticated and not current_user.scope:
        return redirect(_next_page(), 303)
    return render_template("accounts/sign_in.html", form=SignInForm(), link_form=LinkForm())


@bp.post("/sign-in")
@public
@limited("sign-in", per_address=20, per_account=10, minutes=5)
def submit_sign_in() -> ResponseReturnValue:
    """Sign in by password."""
    form = SignInForm()
    try:
        if not form.validate_on_submit():
            raise Invalid({"email": _("Write your e-mail address and your password.")})
        person = service.known_person(form.email.data, form.password.data)
        with transaction():
            token = service.begin_sign_in(person)
    except Invalid as invalid:
        errors = errors_of(invalid)
        page = render_template(
            "accounts/sign_in.html", form=form, link_form=LinkForm(), errors=errors
        )
        return page, 422
    admit(token)
    return redirect(_next_page(), 303)


@bp.post("/sign-in/link")
@public
@limited("link", per_address=20, per_account=5, minutes=60)
def request_link() -> ResponseReturnValue:
    """Mail a one-time link to whoever owns the address; the answer is always the same."""
    form = LinkForm()
    if not form.validate_on_submit():
        errors = {"link_email": _("Write your e-mail address.")}
        page = render_template(
            "accounts/sign_in.html", form=SignInForm(formdata=None), link_form=form, errors=errors
        )
        return page, 422
    with transaction():
        service.request_link(form.email.data)
    return render_template("accounts/link_sent.html", email=form.email.data)


@bp.get("/link/<token>")
@public
def show_link(token: str) -> ResponseReturnValue:
    """Show what the link is for. Only the button uses it up: mail scanners open every link."""
    link = service.link_behind(current(), token)
    return render_template("accounts/link.html", link=link, token=token)


@bp.post("/link/<token>")
@public
@limited("use-link", per_address=30, minutes=5)
def use_link(token: str) -> ResponseReturnValue:
    """Use the link up and sign in."""
    with transaction():
        browser_token = service.use_link(current(), token)
    admit(browser_token)
    browser[BY_LINK] = service.link_mark()
    if not _person().password_hash:
        flash(_("Welcome. You can set a password below, or ask for a link each time."), "info")
        return redirect(url_for("accounts.profile"), 303)
    return redirect(url_for("home.start"), 303)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser, here and on the server."""
    if current_user.is_authenticated:
        with transaction():
            service.end_sign_in(current_user.token)
    logout_user()
    browser.clear()
    flash(_("You are signed out."), "info")
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _person() -> Person:
    person = session.get(Person, current_user.person_id)
    assert person is not None
    return person


def _profile_form(person: Person) -> ProfileForm:
    form = ProfileForm(obj=person)
    form.country.choices = ["", *COUNTRIES]
    form.language.choices = list(current().languages)
    return form


def _named(codes: Iterable[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return codes with their names in the language of the reader, by name."""
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _profile_page(
    form: ProfileForm, errors: dict[str, str], status: int = 200, secret: str = ""
) -> ResponseReturnValue:
    locale = get_locale() or Locale("en")
    page = render_template(
        "accounts/profile.html",
        form=form,
        countries=_named(COUNTRIES, locale.territories),
        languages=_named(current().languages, locale.languages),
        person=_person(),
        password_form=PasswordForm(formdata=None),
        asks_present=bool(_person().password_hash) and not _came_by_link(),
        tokens=tokens_of(_person().id),
        token_days=TOKEN_FOR,
        secret=secret,
        typed=request.form,
        errors=errors,
    )
    return page, status


@bp.get("/profile")
@signed_in
def profile() -> ResponseReturnValue:
    """Show the visitor's own profile."""
    return _profile_page(_profile_form(_person()), {})


@bp.post("/profile")
@signed_in
def edit_profile() -> ResponseReturnValue:
    """Change the visitor's own profile."""
    form = _profile_form(_person())
    try:
        if not form.validate_on_submit():
            raise Invalid({name: texts[0] for name, texts in form.errors.items()})
        with transaction():
            service.edit_profile(
                _person(),
                name=form.name.data,
                affiliation=form.affiliation.data or "",
                country=form.country.data or "",
                discipline=form.discipline.data or "",
                language=form.language.data or "en",
                orcid=form.orcid.data or "",
            )
    except Invalid as invalid:
        errors = errors_of(invalid)
        return _profile_page(form, errors, 422)
    flash(_("Your profile is saved."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _came_by_link() -> bool:
    """Tell whether a mailed link brought this browser in a short while ago."""
    return service.link_mark() - int(browser.get(BY_LINK, 0)) < BY_LINK_KNOWN.total_seconds()


@bp.post("/profile/password")
@signed_in
@limited("password", per_address=30, minutes=60)
def set_password() -> ResponseReturnValue:
    """Set the visitor's password; other browsers are signed out.

    Who has one must know it, unless they have just come by a mailed link: so it is replaced when
    it is forgotten.
    """
    form = PasswordForm()
    present = None if _came_by_link() else form.present.data or ""
    try:
        hashed = service.checked_password_hash(_person(), form.password.data or "", present)
        with transaction():
            service.set_password(current_actor(), _person(), password_hash=hashed)
            service.end_other_sign_ins(_person(), current_user.token)
    except Invalid as invalid:
        errors = errors_of(invalid)
        return _profile_page(_profile_form(_person()), errors, 422)
    flash(_("Your password is set."), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.post("/profile/tokens")
@signed_in
@limited("token", per_address=30, minutes=60)
def make_token() -> ResponseReturnValue:
    """Let a program act for the visitor; its token is shown this once."""
    days = request.form.get("token_days", "")
    try:
        with transaction():
            _row, secret = service.make_token(
                current_actor(),
                _person(),
                title=request.form.get("token_title", ""),
                writes=request.form.get("token_writes") == "yes",
                days=int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0,
            )
    except Invalid as invalid:
        return _profile_page(_profile_form(_person()), errors_of(invalid), 422)
    return _profile_page(_profile_form(_person()), {}, secret=secret)


@bp.post("/profile/tokens/<token_id>/revoke")
@signed_in
def revoke_token(token_id: str) -> ResponseReturnValue:
    """Take a program's access away."""
    with transaction():
        service.revoke_token(current_actor(), _person(), token_id)
    flash(_("This program has no access any more."), "success")
    return redirect(url_for("accounts.profile", _anchor="programs"), 303)
