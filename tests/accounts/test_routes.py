"""Signing in and out in a real browser session, and the links that mails carry."""

import re
from datetime import timedelta

import pytest

from guidelines.accounts import service
from guidelines.accounts.models import LinkPurpose, MailLink, SignIn
from guidelines.config import current
from guidelines.db import now, session, transaction
from guidelines.jobs import work_once
from guidelines.permissions import Actor

PASSWORD = "tulip river copper nine"


@pytest.fixture
def person(build):
    person = build.person("Surgeon 3")
    with transaction():
        person.password_hash = service.hash_password(PASSWORD)
    return person


def sign_in(client, person, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": person.email, "password": password}, **more)


def test_a_password_signs_in_and_signing_out_ends_it_on_the_server(client, person):
    assert client.get("/profile").status_code == 303

    answer = sign_in(client, person)
    assert (answer.status_code, answer.location) == (303, "/home")
    assert client.get("/profile").status_code == 200
    with client.session_transaction() as browser:
        token = browser["_user_id"]

    client.post("/sign-out")
    with client.session_transaction() as browser:
        browser["_user_id"] = token  # a copied cookie is worth nothing now
    assert client.get("/profile").status_code == 303


@pytest.mark.parametrize("email", ["known", "unknown@demo.example"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(client, person, email):
    address = person.email if email == "known" else email
    answer = client.post("/sign-in", data={"email": address, "password": "wrong wrong wrong"})

    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in answer.text


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/profile", "/profile"),
        ("https://evil.example/", "/home"),
        ("//evil.example/", "/home"),
        ("/\\evil.example", "/home"),
        ("javascript:alert(1)", "/home"),
    ],
)
def test_after_signing_in_only_pages_of_this_site_follow(client, person, wanted, led_to):
    assert sign_in(client, person, query_string={"next": wanted}).location == led_to


def test_too_many_tries_are_refused_for_the_account_and_the_address(client, person):
    codes = [sign_in(client, person, "wrong wrong wrong").status_code for _ in range(11)]

    assert codes == [422] * 10 + [429]
    assert sign_in(client, person).status_code == 429


def mailed_path(settings):
    """Return the address of the link in the newest letter."""
    text = letter(settings).replace("=\n", "").replace("=3D", "=")
    return re.search(r"http://127\.0\.0\.1:8000(/link/\S+)", text).group(1)


def letter(settings):
    while work_once():
        pass
    [file] = (settings.instance / "mail").glob("*.eml")
    return file.read_text()


def test_a_mailed_link_is_used_up_by_the_button_only(client, person, settings):
    known = client.post("/sign-in/link", data={"email": person.email})
    unknown = client.post("/sign-in/link", data={"email": "nobody@demo.example"})
    assert known.status_code == unknown.status_code == 200

    path = mailed_path(settings)
    for _ in range(3):
        assert client.get(path).status_code == 200  # a mail scanner opens it
    assert client.post(path).status_code == 303
    assert client.get("/profile").status_code == 200

    again = client.post(path)
    assert again.status_code == 410
    assert "used already" in again.text


@pytest.mark.parametrize("path", ["/link/forged", "/link/IjEyMyI.abc"])
def test_a_forged_link_is_refused(client, path):
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_an_old_link_says_so(client, person):
    with transaction():
        link = service.make_link(Actor.machine(), person, LinkPurpose.INVITATION)
    with transaction():
        row = session.get(MailLink, link.id)
        row.created_at, row.expires_at = now() - timedelta(days=30), now() - timedelta(days=1)
    answer = client.get(f"/link/{service.link_token(current(), link.id)}")

    assert answer.status_code == 410
    assert "too old" in answer.text


def test_an_idle_browser_is_signed_out(client, person, settings):
    sign_in(client, person)
    with transaction():
        row = session.query(SignIn).one()
        row.seen_at = now() - timedelta(minutes=settings.idle_minutes)

    assert client.get("/profile").status_code == 303


def test_a_new_password_ends_the_other_browsers(app, person):
    one, other = app.test_client(), app.test_client()
    sign_in(one, person)
    sign_in(other, person)

    known = {"present": PASSWORD}
    assert one.post("/profile/password", data={**known, "password": "short"}).status_code == 422
    new = {**known, "password": "green lamp under snow"}
    assert one.post("/profile/password", data=new).location
    assert one.get("/profile").status_code == 200
    assert other.get("/profile").status_code == 303


@pytest.mark.parametrize("present", ["", "not the one they have"])
def test_a_new_password_needs_the_present_one(client, person, present):
    sign_in(client, person)
    assert 'name="present"' in client.get("/profile").text

    new = {"present": present, "password": "green lamp under snow"}
    answer = client.post("/profile/password", data=new)

    assert answer.status_code == 422
    assert "not your present password" in answer.text
    client.post("/sign-out")
    assert sign_in(client, person).status_code == 303


def test_a_forgotten_password_is_replaced_after_a_mailed_link(client, person, settings):
    client.post("/sign-in/link", data={"email": person.email})
    client.post(mailed_path(settings))
    assert 'name="present"' not in client.get("/profile").text

    new = {"password": "green lamp under snow"}
    assert client.post("/profile/password", data=new).status_code == 303


def test_an_old_mailed_link_does_not_stand_for_a_password(client, person, settings, monkeypatch):
    client.post("/sign-in/link", data={"email": person.email})
    client.post(mailed_path(settings))
    later = now() + timedelta(minutes=31)
    monkeypatch.setattr("guidelines.accounts.service.now", lambda: later)

    new = {"password": "green lamp under snow"}
    assert client.post("/profile/password", data=new).status_code == 422


def test_a_deactivated_person_is_out_at_once(client, person):
    sign_in(client, person)
    with transaction():
        person.deactivated_at = now()

    assert client.get("/profile").status_code == 303
    assert sign_in(client, person).status_code == 422


def test_a_profile_is_checked_and_saved(build, person):
    client = build.sign_in(person)

    bad = client.post("/profile", data={"name": " ", "language": "en"})
    assert bad.status_code == 422
    good = client.post(
        "/profile",
        data={"name": "Surgeon 3", "country": "DK", "affiliation": "Hospital", "language": "en"},
    )
    assert good.status_code == 303
    session.expire_all()
    assert (person.country, person.affiliation) == ("DK", "Hospital")


def test_another_site_cannot_post(client, person):
    answer = sign_in(client, person, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_form_without_its_token_is_refused(app, client, person):
    app.config["WTF_CSRF_ENABLED"] = True
    assert sign_in(client, person).status_code == 400
