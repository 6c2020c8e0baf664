"""Jobs: written with the change, done once in effect, never lost with their worker."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from guidelines import jobs
from guidelines.db import now, session, transaction
from guidelines.jobs import GiveUp, Job, JobState, outbox, work_once
from guidelines.jobs.engine import JsonSerializer, engine

done: list[str] = []


@pytest.fixture(autouse=True)
def kinds_of_jobs(app):  # which brings its own kinds, and they stay
    done.clear()
    registry = dict(outbox.REGISTRY)

    @jobs.job("test.note")
    def note(work):
        done.append(work.payload["word"])

    @jobs.job("test.fail", attempts=3)
    def fail(work):
        done.append("tried")
        raise OSError("disk full")

    @jobs.job("test.give_up")
    def give_up(work):
        raise GiveUp("The text cannot be set: line 4.")

    yield
    outbox.REGISTRY.clear()
    outbox.REGISTRY.update(registry)


def queue(name, **payload):
    with transaction():
        return jobs.enqueue(name, **payload).id


def test_a_job_is_done_once(app):
    queue("test.note", word="a")
    assert work_once() is True
    assert work_once() is False
    assert done == ["a"]


def test_a_job_of_a_failed_change_never_was(app):
    with pytest.raises(ZeroDivisionError), transaction():
        jobs.enqueue("test.note", word="a")
        raise ZeroDivisionError
    assert work_once() is False


def test_the_same_job_is_queued_once(app):
    assert queue("test.note", word="a", dedupe="k") == queue("test.note", word="b", dedupe="k")


def test_a_job_waits_for_its_moment(app):
    queue("test.note", word="later", run_at=now() + timedelta(hours=1))
    assert work_once() is False


def test_a_failing_job_is_tried_again_later_and_then_kept_with_its_reason(app):
    key = queue("test.fail")
    for _ in range(3):
        assert work_once() is True
        assert work_once() is False  # it waits before the next try
        with transaction():
            session.get(Job, key).run_at = now()
    job = session.get(Job, key)
    assert (job.state, job.attempts, done) == (JobState.FAILED, 3, ["tried"] * 3)
    assert "disk full" in job.failure

    with transaction():
        jobs.retry(key)
    assert work_once() is True


def test_a_job_that_gives_up_says_why(app):
    key = queue("test.give_up")
    work_once()
    assert session.get(Job, key).failure == "The text cannot be set: line 4."


def test_the_job_of_a_dead_worker_is_taken_over(app):
    key = queue("test.note", word="a")
    assert outbox.claim("dead worker").id == key
    assert work_once() is False  # its lease still holds
    with transaction():
        session.get(Job, key).lease_until = now() - timedelta(seconds=1)
    assert work_once() is True
    assert done == ["a"]


def test_a_job_that_kills_its_workers_is_not_tried_for_ever(app):
    key = queue("test.fail")
    for _ in range(3):
        assert outbox.claim("dead worker").id == key
        with transaction():
            session.get(Job, key).lease_until = now() - timedelta(seconds=1)

    assert work_once() is True
    assert (session.get(Job, key).state, done) == (JobState.FAILED, [])


WORKER = """
import time
from guidelines.app import create_app
from guidelines import jobs
@jobs.job("test.slow")
def slow(work):
    print("started", flush=True)
    time.sleep(60)
app = create_app()
with app.app_context():
    jobs.work_once()
"""


def test_a_killed_worker_loses_nothing(app, settings):
    key = queue("test.slow")
    session.remove()
    environment = os.environ | {
        "GUIDELINES_INSTANCE": str(settings.instance),
        "GUIDELINES_DATABASE_URL": settings.database_url,
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], env=environment, stdout=subprocess.PIPE, text=True
    )
    with worker:
        assert worker.stdout.readline() == "started\n"
        worker.send_signal(signal.SIGKILL)
    job = session.get(Job, key)
    assert job.state is JobState.RUNNING
    with transaction():
        session.get(Job, key).lease_until = now() - timedelta(seconds=1)

    @jobs.job("test.slow")
    def slow(work):
        done.append("after all")

    assert work_once() is True
    assert done == ["after all"]


@pytest.fixture
def redis_url(tmp_path):
    """Start a Redis server of our own, on loopback, that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed on this machine")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", tmp_path]
    server = subprocess.Popen(line, stdout=subprocess.DEVNULL)
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(20)


@pytest.mark.parametrize("queue_kind", ["file", "redis"])
def test_an_installed_worker_wakes_and_works(app, settings, queue_kind, request):
    jobs_url = request.getfixturevalue("redis_url") if queue_kind == "redis" else ""
    engine.start(settings.model_copy(update={"jobs_url": jobs_url}), lambda: None)
    environment = os.environ | {
        "GUIDELINES_INSTANCE": str(settings.instance),
        "GUIDELINES_DATABASE_URL": settings.database_url,
        "GUIDELINES_JOBS_URL": jobs_url,
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "guidelines.cli", "worker"], env=environment,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        key = queue("test.unheard_of")
        limit = time.monotonic() + 120  # a machine may be busy
        state = JobState.QUEUED
        while state in {JobState.QUEUED, JobState.RUNNING} and time.monotonic() < limit:
            assert worker.poll() is None, "the worker went away"
            time.sleep(0.05)
            session.rollback()
            state = session.get(Job, key).state
    finally:
        worker.terminate()
        worker.wait(60)
    assert state is JobState.FAILED
    assert session.get(Job, key).failure == "no such kind of job"


def test_a_queue_that_is_gone_does_not_undo_the_change(app, settings):
    nobody = settings.model_copy(update={"jobs_url": "redis://127.0.0.1:1/0"})
    engine.start(nobody, lambda: None)

    key = queue("test.note", word="a")

    assert session.get(Job, key).state is JobState.QUEUED
    assert work_once() is True
    assert done == ["a"]


def test_messages_of_the_queue_are_plain_json():
    serializer = JsonSerializer()
    assert serializer.deserialize(serializer.serialize({"a": 1})) == {"a": 1}
    assert serializer.serialize("x").startswith(b"{")
