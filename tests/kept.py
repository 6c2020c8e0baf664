"""What is dear to make, kept between runs for as long as nothing that it is made of changes."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from guidelines.config import ROOT

FOLDER = ROOT / ".pytest_cache" / "kept"
MOST = 3
"""So many states are kept: those of other branches may be wanted again."""


def state_of(*sources: str) -> str:
    """Return a hash of all files in these folders (or files) of the checkout, by name and text."""
    found = hashlib.sha256()
    for source in sources:
        place = ROOT / source
        for path in sorted([place] if place.is_file() else place.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:24]


def kept(name: str, state: str, make: Callable[[Path], object], target: Path) -> None:
    """Copy to `target` the folder that `make` filled, in this run or in one before.

    Whoever asks first makes it, the others wait. `state` names all that it follows from.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    there = FOLDER / f"{name}-{state}"
    with (FOLDER / f"{name}-{state}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not there.exists():
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            make(target)
            unfinished = there.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(target, unfinished)
            unfinished.rename(there)
            states = [one for one in FOLDER.glob(f"{name}-*") if not one.suffix]
            for old in sorted(states, key=lambda one: one.stat().st_mtime)[:-MOST]:
                shutil.rmtree(old, ignore_errors=True)
                old.with_suffix(".lock").unlink(missing_ok=True)
            return
        os.utime(there)
        shutil.copytree(there, target, dirs_exist_ok=True)
