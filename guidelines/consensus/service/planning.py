"""The plan of a process, and every departure from what was locked in advance."""

from guidelines import audit
from guidelines.consensus.models import Deviation, Process
from guidelines.consensus.queries import rounds_of
from guidelines.consensus.rules.definition import Rule
from guidelines.consensus.rules.plan import Deviating, Plan
from guidelines.consensus.rules.states import ProcessState, RoundState
from guidelines.db import lock_row, session
from guidelines.errors import Conflict, Invalid, sentence
from guidelines.events import DeviationDecided, PlanSet
from guidelines.permissions import Action, Actor, require

LONGEST_REASON = 1000
PLAN_LOCKED = sentence(
    "The plan is locked. A change for the rounds to come is a deviation: say what is changed and "
    "why; it stands in the report."
)


def set_plan(actor: Actor, process: Process, *, plan: Plan) -> None:
    """Choose how the panel is asked; nothing changes it once it is locked."""
    require(actor, Action.PROCESS_PREPARE, process)

    lock_row(Process, process.id)  # it may be locked in advance at this very moment
    if process.state is not ProcessState.DRAFT:
        raise Conflict(PLAN_LOCKED)
    process.plan, process.plan_sha256 = plan.document(), plan.sha256
    session.flush()
    audit.record(
        actor,
        PlanSet(
            network_id=process.network_id,
            project_id=process.project_id,
            process_id=process.id,
            plan_sha256=plan.sha256,
        ),
    )


def first_free_round(process: Process) -> int:
    """Return the number of the first round that is not locked yet: a deviation reaches it."""
    rounds = rounds_of(process)
    locked = [one.number for one in rounds if one.state is not RoundState.DRAFT]
    return max(locked, default=0) + 1


def deviate(actor: Actor, process: Process, *, what: str, why: str, to: Rule | Plan) -> Deviation:
    """Change the locked definition or plan for the rounds to come.

    No round that is locked, open or closed is reached: its rule stays what it was.

    Raises
    ------
    Conflict
        If nothing is locked yet, the process is finished, or nothing would change.
    Invalid
        Without saying what is changed and why.
    """
    require(actor, Action.RULE_SEAL, process)

    locked: Process = lock_row(Process, process.id)
    if locked.state is ProcessState.DRAFT:
        raise Conflict(sentence("Nothing is locked yet: change the plan itself."))
    if locked.state is ProcessState.REPORTED:
        raise Conflict(sentence("This process is finished; there is no round to come."))
    mistakes = {
        name: sentence("Say what is changed.") if name == "what" else sentence("Say why.")
        for name, text in (("what", what), ("why", why))
        if not text.strip()
    }
    if mistakes:
        raise Invalid(mistakes)
    of = Deviating.RULE if isinstance(to, Rule) else Deviating.PLAN
    number = first_free_round(locked)
    before = locked.definition_for(number) if of is Deviating.RULE else locked.plan_for(number)
    if to == before:
        raise Conflict(sentence("This is how it is already; nothing is changed."))
    row = Deviation(
        network_id=locked.network_id,
        project_id=locked.project_id,
        process_id=locked.id,
        of=of,
        from_round=number,
        document=to.document(),
        sha256=to.sha256,
        what=what.strip()[:LONGEST_REASON],
        why=why.strip()[:LONGEST_REASON],
        decided_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    session.expire(locked, ["deviations"])
    audit.record(
        actor,
        DeviationDecided(
            network_id=locked.network_id,
            project_id=locked.project_id,
            process_id=locked.id,
            deviation_id=row.id,
            of=of.value,
            from_round=number,
            sha256=row.sha256,
            what=row.what,
            why=row.why,
        ),
    )
    return row
