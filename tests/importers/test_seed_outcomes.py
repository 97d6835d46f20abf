"""Outcomes in seed files: merged, checked and withdrawn as claims are."""

from datetime import date

import pytest

from claims.importers.seeds.public_ids import make_outcome_public_id, make_seed_public_id
from claims.models import Outcome
from claims.models.source_texts import sha256
from claims.services.write_gate import editing
from tests.importers.seed_folders import TEXT

pytestmark = pytest.mark.django_db

REFUSED = ("outcome", "refused")


@pytest.fixture
def told(folders):
    """Folders whose one document tells that the proposal was refused."""
    folders.told = {
        "one.toml": {
            "refused": {
                "proposal": "no-expansion",
                "kind": "refused",
                "day": date(2022, 1, 26),
                "quote": "Washington did not answer",
            }
        }
    }
    return folders


def outcome(folders):
    return folders.told["one.toml"]["refused"]


def test_an_outcome_arrives_published_and_is_known_again(told):
    assert told.outcomes()[REFUSED] == "created"
    row = Outcome.objects.get()
    assert (row.status, row.kind, row.day, row.source.slug) == ("published", "refused", date(2022, 1, 26), "one")
    assert row.coder.username == "seeds"
    assert row.public_id == make_outcome_public_id("one", "refused") != make_seed_public_id("one", "refused")
    assert told.outcomes() == {}


def test_what_changes_in_the_file_is_taken_over_unless_it_was_edited_here(told):
    told.load()
    outcome(told)["kind"] = "lapsed"
    assert told.outcomes() == {REFUSED: "updated"}
    with editing(None) as gate:
        row = gate.lock(Outcome, Outcome.objects.get().pk)
        row.kind = "void"
        gate.save(row)
    assert told.outcomes() == {REFUSED: "kept"}
    outcome(told)["kind"] = "overtaken"
    assert told.outcomes() == {REFUSED: "conflict"}
    assert Outcome.objects.get().kind == "void"


def test_an_outcome_that_has_gone_is_withdrawn_and_leaves_its_day_to_another(told):
    told.load()
    told.told["one.toml"]["renamed"] = told.told["one.toml"].pop("refused")
    assert told.outcomes() == {REFUSED: "withdrawn", ("outcome", "renamed"): "created"}
    assert told.outcomes() == {}
    told.told = {}
    assert told.outcomes() == {("outcome", "renamed"): "withdrawn"}
    assert not Outcome.objects.published().exists()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("kind", "won", "kind: “won” is none of agreed, agreed-in-part, refused, lapsed, overtaken, void."),
        ("kind", "", "kind: is required."),
        ("day", "2022-13-01", "day: “2022-13-01” is no day"),
        ("day", date(9999, 1, 1), "day: 1 Jan 9999 is still to come"),
        ("proposal", "no-such", "proposal: There is no proposal “no-such”."),
        ("value", 2, "value: is no column"),
        ("quote", "", "quote: It cites no passage"),
        ("quote", "x" * 2001, "quote: "),
        ("key", "", "key: is required"),
    ],
)
def test_a_fault_names_file_line_and_field(told, field, value, reason):
    outcome(told)[field] = value
    (fault,) = told.refused()
    first = told.line("[[outcome]]")
    assert fault.startswith("talks/one.toml:") and first <= int(fault.split(":")[1]) <= first + 6
    assert f": {reason}" in fault


def test_a_quote_that_the_text_lacks_is_a_fault_with_the_nearest_passage(told):
    told.source()["sha256"] = sha256(TEXT)
    told.texts = {"one.txt": TEXT}
    assert told.outcomes()[REFUSED] == "created"
    outcome(told)["quote"] = "Washington did answer"
    (fault,) = told.refused()
    assert "quote: “Washington did answer” is not in the source's text. Nearest passage:" in fault


def test_two_outcomes_of_one_day_are_refused(told):
    told.told["one.toml"]["again"] = {**outcome(told), "kind": "lapsed"}
    (fault,) = told.refused()
    assert "there is one per day" in fault


def test_a_table_of_outcomes_stands_under_lines_of_its_own(told):
    told.load()
    seed = (told.root / "seeds" / "talks" / "one.toml").read_bytes()
    told.broken = {"one.toml": b"outcome = 1\n" + seed.split(b"[[outcome]]")[0]}
    assert told.refused() == ["talks/one.toml:1: outcome: stands under a line of its own that says [[outcome]]."]
