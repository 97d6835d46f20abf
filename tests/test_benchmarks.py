"""The bench measures what it says: its record reaches every state, its floors are floors, its sums are right.

No time is taken here.
"""

import ast
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test import override_settings

from benchmarks import (
    agreement,
    bench,
    comparisons,
    files,
    floors,
    generator,
    lists,
    neighbours,
    packages,
    pages,
    record,
    releases,
    report,
    running,
    stances,
    subjects,
    timing,
    workbench,
)
from benchmarks.journal import Journal
from claims import queries
from claims.exporters.claims import choose_columns
from claims.importers.dna.read import read_dna
from claims.importers.dna.rows import make_rows
from claims.importers.errors import FileErrors
from claims.models import Actor, Claim, DataVersion, Negotiation, Proposal, Source, Topic
from claims.reader.filters import ClaimFilter
from claims.rules.scales import State
from claims.rules.stance_arrays import NO_VALUE
from claims.search import find_claims
from claims.services.write_gate import editing

from . import walk

HOUSE = Path(floors.__file__).parent


@pytest.fixture
def filled(transactional_db):
    """A database with the smallest record, and a bench on it; pages and floors have connections of their own."""
    generator.fill(record.SIZES["tiny"])
    with override_settings(ROOT_URLCONF="benchmarks.urls"), bench.open_bench("tiny") as opened:
        yield opened


# The record


def test_the_same_rows_come_every_time():
    tiny = record.SIZES["tiny"]
    assert list(record.make_claims(tiny)) == list(record.make_claims(tiny))


@pytest.mark.parametrize("size", ["tiny", "medium"])
def test_a_record_has_as_many_rows_as_its_size_says(size):
    size = record.SIZES[size]
    rows = list(record.make_claims(size))
    assert len(rows) == size.claims
    assert len({row[1] for row in rows}) == size.claims
    assert {row[2] for row in rows} == {proposal["id"] for proposal in record.make_proposals(size)}
    holders = {actor["id"] for actor in record.make_actors(size) if actor["kind"] != "official"}
    assert len(holders) == size.actors and {row[4] for row in rows} <= holders


def test_shares_are_those_that_are_promised():
    rows = [dict(zip(record.CLAIM_COLUMNS, row, strict=True)) for row in record.make_claims(record.SIZES["medium"])]
    cells = Counter((row["dimension"], row["proposal_id"], row["holder_id"]) for row in rows)

    def share(of):
        return sum(map(bool, of)) / len(of)

    assert 0.08 < share([row["doubtful"] for row in rows]) < 0.12
    assert 0.12 < share([row["conditions"] for row in rows]) < 0.18
    assert 0.02 < share([row["pending"] for row in rows]) < 0.04
    assert 0.04 < share([row["attribution"] == 3 for row in rows]) < 0.12
    assert 0.25 < share([number > 1 for number in cells.values()]) < 0.45
    assert share([row["dimension"] == "position" for row in rows]) > 0.7


def test_a_comparison_fills_a_database_in_which_no_side_negotiates(transactional_db):
    size = comparisons.SIZES["two"]._replace(proposals=24, topics=2)
    generator.fill(size)
    vocab = queries.read_vocabulary_alone()
    assert not vocab.has_verdicts and len(vocab.proposals) == 24
    assert {actor.part.side.name for actor in vocab.actors.values()} == {"Governments"}
    assert all(proposal.full_title for proposal in vocab.proposals.values())
    assert 30 < Claim.objects.published().count() < 48


def test_where_nobody_stands_on_a_side_all_else_is_looked_at(transactional_db):
    generator.fill(comparisons.SIZES["teams"]._replace(proposals=24, topics=2))
    chosen = subjects.choose(connection.connection)
    assert chosen.party and chosen.side == ""
    assert "side" not in lists.list_filters(chosen)


@pytest.mark.parametrize("size", ["theses", "teams", "two"])
def test_a_comparison_has_blanks_and_stances_without_a_value(size):
    made = comparisons.SIZES[size]
    rows = [dict(zip(comparisons.CLAIM_COLUMNS, row, strict=True)) for row in comparisons.make_claims(made)]
    assert len({(row["proposal_id"], row["holder_id"]) for row in rows}) == len(rows)
    assert 0.9 < len(rows) / (made.actors * made.proposals * (1 - made.blank)) < 1.1
    assert {row["value"] for row in rows} == {*made.values, None}


