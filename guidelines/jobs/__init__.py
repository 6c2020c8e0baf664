"""Work for later: an outbox of rows with leases, and the engine that wakes its workers."""

from guidelines.jobs.outbox import (
    GiveUp,
    Job,
    JobState,
    Work,
    enqueue,
    is_done,
    job,
    mark_done,
    of,
    retry,
    waiting,
    work_once,
)

__all__ = [
    "GiveUp",
    "Job",
    "JobState",
    "Work",
    "enqueue",
    "is_done",
    "job",
    "mark_done",
    "of",
    "retry",
    "waiting",
    "work_once",
]
