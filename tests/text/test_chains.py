"""The heaviest rising chain, against trying all of them."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.chains import heaviest

LINKS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 9).map(float)),
    max_size=7, unique_by=lambda link: link[:2],
)  # fmt: skip


def rises(links):
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(links))


@given(LINKS)
def test_no_other_chain_is_heavier(links):
    links = sorted(links)
    weights = {link[:2]: link[2] for link in links}
    chain = heaviest(links)
    every = (
        some for size in range(len(links) + 1) for some in combinations(links, size) if rises(some)
    )

    assert rises([(i, j, 0) for i, j in chain])
    assert sum(weights[pair] for pair in chain) == max(
        sum(link[2] for link in some) for some in every
    )
