"""The demonstration, told once: an installation full of real rows that other tests can copy."""

import shutil
from pathlib import Path

from guidelines.app import create_app
from guidelines.config import Settings
from guidelines.db import db, session
from guidelines.demonstration.telling import tell


def tell_into(instance: Path) -> Settings:
    """Tell the whole story into an instance folder and return its settings."""
    settings = Settings(instance=instance, demonstration=True)
    app = create_app(settings)
    with app.app_context():
        tell(settings)
        session.remove()
        db.engine.dispose()
    return settings


def copy_of(told: Settings, instance: Path) -> Settings:
    """Copy a told installation, database, files and keys, to a folder that can be changed."""
    shutil.copytree(told.instance, instance)
    return Settings(instance=instance, demonstration=True)
