"""Every failure is one clear sentence with the right status, and the log keeps secrets."""

import pytest
from sqlalchemy.exc import DBAPIError

from guidelines import errors
from guidelines.accounts.models import Person
from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import session, transaction
from guidelines.errors import sentence
from guidelines.web.errors import status_of, translated
from guidelines.web.guard import public


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotAllowed(), 403),
        (errors.Missing(), 404),
        (errors.Conflict("x"), 409),
        (errors.IllegalTransition("x"), 409),
        (errors.Stale("x"), 412),
        (errors.Expired("x"), 410),
        (errors.TooLarge("x"), 413),
        (errors.Invalid({"a": "x"}), 422),
        (errors.TooMany("x"), 429),
        (errors.Unavailable("x"), 503),
        (errors.DomainError("x"), 400),
    ],
)
def test_the_status_of_an_error_is_that_of_its_nearest_kind(error, status):
    assert status_of(error) == status


def test_a_sentence_inside_a_sentence_is_translated_too(app):
    inner = sentence("at least %(n)s people", n=3)
    assert translated(sentence("It needs %(who)s.", who=inner)) == "It needs at least 3 people."


@pytest.fixture
def failing(settings):
    """An application with a page that fails while it knows a secret."""
    app = create_app(settings)
    app.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)

    @app.get("/fails")
    @public
    def fails():
        secret = "a rating of nine by surgeon@hospital.example"  # noqa: F841
        raise ZeroDivisionError

    @app.get("/silent")
    def silent():
        return "a page that does not say what it asks"

    return app


@pytest.mark.parametrize("log_json", [True, False])
def test_a_failure_shows_no_inner_things_and_logs_no_values(settings, failing, capsys, log_json):
    create_app(Settings(instance=settings.instance, log_json=log_json))
    answer = failing.test_client().get("/fails")
    written = capsys.readouterr().err

    assert answer.status_code == 500
    assert "Nothing was saved" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "ZeroDivisionError" in written
    assert "surgeon@hospital.example" not in written


def test_a_page_that_does_not_say_what_it_asks_is_shut(failing):
    assert failing.test_client().get("/silent").status_code == 500


def test_an_error_of_the_database_does_not_repeat_what_was_sent(app):
    with pytest.raises((DBAPIError, errors.Conflict)) as caught, transaction():
        session.add(Person(email="Surgeon@Hospital.example", name="Surgeon"))
    assert "Hospital.example" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize("path", ["/", "/library/", "/no-such-page", "/sign-in", "/health"])
def test_every_answer_shuts_out_other_hosts_and_inline_code(client, path):
    headers = client.get(path).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_over_https_cookies_and_transport_are_strict(settings):
    app = create_app(
        Settings(instance=settings.instance, public_url="https://guidelines.example.org")
    )
    answer = app.test_client().get("/sign-in", base_url="https://guidelines.example.org")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["Set-Cookie"].startswith("__Host-concord=")
    assert "; Secure;" in answer.headers["Set-Cookie"]


def test_a_request_that_is_too_large_is_refused_with_a_sentence(client):
    answer = client.post("/sign-in", data={"email": "a" * 40_000_000})

    assert answer.status_code == 413
    assert "too large" in answer.text
