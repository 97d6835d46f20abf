"""What differs between two releases, told from rows alone."""

import pytest

from claims.rules.release_changes import (
    ChangedField,
    ClaimFate,
    ReleasedClaims,
    ReleasedRows,
    ReleasedVerdictChange,
    compare_claims,
    compare_rows,
    compare_verdicts,
)
from claims.wording.releases import format_size, name_verdict, write_difference, write_rows_differ

pytestmark = pytest.mark.without_database
COLUMNS = ("claim", "holder", "proposal", "dimension", "said_on", "value", "quote", "version", "published_at")
NAMES = {"holder": {"east": "The East", "west": "The West"}, "proposal": {"zones": "Zones"}}


def release(*claims, columns=COLUMNS):
    return ReleasedClaims(columns, {cells[0]: cells for cells in claims}, NAMES)


def claim(name, holder="east", value="2", quote="We want it.", version="1", day="2022-01-10"):
    return (name, holder, "zones", "position", day, value, quote, version, f"{day}T00:00:00Z")


def test_claims_are_told_apart_by_what_became_of_them():
    before = release(claim("a"), claim("b"), claim("c", "west", "-2"), claim("d"))
    after = release(
        claim("a"), claim("b", value="1", quote="Perhaps."), claim("d", "west"), claim("e", day="2022-01-09")
    )
    changes = compare_claims(before, after)
    assert [(one.claim, one.fate, one.holder_name, one.proposal_name) for one in changes] == [
        ("e", ClaimFate.ADDED, "The East", "Zones"),
        ("b", ClaimFate.CHANGED, "The East", "Zones"),
        ("c", ClaimFate.WITHDRAWN, "The West", "Zones"),
        ("d", ClaimFate.CHANGED, "The West", "Zones"),
    ]
    told = {one.claim: one.fields for one in changes}
    assert told["b"] == (ChangedField("value", "2", "1"), ChangedField("quote", "We want it.", "Perhaps."))
    assert told["d"] == (ChangedField("holder", "The East", "The West"),)
    assert told["c"] == told["e"] == ()
    assert [(one.dimension, one.value, one.quote) for one in changes][1:3] == [
        ("position", "1", "Perhaps."),
        ("position", "-2", "We want it."),
    ]


def test_texts_that_a_file_guards_are_told_as_they_are():
    (change,) = compare_claims(release(claim("a", quote="'=1+1")), release(claim("a", quote="'-2, they said")))
    assert change.fields == (ChangedField("quote", "=1+1", "-2, they said"),) and change.quote == "-2, they said"


def test_what_the_tracker_keeps_beside_a_claim_is_no_change():
    before, after = claim("a"), claim("a", version="2")[:-1] + ("2023-05-05T00:00:00Z",)
    assert compare_claims(release(before), release(after)) == []
    assert compare_claims(release(before), release((*before, "new"), columns=(*COLUMNS, "tone"))) == []


def test_verdicts_differ_where_a_proposal_came_or_went_too():
    changes = compare_verdicts(
        {"zones": "open", "ban": "open", "old": "open"}, {"zones": "contested", "ban": "open", "new": ""}
    )
    assert changes == [ReleasedVerdictChange("old", "open", ""), ReleasedVerdictChange("zones", "open", "contested")]
    assert [name_verdict(kind) for kind in ("common-ground", "", "of another age")] == [
        "common ground",
        "not in it",
        "of another age",
    ]


def test_the_difference_is_told_in_one_sentence():
    one = compare_claims(release(), release(claim("a")))
    several = compare_claims(release(claim("a"), claim("b")), release(claim("b", value="0"), claim("c"), claim("d")))
    moved = [ReleasedVerdictChange("zones", "open", "contested"), ReleasedVerdictChange("new", "", "open")]
    assert write_difference([], one) == "One claim was added."
    assert (
        write_difference(moved, several) == "Two claims were added, one changed, one withdrawn and one verdict moved."
    )
    assert write_difference(moved, []) == "One verdict moved."
    assert write_difference([], []) == "No claim and no verdict differs: what else is published does."


def test_sizes_are_told_as_a_disk_counts_them():
    assert [format_size(size) for size in (1, 12_345, 3_449_000)] == ["1 kB", "12 kB", "3.4 MB"]


def test_rows_of_other_tables_come_change_and_go():
    def rows(**names):
        return ReleasedRows({key: {"name": name, "order": name} for key, name in names.items()}, names)

    changes = compare_rows("actors", rows(a="A", b="B", c="C"), rows(b="B", c="Cc", d="D"))
    assert [(one.key, one.fate, one.name) for one in changes] == [
        ("a", "withdrawn", "A"),
        ("c", "changed", "Cc"),
        ("d", "added", "D"),
    ]
    assert changes[1].fields == (("name", "C", "Cc"),)
    assert write_rows_differ(changes) == "Three actors differ too."
    assert (
        write_rows_differ(changes[:1] + [changes[0]._replace(table="sources")])
        == "One actor and one source differ too."
    )
    assert (write_rows_differ([]), write_rows_differ(changes[:1])) == ("", "One actor differs too.")
