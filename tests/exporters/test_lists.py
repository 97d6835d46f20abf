"""Files of lists are made of rows alone: no page, no database."""

from collections import Counter
from datetime import date

from claims.exporters import editorial, lists
from claims.models import Actor, ActorPart, EditorialNote, Negotiation, Proposal, SearchRecord, Side, Source, Topic
from claims.queries import NO_SPREAD, ActorRow, CoverageRow, PlaceInPackage, ProposalRow, SourceRow, Tally
from claims.rules.scales import Blank, State

DAY = date(2022, 1, 17)
ZONES = Proposal(slug="zones", title="Zones", topic=Topic(slug="ships"), negotiation=Negotiation(slug="talks"))
PACKAGES = [PlaceInPackage(Proposal(slug="package"), "Article 4", 2), PlaceInPackage(Proposal(slug="peace"), "", 0)]
EAST = Actor(slug="east", name="Eastland", kind="party")
EAST.part = ActorPart(Side(pk=1, slug="east-side", name="East", negotiates=True), always_shown=True, since=DAY)


def rows_of(table):
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_where_no_side_negotiates_a_proposal_has_no_verdict_and_no_reason():
    listed = ProposalRow(ZONES, None, None, NO_SPREAD, Tally(3, 2, DAY), [EAST], packages=PACKAGES)
    (row,) = rows_of(lists.make_proposals_table([listed]))
    assert (row["proposal"], row["topic"], row["variant_of"]) == ("zones", "ships", "")
    assert row["negotiation"] == "talks"
    assert row["part_of"] == "package #2: Article 4 | peace"
    assert (row["verdict"], row["reason"], row["gap"], row["deviation"]) == ("", "", None, None)
    assert (row["proposers"], row["claims"], row["actors"], row["newest"]) == ("east", 3, 2, DAY)


def test_measures_of_proposals_have_four_decimals():
    spread = NO_SPREAD._replace(agreement=1 / 3, between=0.5, deviation=2 / 3)
    (row,) = rows_of(lists.make_proposals_table([ProposalRow(ZONES, None, 4, spread, Tally(), [])]))
    assert (row["gap"], row["agreement_a"], row["between_sides"], row["deviation"]) == (4, 0.3333, 0.5, 0.6667)


def test_an_actor_is_named_with_its_side_and_its_role():
    (row,) = rows_of(lists.make_actors_table([ActorRow(EAST, Tally(3, 2, DAY), "voice")]))
    assert (row["actor"], row["side"], row["role"], row["speaks_for"]) == ("east", "east-side", "voice", "")
    assert (row["principal"], row["always_shown"], row["since"], row["until"]) == (False, True, DAY, None)
    assert (row["claims"], row["proposals"], row["newest"]) == (3, 2, DAY)


def test_an_actor_without_a_part_has_no_side():
    stray = Actor(slug="stray", kind="party")
    stray.part = ActorPart()
    (row,) = rows_of(lists.make_actors_table([ActorRow(stray, Tally(), "party")]))
    assert (row["side"], row["side_name"], row["principal"], row["since"]) == ("", "", False, None)


def test_a_source_is_told_with_its_record():
    source = Source(slug="daily", title="Talks", url="https://daily.example/1", published_on=DAY)
    (row,) = rows_of(lists.make_sources_table([SourceRow(source, 7, "Agency")]))
    assert (row["source"], row["title"], row["published_on"], row["claims"]) == ("daily", "Talks", DAY, 7)


def test_coverage_is_told_of_proposals_or_of_actors():
    counts = Counter({State.STANCE: 1, State.FORECAST: 2, Blank.SEARCHED: 3, Blank.NOT_SEARCHED: 4})
    (proposal,) = rows_of(editorial.make_coverage_table([CoverageRow(ZONES, 10, counts, DAY, 2)]))
    (actor,) = rows_of(editorial.make_coverage_table([CoverageRow(EAST, 10, counts, None)], by_actor=True))
    assert (proposal.pop("proposal"), proposal.pop("last_searched_on")) == ("zones", DAY)
    assert (actor.pop("actor"), actor.pop("last_searched_on")) == ("east", None)
    assert proposal.pop("sources_to_reread") == 2
    assert proposal == actor
    assert [proposal[name] for name in ("cells", "stance", "forecast", "searched", "not_searched")] == [10, 1, 2, 3, 4]


def test_what_editors_record_is_told_with_slugs_and_a_remark_on_a_proposal_has_no_holder():
    search = SearchRecord(proposal=ZONES, holder=EAST, outcome="nothing-found", searched_in="the archive")
    note = EditorialNote(proposal=ZONES, text="We read it as a no.", signed_by="Us", written_on=DAY)
    (searched,) = rows_of(editorial.make_searches_table([search]))
    (noted,) = rows_of(editorial.make_notes_table([note]))
    assert [searched[name] for name in ("proposal", "holder", "searched_in")] == ["zones", "east", "the archive"]
    assert [noted[name] for name in ("proposal", "holder", "text")] == ["zones", "", "We read it as a no."]
