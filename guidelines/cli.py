"""The command line `guidelines`: collects the commands of the features, each loaded when asked."""

import functools
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

import click

from guidelines.errors import DomainError, Invalid

# Which feature brings which command: nothing else is loaded for `guidelines drafts merge`.
COMMANDS = {
    "consensus": "consensus",
    "database": "home",
    "demo": "demonstration",
    "doctor": "home",
    "drafts": "drafts",
    "library": "library",
    "networks": "projects",
    "projects": "projects",
    "serve": "home",
    "signatures": "publishing",
    "users": "accounts",
    "verify": "publishing",
    "worker": "home",
}


# What works on files alone, without an installation.
OFFLINE = {"analyse", "merge", "verify"}


class Application(click.Group):
    """The command group; errors of the domain become one sentence and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of a feature."""
        feature = COMMANDS.get(cmd_name)
        if feature is None:
            return None
        module = import_module(f"guidelines.{feature}.commands")
        command: click.Command = getattr(module, cmd_name, None) or module.group
        return _with_application(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and say its failure in one sentence."""
        try:
            return super().invoke(ctx)
        except Invalid as invalid:
            _fail(" ".join(dict.fromkeys(invalid.errors.values())))
        except DomainError as error:
            _fail(error.message)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except Exception as trouble:
            said = _settings_sentence(trouble) or _database_sentence(trouble)
            if said is None:
                raise
            _fail(said)


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


def _settings_sentence(trouble: Exception) -> str | None:
    if type(trouble).__name__ != "ValidationError" or not hasattr(trouble, "errors"):
        return None
    first = trouble.errors()[0]
    name = "GUIDELINES_" + "_".join(str(at) for at in first["loc"]).upper()
    return f"The setting {name} is not right: {first['msg']}."


def _database_sentence(trouble: Exception) -> str | None:
    said = str(getattr(trouble, "orig", ""))
    if "no such table" in said or "does not exist" in said:
        return "The database is not set up. Run: guidelines database upgrade"
    if type(trouble).__name__ == "OperationalError":
        return f"The database does not answer: {said}"
    return None


@click.group(cls=Application, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="concord-guidelines")
def main() -> None:
    """Clinical networks write guidelines together."""


def _with_application(command: click.Command) -> click.Command:
    """Run a command inside the application, but one that is marked to need no database."""
    if isinstance(command, click.Group):
        for part in command.commands.values():
            _with_application(part)
    elif command.name not in OFFLINE and not hasattr(command.callback, "__wrapped__"):
        command.callback = _inside(command.callback)
    return command


def _inside(callback: Callable[..., Any] | None) -> Callable[..., Any]:
    assert callback is not None

    @functools.wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        application = import_module("guidelines.app").create_app()
        with application.app_context():
            return callback(*args, **kwargs)

    return run


if __name__ == "__main__":
    main()
