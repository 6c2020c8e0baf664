"""The program with which anybody checks an evidence pack, as it is handed out with each."""

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from guidelines.config import ROOT

# What it is called beside a pack: the program, and the one that it counts votes with.
PROGRAMS = {"verify.py": "verify_pack", "verify_consensus.py": "verify_consensus"}


def programs() -> dict[str, bytes]:
    """Return the two programs by the names that they have in a pack."""
    return {name: _path(module).read_bytes() for name, module in PROGRAMS.items()}


def _path(module: str) -> Path:
    return ROOT / "exports" / f"{module}.py"


@cache
def checker() -> ModuleType:
    """Return the program as a module: one code checks in the product and outside."""
    loaded = [_loaded(module) for module in ("verify_consensus", "verify_pack")]
    return loaded[-1]


def _loaded(name: str) -> ModuleType:
    spec = spec_from_file_location(name, _path(name))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # the one imports the other by its name
    spec.loader.exec_module(module)
    return module
