"""docs/method.md explains the measures by sums over the seeds; here they are done again from the loaded seeds."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.utils.timezone import localdate

from claims import queries
from claims.models import Claim
from claims.rules import verdicts
from claims.rules.measures.agreement import READINGS, compare, compute_reach, list_terms, list_units
from claims.rules.measures.expectations import WordCount, count_pairs
from claims.rules.measures.robustness import Ground, Provenance, collect_all_behind, find_changes, summarise_ground
from claims.rules.scales import Dimension, State
from claims.wording.days import format_day
from claims.wording.method import PAGES as METHOD_PAGES
from claims.wording.numbers import format_value
from tests.method_page import SECTIONS
from tests.versions import FIRST

STANDS, MET = READINGS
PAGE = (settings.BASE_DIR / "docs" / "method.md").read_text(encoding="utf-8")


class Seeds:
    """The positions of the loaded seeds, as the measures want them."""

    def __init__(self):
        self.vocab = queries.read_vocabulary_alone()
        self.table = queries.read_stances(queries.Scope(), self.vocab, dimensions=[Dimension.POSITION])
        self.proposals = list(self.vocab.proposals.values())
        place = {proposal.pk: number for number, proposal in enumerate(self.proposals)}
        self.packages = {
            place[package]: [place[part] for part in parts]
            for package, parts in queries.read_packages(None).parts.items()
        }
        self.positions = queries.collect_positions(self.vocab, self.table)

    def stance(self, proposal, slug):
        return self.table.get_stance(Dimension.POSITION, proposal.pk, self.vocab.find_actor(slug).pk)

    def values(self, slug, reading):
        return [READINGS[reading](self.stance(proposal, slug)) for proposal in self.proposals]

    def principals_claims(self):
        """Return the cells' claims of the rule, and where each comes from."""
        holders = [actor.pk for actor in self.vocab.principals]
        claims = Claim.objects.published().filter(dimension="position", holder__in=holders)
        cells, provenance = {}, {}
        for claim in claims.select_related("source", "proposal").mark_earlier_wordings(localdate()):
            (of_rule,) = queries.make_rule_claims([claim], self.vocab)
            cells.setdefault((claim.proposal.slug, claim.holder_id), []).append(of_rule)
            provenance[claim.pk] = Provenance(claim.source.slug, claim.source.origin, claim.source.publisher)
        return cells, provenance


@pytest.fixture
def seeds(seeded):
    return Seeds()


