"""The arithmetic of a quorum: how many of a body, and when all who were asked have done enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.errors import Conflict, Invalid
from guidelines.publishing.rules.quorum import (
    Quorum,
    assemble,
    check_body,
    electorate_from,
    needed,
)

PEOPLE = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=8)


@pytest.mark.parametrize(
    ("quorum", "members", "at_least", "expected"),
    [
        (Quorum.ALL, 1, 0, 1),
        (Quorum.ALL, 5, 0, 5),
        (Quorum.MAJORITY, 1, 0, 1),
        (Quorum.MAJORITY, 2, 0, 2),
        (Quorum.MAJORITY, 4, 0, 3),
        (Quorum.MAJORITY, 5, 0, 3),
        (Quorum.TWO_THIRDS, 3, 0, 2),
        (Quorum.TWO_THIRDS, 4, 0, 3),
        (Quorum.TWO_THIRDS, 5, 0, 4),
        (Quorum.TWO_THIRDS, 6, 0, 4),
        (Quorum.AT_LEAST, 5, 2, 2),
        (Quorum.AT_LEAST, 2, 5, 2),
        (Quorum.AT_LEAST, 3, 0, 1),
    ],
)
def test_how_many_must_sign(quorum, members, at_least, expected):
    assert needed(quorum, members, at_least) == expected


@given(st.sampled_from(Quorum), st.integers(1, 60), st.integers(0, 80))
def test_it_takes_at_least_one_and_at_most_all(quorum, members, at_least):
    count = needed(quorum, members, at_least)
    assert 1 <= count <= members
    if quorum is Quorum.MAJORITY:
        assert 2 * count > members >= 2 * (count - 1)
    if quorum is Quorum.TWO_THIRDS:
        assert 3 * count >= 2 * members > 3 * (count - 1)


@given(
    st.lists(
        st.tuples(st.sampled_from([Quorum.ALL, Quorum.MAJORITY, Quorum.TWO_THIRDS]), PEOPLE),
        max_size=3,
    ),
    PEOPLE,
    st.frozensets(st.sampled_from("abcdefghij"), max_size=4),
    st.lists(st.sampled_from("abcdefghijxyz"), max_size=20),
)
def test_laws_of_an_electorate(bodies, approvers, barred, signatures):
    named = [(f"Body {n}", quorum, 0, members) for n, (quorum, members) in enumerate(bodies)]
    try:
        voters = assemble(named, approvers, barred)
    except Conflict:
        assert any(set(members) <= barred for _title, _quorum, _least, members in named)
        return
    signed = set(signatures)

    assert not set(voters.asked) & barred  # whoever is kept out is never asked
    assert len(voters.asked) == len(set(voters.asked))  # who sits in two bodies is one person
    assert electorate_from(voters.as_json(), ()) == voters
    # the same signature twice, and signatures of strangers, change nothing
    strangers = signed - set(voters.asked)
    assert voters.is_complete([*signatures, *signatures]) == voters.is_complete(signed - strangers)
    # complete exactly where nobody is missing any more
    assert voters.is_complete(signed) == (bool(voters.asked) and not voters.missing(signed))
    # a further signature never takes anything away
    if voters.is_complete(signed):
        assert voters.is_complete(signed | {"a"})
    for body in voters.bodies:
        assert len(set(body.signed_by(signed))) <= len(body.members)
        assert not body.is_complete(strangers)


def test_a_seat_for_each_body_counts_once_in_each():
    voters = assemble(
        [("A", Quorum.AT_LEAST, 2, ["x", "y"]), ("B", Quorum.AT_LEAST, 1, ["x"])], ["x", "y"], ()
    )
    assert voters.asked == ("x", "y")
    assert not voters.is_complete(["x", "x"])
    assert voters.missing(["x"]) == ("y",)
    assert voters.is_complete(["x", "y"])


def test_barred_members_make_the_quorum_smaller_until_nobody_is_left():
    voters = assemble([("A", Quorum.ALL, 0, ["x", "y"])], ["x", "y", "z"], {"x", "z"})
    assert (voters.bodies[0].needs, voters.bodies[0].barred, voters.barred) == (1, ("x",), ("z",))
    with pytest.raises(Conflict):
        assemble([("A", Quorum.ALL, 0, ["x"])], ["x"], {"x"})
    with pytest.raises(Conflict):
        assemble([("A", Quorum.AT_LEAST, 2, ["x", "y"])], ["x", "y"], {"x"})


@pytest.mark.parametrize(
    ("title", "quorum", "at_least", "members", "wrong"),
    [
        ("", Quorum.ALL, 0, ["x"], {"title"}),
        ("Board", Quorum.ALL, 0, [], {"members"}),
        ("Board", Quorum.AT_LEAST, 0, ["x"], {"at_least"}),
        ("Board", Quorum.AT_LEAST, 2, ["x"], {"at_least"}),
        ("", Quorum.AT_LEAST, 2, [], {"title", "members"}),
    ],
)
def test_a_body_needs_a_name_members_and_a_quorum_it_can_reach(
    title, quorum, at_least, members, wrong
):
    with pytest.raises(Invalid) as caught:
        check_body(title, quorum, at_least, members)
    assert set(caught.value.errors) == wrong
