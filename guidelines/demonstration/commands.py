"""`guidelines demo`: tell the story once, say where to look, serve."""

import click

from guidelines.config import current
from guidelines.db import db, session
from guidelines.demonstration import script
from guidelines.demonstration.people import PASSWORD
from guidelines.demonstration.telling import tell
from guidelines.home.commands import run_server

ACCOUNTS = (
    ("chair", "Chair", "everything of both projects"),
    ("author-1", "Author", "sections, comments, versions"),
    ("methodologist", "Methodologist", "evidence, interests"),
    ("facilitator", "Facilitator", "rounds and results"),
    ("surgeon-1", "Panel member", "has a questionnaire to answer"),
    ("surgeon-3", "Panel member", "answered both rounds"),
    ("patient-representative-1", "Patient representative", "panel and comments"),
    ("reviewer-1", "Reviewer", "reads and comments"),
    ("approver-1", "Approver", "signs what is published"),
    ("observer", "Observer", "reads only"),
    ("administrator", "Administrator", "network, members"),
)


@click.command("demo")
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Stop when everything is set up.")
def demo(port: int, no_serve: bool) -> None:
    """Set up the demonstration once, print its accounts, and serve it."""
    if tell(current(), click.echo):
        click.echo("Done.")
    session.remove()
    db.engine.dispose()
    click.echo(_accounts(port))
    if not no_serve:
        run_server("127.0.0.1", port, 2, with_worker=True)


def _accounts(port: int) -> str:
    emails = {one.key: one.email for one in script.people().people}
    rows = [(role, emails[key], note) for key, role, note in ACCOUNTS]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [
        f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {note}".rstrip()
        for role, email, note in rows
    ]
    return "\n".join(
        (
            "",
            f"Open http://127.0.0.1:{port}/ — the library needs no account.",
            f"The password of every account: {PASSWORD}",
            "",
            *lines,
            "",
            "Demonstration, not for clinical use.",
        )
    )
