"""Rare diseases in their tree, as Orphanet publishes it."""

from guidelines.drafts.queries import orphatree as tree


def named(codes):
    return [tree.name_of(code) for code in codes]


def test_a_disease_stands_below_its_groups():
    assert named(tree.roots()) == [
        "Rare maxillo-facial surgical disease",
        "Rare odontologic disease",
    ]
    assert "Cleft palate" in named(tree.children_of("68329"))
    assert named(tree.ancestors_of("199302"))[:1] == ["Cleft lip with or without cleft palate"]
    assert "68329" in tree.ancestors_of("199302")
    assert tree.kind_of("199302") == "Morphological anomaly"
    assert tree.ancestors_of("5") == ()


def test_no_disease_stands_above_itself():
    seen, waiting = set(), list(tree.roots())
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            assert code not in tree.ancestors_of(code)
            assert all(code in tree.parents_of(child) for child in tree.children_of(code))
            waiting += tree.children_of(code)
    assert len(seen) == 363


def test_codes_of_other_lists_are_kept_with_what_is_said_of_their_relation():
    (old, new) = tree.alignments_of("5")
    assert (old.system, old.code, old.relation, old.uri) == ("ICD-10", "E71.3", "", "")
    assert (new.system, new.code, new.uri) == ("ICD-11", "5C52.01", "760613381")


def test_a_disease_is_found_by_any_of_its_names():
    assert {"Cleft palate", "Gaumenspalte", "Fente du palais", "ORPHA2014"} <= set(
        tree.names_of("2014")
    )
    assert "West syndrome" in tree.names_of("697160")
    retired = tree.retired_code("3451")
    assert (retired.name, retired.target) == ("West syndrome", "697160")
    assert tree.retired_code("5") is None
