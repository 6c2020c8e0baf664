"""The story, told once for all tests that look at it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from guidelines.app import create_app
from guidelines.config import Settings, current
from guidelines.db import db, session
from tests.told import copy_of, told_once


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a copy of the told installation; do not change it."""
    return copy_of(told_once(tmp_path_factory), tmp_path_factory.mktemp("told") / "instance")


@pytest.fixture(scope="session")
def made_of_story() -> list[Flask]:
    """Return where the application over the story is kept: making it takes a while."""
    return []


@pytest.fixture
def demonstration(told: Settings, made_of_story: list[Flask]) -> Iterator[Flask]:
    """Return the application over the told story, inside its context."""
    if not made_of_story or current() is not told:  # some tests make another application
        made_of_story[:] = [create_app(told)]
    (application,) = made_of_story
    with application.app_context():
        yield application
        session.remove()
        db.engine.dispose()
