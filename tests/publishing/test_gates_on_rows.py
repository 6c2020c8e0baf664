"""Each gate on a real document: closed by what people do, and opened by what mends it."""

from collections import Counter

from guidelines.db import session
from guidelines.publishing.queries.readiness import readiness_of
from guidelines.publishing.rules.gates import GATES
from tests.publishing.build import a_guideline
from tests.publishing.gate_steps import STEPS


def test_every_gate_has_a_failing_and_a_passing_case_on_real_rows():
    counts = Counter(step.gate for step in STEPS)

    assert counts == {gate.key: 1 for gate in GATES}


def closed(guideline):
    session.expire_all()
    return {check.name for check in readiness_of(guideline.document) if not check.passed}


def test_each_gate_is_closed_and_opened_by_what_people_do(build):
    guideline = a_guideline(build)
    before = closed(guideline)
    assert before == {step.gate for step in STEPS if step.spoil is None}
    for step in STEPS:
        if step.spoil is not None:
            step.spoil(guideline)
        found = closed(guideline)
        assert step.gate in found, step.gate
        touched = {step.gate, "wording-unchanged", "all-voted", "wording-clear"}
        if step.gate == "status-fits":
            touched.add("approved")
        assert found - before <= touched, (step.gate, found - before)
        step.mend(guideline)
        before -= {step.gate}
        assert closed(guideline) == before, (step.gate, closed(guideline) ^ before)
    assert before == set()
