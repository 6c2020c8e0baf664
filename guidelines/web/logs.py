"""What is written to the log: lines without names, answers, addresses or values of variables."""

import sys
from typing import Any

import structlog
from flask import request
from structlog.typing import EventDict, Processor

from guidelines.config import Settings

SECLUDED = "/questionnaires/"


def is_secluded(path: str) -> bool:
    """Tell whether a page is a panel member's own: nothing notes when they were there."""
    return path.startswith(SECLUDED)


def place() -> dict[str, Any]:
    """Return what the log says of where it was: never who, or on a panel member's page when."""
    return {"endpoint": request.endpoint, "secluded": is_secluded(request.path)}


def _day_alone(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Keep the day, and no finer time, of what happened on a panel member's page."""
    if event.pop("secluded", False):
        event["timestamp"] = str(event["timestamp"])[:10]
    return event


def init_logs(settings: Settings) -> None:
    """Write one line for each event to standard error: JSON, or plain text for people.

    Tracebacks name files and lines only; the values of variables could be somebody's answers.
    """
    last: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    processors: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _day_alone,
        *([structlog.processors.format_exc_info] if settings.log_json else []),
        last,
    ]
    structlog.configure(
        processors=processors,
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),  # as it is when written
        cache_logger_on_first_use=False,
    )
