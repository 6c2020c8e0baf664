"""The demonstration, told once: an installation full of real rows that other tests can copy."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import db, now, session
from guidelines.demonstration.telling import tell
from tests.kept import kept, state_of

TOLD_BY = ("guidelines", "exports", "migrations", "templates", "requirements/run.txt")
"""What the told installation follows from, beside the day."""


def tell_into(instance: Path) -> Settings:
    """Tell the whole story into an instance folder and return its settings."""
    settings = Settings(instance=instance, demonstration=True)
    app = create_app(settings)
    with app.app_context():
        tell(settings)
        session.remove()
        db.engine.dispose()
    return settings


def told_once(factory: pytest.TempPathFactory) -> Settings:
    """Tell the story once a day, and anew when anything changed; do not change what is told.

    Whichever process of a run asks first tells it, the others of the run look at the same.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "told-once"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            state = f"{now():%Y-%m-%d}-{state_of(*TOLD_BY)}"
            kept("told", state, tell_into, folder / "instance")
            (folder / "done").touch()
    return Settings(instance=folder / "instance", demonstration=True)


def copy_of(told: Settings, instance: Path) -> Settings:
    """Copy a told installation, database, files and keys, to a folder that can be changed."""
    shutil.copytree(told.instance, instance)
    return Settings(instance=instance, demonstration=True)