def test_every_state_of_a_cell_occurs(filled):
    table = queries.read_stances(queries.Scope(), queries.read_vocabulary_alone())
    states = {stance.state for cells in table.stances.values() for stance in cells.values()}
    assert states == set(State) - {State.BLANK, State.NO_STANCE}  # a vote is a stance: every claim has a value


def test_a_filled_database_is_searched_counted_and_written_as_any_other(filled):
    assert find_claims(Claim.objects.all(), record.FREQUENT_WORD).exists()
    assert Claim.history.count() == Claim.objects.count() == record.SIZES["tiny"].claims
    assert all(claim.identity == _identity(claim) for claim in Claim.objects.all()[:20])
    before = DataVersion.current()
    with editing(None, "a row more"):
        Topic(slug="new", name="New", negotiation=Negotiation.objects.get(slug="talks")).save()
    assert DataVersion.current() == before + 1
    assert Topic.objects.get(slug="new").pk > record.SIZES["tiny"].topics


def _identity(claim):
    claim.derive()
    return claim.identity


def test_every_page_of_a_filled_database_answers(filled):
    looked_at = filled.subjects
    world = walk.World(
        holder=Actor.objects.get(slug=looked_at.party),
        proposal=Proposal.objects.get(slug=looked_at.proposal),
        source=Source.objects.get(slug=looked_at.source),
        claim=Claim.objects.get(public_id=looked_at.claim),
        pair=tuple(queries.read_vocabulary_alone().principals[:2]),
    )
    for stop in walk.stops(world):
        if stop.name not in walk.OF_SEVERAL | walk.OF_RELEASES:
            filled.get(stop.path())  # raises on any status but 200
    for stop in walk.downloads(world):
        assert filled.get(f"{stop.path()}?_export=csv").count(b"\n") > 1


# The floors


