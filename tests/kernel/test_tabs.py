"""Tabs of one group share a place in the first line."""

import pytest

from guidelines.web.navigation import GROUPS, grouped


def tab(label: str, group: str = "", *, current: bool = False) -> dict[str, object]:
    return {
        "label": label, "endpoint": f"x.{label}", "url": f"/{label}",
        "current": current, "group": group,
    }  # fmt: skip


def test_a_group_stands_where_its_first_tab_does_and_leads_there() -> None:
    items = [tab("a"), tab("b", "write"), tab("c"), tab("d", "write", current=True)]
    first, group, third = grouped(items)
    assert (first["url"], third["url"]) == ("/a", "/c")
    assert (group["label"], group["url"], group["current"]) == (GROUPS["write"], "/b", True)
    assert [one["url"] for one in group["parts"]] == ["/b", "/d"]
    assert first["parts"] == third["parts"] == []


@pytest.mark.parametrize("current", [True, False])
def test_a_group_of_one_is_that_tab(current: bool) -> None:
    [only] = grouped([tab("a", "publish", current=current)])
    assert (only["label"], only["current"], only["parts"]) == ("a", current, [])


def test_nothing_is_no_group() -> None:
    assert grouped([]) == []