def section(title):
    """Return the text of one section of the page, on one line."""
    return " ".join(re.search(rf"^## {title}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)[1].split())


def tables():
    """Return the rows of each table of the page, without its head."""
    found = re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)
    return [[[cell.strip() for cell in line.strip("|").split("|")] for line in t.splitlines()[2:]] for t in found]


def shown(stance):
    return format_value(stance.value) + (" if" if stance.state == State.CONDITIONAL else "")


def test_every_measure_has_its_section_under_a_heading_that_links_can_point_to():
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    titles = {section.anchor: section.title for page in METHOD_PAGES for section in page.sections}
    assert headings == [titles[anchor] for anchor in SECTIONS]
    assert all("**None**" in section(heading) for heading in headings if heading != "Robustness")


def test_the_terms_on_the_page_are_those_of_the_seeds(seeds):
    for table, pair, reading in zip(
        tables(), [("united-states", "nato"), ("russia", "united-states")], [MET, STANDS], strict=True
    ):
        a, b = (seeds.values(slug, reading) for slug in pair)
        assert table == [
            [
                seeds.proposals[term.place].title,
                *(shown(seeds.stance(seeds.proposals[term.place], slug)) for slug in pair),
                str(term.distance),
            ]
            for term in list_terms(a, b, seeds.packages)
        ]


def test_agreement_of_the_united_states_and_nato_as_the_page_adds_it_up(seeds):
    a, b = (seeds.values(slug, MET) for slug in ("united-states", "nato"))
    found = compare(a, b, seeds.packages)
    assert (found.value, found.n, found.units, found.upper) == (1, 4, 22, 1)
    assert found.lower == pytest.approx(0.25)
    assert found.coverage == pytest.approx(0.18, abs=0.005)
    blanks = [place for place in list_units(a, b, seeds.packages) if a[place] is None or b[place] is None]
    one_known = sorted(compute_reach(a[place], b[place]) for place in blanks if a[place] is not None)
    assert (len(blanks), one_known) == (18, [3] * 6 + [4])
    assert "= 66 on 22 proposals: lower = 1 − 66/(4 · 22) = **0.25**, upper = **1.00**" in section("Bounds")
    assert "1 − 0/(4 · 4) = **1.00**, on 4 of 22 proposals" in section("Agreement")
    stands = compare(*(seeds.values(slug, STANDS) for slug in ("united-states", "nato")), seeds.packages)
    assert (stands.value, stands.n) == (None, 1)


def test_agreement_of_russia_and_the_united_states_as_the_page_adds_it_up(seeds):
    stands, met = (
        compare(*(seeds.values(slug, reading) for slug in ("russia", "united-states")), seeds.packages)
        for reading in READINGS
    )
    assert (stands.value, stands.n) == (0.375, 4)
    assert (round(met.value, 2), met.n) == (0.53, 9)
    assert "1 − 10/(4 · 4) = **0.38**" in section("Agreement")
    assert "five more rows count, and it is **0.53**, on 9." in section("Agreement")


def test_what_nato_non_expansion_rests_on_and_its_gap_are_as_the_page_says(seeds):
    cells, provenance = seeds.principals_claims()
    claims = [claim for (slug, _), cell in cells.items() if slug == "nato-non-expansion" for claim in cell]
    assert summarise_ground(claims, provenance) == Ground(10, 5, 3, 0.5, date(2022, 1, 17))
    said = "10 claims in 5 sources of 3 origins, first-hand share 0.50, newest on 17 Jan 2022"
    assert said in section("Based on")
    deciding = collect_all_behind(principal.stance for principal in seeds.positions["nato-non-expansion"])
    assert summarise_ground(deciding, provenance) == Ground(3, 1, 1, 1.0, date(2022, 1, 10))
    said = "is based on 3 claims in 1 source of 1 origin, first-hand share 1.00, newest on 10 Jan 2022"
    assert said in section("Based on")
    assert verdicts.compute_gap(seeds.positions["nato-non-expansion"]) == 4
    assert "−2: gap 4." in section("Gap")


def test_the_verdicts_that_the_page_calls_shaky_are_so(seeds):
    found = find_changes(seeds.positions, *seeds.principals_claims())
    moved = {(c.trial, c.key, c.proposal): (c.before.kind.value, c.after.kind.value) for c in found}
    arms = "standalone-arms-control"
    assert moved["source", "tass-suslov-2022-01-17", arms] == ("contested", "unanswered")
    assert moved["conditional", "", arms] == ("contested", "rejected")
    refused = [pair for (trial, _, slug), pair in moved.items() if trial == "conditional" and slug != arms]
    assert len(refused) == 4 and {after for _, after in refused} == {"contested"}
    assert {before for before, _ in refused} == {"blocked", "within-reach"}
    assert "*Arms control on its own* is *unanswered* instead of *contested*" in section("Robustness")
    robustness = queries.get_snapshot(queries.Scope(), FIRST).get(queries.compute_robustness)
    assert (robustness.on_one_source, robustness.verdicts) == (12, 15)
    assert "12 of 15 in the seeds" in section("Robustness")


def test_the_moves_and_linkages_of_the_seeds_are_those_that_the_page_tells(seeds):
    snapshot = queries.get_snapshot(queries.Scope(), FIRST)
    cells = snapshot.get(queries.choose_moves, queries.MoveChoice()).list_cells(0, 99)
    told = {
        (row.actor.slug, row.proposal.title, row.step.kind.value, format_day(row.step.day))
        for row in queries.read_moves(snapshot, cells)
    }
    for actor, name, proposal, kind, day in (
        ("nikolai-sokov", "Sokov", "No forward weapons", "reversed", "6 Jan 2022"),
        ("thomas-shea", "Shea", "Binding guarantees (package)", "softened", "6 Jan 2022"),
        ("russia", "Russia", "Talks on guarantees", "conditioned", "10 Jan 2022"),
    ):
        assert (actor, proposal, kind, day) in told
        assert all(words in section("Moves") for words in (name, f"**{kind}**"))
    waits = snapshot.get(queries.find_what_waits)
    first = waits.awaited[0]
    assert (first.proposal, first.holds_up) == ("troop-pullback", ("exercise-limits", "no-forward-weapons"))
    assert [principal.name for principal in first.hindered_by] == ["Russia"] and waits.deadlocks == []
    assert "There is no deadlock." in section("Linkages")
    assert (waits.trades.number, waits.trades.number_unknown) == (0, 0) and "none is open" in section("Trades")


def test_the_contradiction_and_the_expectations_of_the_seeds_are_those_that_the_page_tells(seeds):
    snapshot = queries.get_snapshot(queries.Scope(), FIRST)
    (row,) = queries.read_contradictions(snapshot, queries.find_contradictions(snapshot).list_places())
    assert (row.actor.slug, row.proposal.title, row.later.said_on) == (
        "nikolai-sokov",
        "Binding guarantees (package)",
        date(2021, 12, 21),
    )
    assert "Sokov on *Binding guarantees*, 21 Dec 2021" in section("Contradictions")
    expected = snapshot.get(queries.judge_expectations)
    assert (len(expected.forecasts), len(expected.prospects)) == (15, 38)
    assert expected.of_forecasts.number == expected.of_prospects.number == 0
    assert "15 forecasts and 38 prospects" in section("Expectations")


def test_the_share_of_pairs_is_added_up_as_on_the_page():
    normal, ill = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
    pairs = count_pairs(
        [WordCount(word, no + yes, yes) for word, (no, yes) in enumerate(zip(normal, ill, strict=True))]
    )
    assert (pairs.number, pairs.right, pairs.tied, round(pairs.share, 2)) == (2958, 2487, 310, 0.89)
    assert "share (2,487 + 155) / 2,958 = **0.89**" in section("Expectations")
