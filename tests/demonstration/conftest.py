"""The story, told once for all tests that look at it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import db, session
from tests.told import tell_into


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of an installation in which the story was told; do not change it."""
    return tell_into(tmp_path_factory.mktemp("told") / "instance")


@pytest.fixture
def demonstration(told: Settings) -> Iterator[Flask]:
    """Return the application over the told story, inside its context."""
    application = create_app(told)
    with application.app_context():
        yield application
        session.remove()
        db.engine.dispose()
