"""The engine behind the outbox: Huey wakes the workers and keeps the clock.

A message only says "look at the outbox". Losing one costs at most a minute, because the workers
also look by themselves.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from guidelines.config import Settings

log = structlog.get_logger()


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: the default would run whatever code a message carries."""

    def _serialize(self, data: Any) -> bytes:
        if isinstance(data, Message):
            fields = data._asdict()
            eta = fields["eta"]
            fields["eta"] = eta.isoformat() if eta is not None else None
            return json.dumps({"message": fields}).encode()
        return json.dumps({"value": data}).encode()

    def _deserialize(self, data: bytes) -> Any:
        content = json.loads(data)
        if "message" in content:
            fields = content["message"]
            eta = fields["eta"]
            fields["eta"] = datetime.fromisoformat(eta) if eta is not None else None
            return Message(**fields)
        return content["value"]


class Engine:
    """The queue of this installation and what a worker does when it is woken."""

    def __init__(self) -> None:
        self._queue: Huey | None = None
        self._ring: Any = None

    def start(self, settings: Settings, work: Callable[[], None]) -> None:
        """Connect to the queue; `work` empties the outbox of what is due."""
        queue = _queue(settings)

        def look() -> None:
            work()

        self._ring = queue.task(name="look")(look)
        queue.periodic_task(crontab(minute="*"), name="look_each_minute")(look)
        self._queue = queue

    def wake(self, moment: datetime) -> None:
        """Wake a worker at `moment`; nothing happens before the engine is started."""
        if self._ring is None:
            return
        try:
            if moment > datetime.now(UTC):
                self._ring.schedule(eta=moment.astimezone(UTC).replace(tzinfo=None))
            else:
                self._ring()
        except Exception as trouble:  # the change is committed and its job waits in the outbox
            log.warning("queue.unreachable", kind=type(trouble).__name__)

    def serve(self, workers: int) -> None:
        """Work until the process is told to stop."""
        if self._queue is None:
            raise RuntimeError("the engine is not started")
        consumer = Consumer(
            self._queue, workers=workers, initial_delay=0.05, max_delay=1.0, worker_type="thread"
        )
        consumer.run()


def _queue(settings: Settings) -> Huey:
    options = {"name": "concord", "results": False, "utc": True, "serializer": JsonSerializer()}
    url = settings.jobs_url
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey(url=url, **options)
    if url.startswith("postgres"):
        return PostgresHuey(dsn=url, **options)
    file = settings.prepare().instance / "database" / "queue.sqlite3"
    return SqliteHuey(filename=str(file), fsync=False, **options)


engine = Engine()
wake = engine.wake
