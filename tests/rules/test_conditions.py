"""What a condition depends on: `slug` granted, `!slug` refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rules import conditions
from claims.rules.faults import BrokenRule, FaultCode, RowFault

SLUGS = st.sampled_from(["hub", "rim", "troop-pullback", "return-to-1997-lines", "a", "7"])


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", []),
        (" \n", []),
        ("troop-pullback", [("troop-pullback", True)]),
        ("!hub", [("hub", False)]),
        ("  hub   !rim\tspoke-2 ", [("hub", True), ("rim", False), ("spoke-2", True)]),
        ("rim hub rim !a !a", [("rim", True), ("hub", True), ("a", False)]),
    ],
)
def test_links_are_read_in_order_and_each_once(text, links):
    assert conditions.parse(text) == links


@pytest.mark.parametrize("text", ["Hub", "hub,rim", "!", "!!hub", "hub!", "-hub", "hub-", "a--b", "a_b", "café", "a/b"])
def test_what_is_no_link_is_refused(text):
    with pytest.raises(BrokenRule) as broken:
        conditions.parse(f"fine {text}")
    assert broken.value.at("depends_on") == RowFault("depends_on", FaultCode.NOT_A_LINK, {"value": text})


@pytest.mark.parametrize("text", ["hub !hub", "!hub rim hub"])
def test_nothing_is_granted_and_refused_at_once(text):
    with pytest.raises(BrokenRule) as broken:
        conditions.parse(text)
    assert broken.value.at("depends_on") == RowFault("depends_on", FaultCode.LINK_BOTH_WAYS, {"slug": "hub"})


@settings(derandomize=True, database=None)
@given(st.dictionaries(SLUGS, st.booleans(), max_size=4))
def test_links_survive_writing_and_reading(links):
    text = conditions.write(links.items())
    assert conditions.parse(text) == list(links.items())
    assert conditions.list_slugs(text) == list(links)
    assert conditions.list_granted(text) == [slug for slug, granted in links.items() if granted]
