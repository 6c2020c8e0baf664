"""The story, told once for all tests that look at it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import db, session
from tests.told import copy_of, told_once


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a copy of the told installation; do not change it."""
    return copy_of(told_once(tmp_path_factory), tmp_path_factory.mktemp("told") / "instance")


@pytest.fixture
def demonstration(told: Settings) -> Iterator[Flask]:
    """Return the application over the told story, inside its context."""
    application = create_app(told)
    with application.app_context():
        yield application
        session.remove()
        db.engine.dispose()
