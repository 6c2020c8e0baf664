"""The structure of the code, as tests: what every feature promises to keep to."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from guidelines import permissions
from guidelines.app import FEATURES
from guidelines.config import ROOT
from guidelines.events import BY_NAME, FOLLOW_UPS, Event
from guidelines.jobs import outbox
from guidelines.permissions import POLICY, Action

PACKAGE = ROOT / "guidelines"


def parts(*names, of=FEATURES):
    """Return the files of these features that play one of these parts."""
    found = []
    for feature in of:
        for name in names:
            found += [
                path
                for path in [
                    PACKAGE / feature / f"{name}.py",
                    *(PACKAGE / feature / name).glob("*.py"),
                ]
                if path.exists()
            ]
    return [pytest.param(path, id=str(path.relative_to(PACKAGE))) for path in found]


def functions(path: Path):
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]


# An account is its owner's own; others change it through the services of projects.
WITH_A_POLICY = tuple(feature for feature in FEATURES if feature != "accounts")


@pytest.mark.parametrize("path", parts("service", of=WITH_A_POLICY))
def test_a_service_asks_the_policy_before_anything_else(path):
    for function in functions(path):
        takes_an_actor = [a.arg for a in function.args.args][:1] == ["actor"]
        if function.name.startswith("_") or not takes_an_actor:
            continue
        body = function.body[1:] if ast.get_docstring(function) else function.body
        first = ast.unparse(body[0])
        assert first.startswith("require(actor, Action."), f"{function.name}: {first}"


@pytest.mark.parametrize("path", parts("service", "queries", "models", "rules", "importers"))
def test_only_the_edge_commits(path):
    names = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }
    assert not names & {"commit", "transaction"}


@pytest.mark.parametrize("path", parts("routes", "api"))
def test_a_route_reaches_rows_through_the_guard_only(path):
    tree = ast.parse(path.read_text())
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if node.module in {"sqlalchemy", "sqlalchemy.orm", "guidelines.db"}
    }
    own_account = path.name == "routes.py" and path.parent.name == "accounts"
    assert imported <= (
        {"transaction", "session", "healthy"} if own_account else {"transaction", "healthy", "now"}
    )


def test_only_the_demonstration_is_told_of_another_day():
    """Nothing that people do can be dated back."""
    there = [
        path
        for path in PACKAGE.rglob("*.py")
        if "days_ago" in path.read_text() and path.parent.name != "demonstration"
    ]
    assert there == [PACKAGE / "db.py"]


def test_every_action_has_a_rule_and_every_rule_an_action():
    assert set(POLICY) == set(Action)


def test_every_action_is_asked_for_somewhere():
    said = "\n".join(
        path.read_text() for path in PACKAGE.rglob("*.py") if path.name != "permissions.py"
    )
    assert [a for a in Action if f"Action.{a.name}" not in said] == []


def test_every_follow_up_is_a_job():
    for feature in FEATURES:
        if (PACKAGE / feature / "jobs.py").exists() or (PACKAGE / feature / "jobs").exists():
            import_module(f"guidelines.{feature}.jobs")
    wanted = {name for names in FOLLOW_UPS.values() for name in names}
    assert wanted - set(outbox.REGISTRY) == set()


def test_events_have_names_of_their_own_and_say_what_happened():
    assert len({kind.__name__ for kind in Event.__subclasses__()}) == len(BY_NAME)
    for kind in BY_NAME.values():
        assert kind.name.count(".") == 1, kind
        assert (kind.__doc__ or "").strip().endswith("."), kind


def test_nobody_but_the_panel_votes():
    assert POLICY[Action.BALLOT_SUBMIT].roles == frozenset(permissions.PANEL)
    assert not POLICY[Action.BALLOT_SUBMIT].also_operator
    assert not POLICY[Action.BALLOT_SUBMIT].also_system


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_a_module_is_short_enough_to_read(path):
    assert len(path.read_text().splitlines()) <= 330


FORBIDDEN = {"util", "utils", "helper", "helpers", "common", "base", "manager", "handler", "misc"}


def test_names_say_what_things_are():
    names = {path.stem for path in PACKAGE.rglob("*.py")} | {p.name for p in PACKAGE.iterdir()}
    assert names & FORBIDDEN == set()