def test_floors_know_nothing_of_the_product():
    imported = set()
    for node in ast.walk(ast.parse((HOUSE / "floors.py").read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "floors import nothing of ours"
            imported.add(node.module.split(".")[0])
    assert imported <= {*sys.stdlib_module_names, "numpy", "xlsxwriter"}


# One measure of each kind: the bench itself tries all of them, every time.
TRIED = {
    pages: {"first screen: cold", "matrix: since a day", "matrix: all parties", "proposals: just after a write"}
    | {"search page", "api: claims", "api: stances", "first screen: just after a claim was saved"},
    releases: {"release: two compared", "as of a release: cell"},
    lists: {"claims: side", "claims: sorted by holder", "claims: verdict", "search: phrase"},
    files: {"export: claims, csv", "export: claims, json", "export: claims, xlsx", "export: matrix, csv"},
    packages: {"export: data package"},
    stances: {"stances: a page of cells", "stances: every cell, first-hand", "stances: every cell, to packed claims"}
    | {"stances: every cell, as of a day", "stances: all verdicts"},
    agreement: {"agreement: from the database", "agreement: from what is kept"},
    workbench: {"workbench: desk", "workbench: coding page", "workbench: blind coding page"},
}


@pytest.mark.parametrize("group", TRIED, ids=lambda group: group.__name__)
def test_floors_yield_what_the_product_does(filled, group):
    measures = dict(group.list_measures(filled))
    for name in TRIED[group]:
        measure = measures[name]()
        assert measure.floor, name
        timing.prove(measure)  # raises Unequal


def test_a_wrong_cell_is_noticed_before_any_time_is_taken(filled):
    measure = stances.measure_every_cell(
        "every cell", filled, queries.Scope(), " AND c.id <> (SELECT max(id) FROM claims_claim)"
    )
    with pytest.raises(timing.Unequal, match=r"unequal, first \('position', "):
        timing.time_in_turns(measure)


def test_agreement_is_compared_with_products_that_know_nothing_of_its_rule():
    a, b, c = [2, 1, -1, 0, -2], [2, -1, 1, 0, NO_VALUE], [0, NO_VALUE, -2, 2, 2]
    n, distance = floors.compare_pairs(np.array([a, b, c], np.int8), NO_VALUE)
    assert n.tolist() == [[5, 4, 4], [4, 4, 3], [4, 3, 4]]
    assert distance.tolist() == [[0, 4, 9], [4, 0, 7], [9, 7, 0]]


def test_a_floor_that_yields_something_else_is_not_timed():
    measure = timing.Measure("cells", product=lambda: b"two cells", floor=lambda: b"two calls")
    with pytest.raises(timing.Unequal, match="unequal from 5 of 9 and 9"):
        timing.time_in_turns(measure)


def test_what_is_kept_of_a_table_is_as_large_as_its_arrays(filled):
    ((_, size, of),) = stances.measure_sizes(filled)
    cells = sum(
        len(found) for found in queries.read_stances(queries.Scope(), queries.read_vocabulary_alone()).stances.values()
    )
    assert of == f"{cells} cells"
    assert 25 * cells < size < 35 * cells


def test_a_record_without_quotes_or_sides_can_be_measured_too(filled):
    assert filled.subjects.verdicts
    bare = filled.subjects._replace(rare="", frequent="", phrase="", verdicts=False)
    names = {name for name, _ in lists.list_measures(filled._replace(subjects=bare))}
    assert "claims: side" in names and not {name for name in names if "search" in name or "verdict" in name}


def test_a_list_without_rows_is_compared_as_it_is(filled):
    measure = lists.measure_list(filled, "claims: as_of", {"as_of": "1900-01-01"}, "c.said_on <= %s", ["1900-01-01"])
    timing.prove(measure)  # raises Unequal
    assert b'id="claim-' in filled.get("/talks/claims/") and b'id="claim-' not in measure.product()


def test_a_part_of_a_record_is_made_such_that_it_can_be_imported_by_itself(tmp_path):
    file = tmp_path / "part.csv"
    file.write_text("\ufeffproposal,depends_on\nbanks,!fish roads\nfish,roads\n", encoding="utf-8")
    running._close(file)
    assert file.read_text(encoding="utf-8").splitlines() == ["proposal,depends_on", "banks,!fish", "fish,"]


def test_the_record_as_a_file_of_dna_says_nothing_twice_otherwise(filled, tmp_path):
    neighbours.write_dna(Negotiation.objects.get(slug="talks"), tmp_path / "talks.dna")
    faults = FileErrors("talks.dna")
    assert len(make_rows(read_dna(tmp_path / "talks.dna"), "talks.dna", faults).rows) > 100 and not faults.total


def test_every_filter_of_the_list_of_claims_is_measured(filled):
    measured = {*lists.list_filters(filled.subjects), "verdict", "leaning", "q", "sort"}
    assert set(ClaimFilter.base_filters) - {"_export", "record", "per_page", "after"} <= measured


def test_the_bare_files_have_the_columns_of_the_exchange(filled):
    sql = files.CLAIMS.format(**files.WORDS)
    first = floors.write_csv(filled.database, sql, ["1900-01-01"]).decode("utf-8-sig").splitlines()[0].split(",")
    assert first == [column.name for column in choose_columns()]
    assert {first[place] for place in files.DAYS} == {
        "proposed_on",
        "by_when",
        "said_on",
        "source_published_on",
        "source_accessed_on",
    }
    assert {first[place] for place in files.FLAGS} == {"pending", "doubtful", "source_leaked"}


def test_rows_that_are_written_bare_are_the_rows_that_were_there(filled):
    table = ("claims_topic", ["id", "version", "slug", "name", "order", "searched_text", "identity", "negotiation_id"])
    ((name, columns, rows),) = floors.read_contents(filled.database, [table])
    moved = [(row[0] + 1000, row[1], f"{row[2]}-b", f"{row[3]} b", *row[4:6], row[6][::-1], row[7]) for row in rows]
    floors.write(filled.database, [(name, columns, moved)])
    assert floors.read_contents(filled.database, [table])[0][2] == rows + moved


# The report


def test_ratios_are_of_medians_and_kept_up_to_the_bar():
    row = report.make_row("a page", product=[0.030, 0.010, 0.020], floor=[0.010, 0.010, 0.070], bar=2)
    assert (row["product"], row["n"]) == ({"median": 20.0, "least": 10.0, "most": 30.0}, 3)
    assert (row["ratio"], row["verdict"]) == (2.0, "kept")
    assert report.make_row("a page", [0.021], [0.010], bar=2)["verdict"] == "missed"


@pytest.mark.parametrize(
    "product, bar, limit, verdict",
    [(0.2, 3, 300, "kept"), (0.2, 3, 100, "missed"), (0.4, 3, 500, "missed"), (0.4, None, None, "")],
)
def test_bar_and_limit_must_both_be_kept(product, bar, limit, verdict):
    assert report.make_row("a page", [product], [0.1], bar, limit)["verdict"] == verdict


def test_the_report_is_written_for_people():
    made = {
        "database": "sqlite",
        "size": "tiny",
        "claims": 400,
        "versions": {"python": "3.11"},
        "times": [report.make_row("cell", [0.003], [0.001], bar=3), report.make_fault_row("actor", "rows | differ")],
        "http": [],
        "in memory": [("cells", 3 * 2**20, "5 cells")],
        "memory": [{"name": "export", "fewer": 2**20, "more": 2**21, "fewer_rows": 1, "more_rows": 2000, "bar": 1.2}],
    }
    page = report.write_markdown(made)
    assert "| cell | 3.0 (3.0–3.0) | 1.0 (1.0–1.0) | 3.00 | 3× | 1 | kept |" in page
    assert "| actor | | | | | | unequal: rows ¦ differ |" in page
    assert "| cells | 3.0 | 5 cells |" in page
    assert "| export | 1 at 1 | 2 at 2,000 | 2.00 | 1.2× | missed |" in page


def test_what_is_missed_stands_first_and_the_farthest_before_all():
    rows = [("kept", 0.002), ("by a third", 0.004), ("by half", 0.0045)]
    times = [report.make_row(name, [product], [0.001], bar=3) for name, product in rows]
    times.append(report.make_fault_row("unequal", "rows differ"))
    made = {"database": "sqlite", "size": "tiny", "claims": 4, "versions": {}, "times": times}
    page = report.write_markdown({**made, "http": [], "memory": [], "in memory": []})
    before, _, _ = page.partition("All:")
    assert "3 of 4 bars are missed:" in before and "| kept |" not in before
    assert before.index("| unequal |") < before.index("| by half |") < before.index("| by a third |")


def test_results_and_words_that_a_run_wrote_do_not_make_it_another_code(tmp_path):
    """Else what is measured on the second database could not be gone on with."""
    git = partial(subprocess.run, cwd=tmp_path, check=True, capture_output=True)
    for folder in ("docs", "benchmarks/results"):
        (tmp_path / folder).mkdir(parents=True)
    files = [tmp_path / name for name in ("docs/load.md", "benchmarks/results/sqlite.md", "code.py")]
    for file in files:
        file.write_text("as committed")
    git(["git", "init", "--quiet"])
    git(["git", "add", "."])
    git(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "All"])
    commit = report.read_commit(tmp_path)
    marks = []
    for file in files:
        file.write_text("changed")
        marks.append(report.read_commit(tmp_path).removeprefix(commit))
    assert marks == ["", "", "-dirty"]


def test_each_module_that_lists_measures_is_run():
    folder = Path(report.__file__).parent
    listing = {path.stem for path in folder.glob("*.py") if "def list_measures(" in path.read_text(encoding="utf-8")}
    assert {group.__name__.rpartition(".")[2] for group in running.GROUPS} == listing


def test_a_run_that_was_broken_off_goes_on_with_the_same_code_only(tmp_path):
    path, measured = tmp_path / "sqlite-tiny.jsonl", []

    def take(head, name):
        return Journal(path, head).take("times", name, lambda: measured.append(name) or {"name": name})

    head = {"claims": 4, "versions": {"code": "abc"}}
    assert take(head, "cell") == {"name": "cell"}
    with path.open("a") as file:
        file.write('["times", "acto')  # broken off in the middle of a line
    assert len(Journal(path, head)) == 1 and take(head, "cell") == {"name": "cell"} and measured == ["cell"]
    take({**head, "versions": {"code": "def"}}, "cell")
    for _ in range(2):
        take({**head, "versions": {"code": "def-dirty"}}, "cell")
    assert measured == ["cell"] * 4
    Journal(path, head).end()
    assert not path.exists()


def test_what_was_unequal_is_measured_again_when_a_run_goes_on(tmp_path):
    path, head = tmp_path / "sqlite-tiny.jsonl", {"versions": {"code": "abc"}}
    for verdict in ("unequal", "kept"):
        assert (
            Journal(path, head).take("times", "cell", lambda verdict=verdict: {"verdict": verdict})["verdict"]
            == verdict
        )
    assert Journal(path, head).take("times", "cell", lambda: {"verdict": "anew"}) == {"verdict": "kept"}
