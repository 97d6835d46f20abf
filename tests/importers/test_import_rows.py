"""What a row becomes: defaults, names, and which claim of the database it is."""

from datetime import date

import pytest

from claims.models import Actor, Claim, DataVersion, Proposal, Source
from claims.rules.scales import Attribution
from tests.importers.claim_files import Files
from tests.importers.seed_folders import dump
from tests.make import change, find_side, make_actor, make_claim, make_member, make_proposal, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def shown(claim, *names):
    return tuple(str(getattr(claim, name)) for name in names)


def test_four_columns_and_a_day_make_a_draft_with_the_defaults_that_one_expects(files):
    path = files.root / "least.csv"
    path.write_text("holder,proposal,value,source_title\nMoscow,No expansion,-1,One\n")
    assert files.run(path, "--said-on", "2022-01-10") == (1, 0, 0)
    claim = files.claim()
    assert (claim.speaker, claim.attribution, claim.dimension) == (files.moscow, Attribution.OWN, "position")
    assert shown(claim, "said_on", "said_on_is", "status", "value") == ("2022-01-10", "loose", "draft", "-1")
    assert shown(claim, "coder", "written_by", "version") == ("import", "import", "1")
    assert claim.history.get().history_change_reason == "imported from least.csv"
    assert not claim.coder.is_active
    assert shown(claim.source, "slug", "title") == ("one", "One")


@pytest.mark.parametrize("typed", ["2022-01-10", "10 Jan 2022", "10 Jan 2022", "10.01.2022"])
def test_a_day_of_a_row_or_an_option_is_typed_in_any_of_the_forms(files, typed):
    files.bring({"said_on": typed, "source_published_on": typed})
    assert str(files.claim().said_on) == str(files.claim().source.published_on) == "2022-01-10"


@pytest.mark.parametrize("typed", ["2022-01-10", "10 Jan 2022", "10.01.2022"])
def test_the_command_s_day_is_typed_likewise(files, typed):
    files.bring({"source_published_on": ""}, options=["--said-on", typed])
    assert str(files.claim().said_on) == "2022-01-10"


@pytest.mark.parametrize(
    "cells, option, day",
    [
        ({"said_on": "2022-01-05"}, "2020-01-01", ("2022-01-05", "exact")),
        ({}, "2020-01-01", ("2022-01-17", "publication")),
        ({"source_published_on": ""}, "2020-01-01", ("2020-01-01", "loose")),
    ],
)
def test_day_is_the_row_s_then_the_source_s_then_the_command_s(files, cells, option, day):
    files.bring(cells, options=["--said-on", option])
    assert shown(files.claim(), "said_on", "said_on_is") == day


def test_known_source_lends_its_day(files):
    files.source(published_on="2022-01-20")
    files.bring({"source_published_on": ""})
    assert shown(files.claim(), "said_on", "said_on_is") == ("2022-01-20", "publication")


@pytest.mark.parametrize("name", ["moscow", "MOSCOW", "Moscow", "mow", "the  kremlin", "RUSSIA"])
def test_holder_is_found_by_slug_name_short_name_and_alias(files, name):
    files.bring({"holder": name})
    assert files.claim().holder == files.moscow


@pytest.mark.parametrize("name", ["no-expansion", "no EXPANSION", "article 6"])
def test_proposal_is_found_by_slug_title_and_alias(files, name):
    files.bring({"proposal": name})
    assert files.claim().proposal == files.expansion


def test_official_as_holder_becomes_the_speaker(files):
    files.bring({"holder": "Spokesman"})
    assert (files.claim().holder, files.claim().speaker) == (files.moscow, files.spokesman)


def test_vote_record_is_cited_by_its_vote(files):
    files.bring({"quote": "", "source_type": "hearing"}, options=["--publish"])
    assert shown(files.claim(), "locator", "status") == ("recorded vote", "published")


def test_rows_with_one_title_are_of_one_source(files):
    assert files.bring({}, {"quote": "Never.", "source_title": "ONE"}) == (2, 0, 0)
    assert Source.objects.get().claims.count() == 2


def test_source_is_found_by_slug_and_by_title(files):
    source = files.source()
    files.bring({}, {"quote": "Never.", "source": "ONE", "source_title": ""})
    assert source.claims.count() == 2


def test_claim_that_names_its_id_is_found_however_much_it_changes(files):
    make_source(slug="other", title="Other")
    files.bring({}, options=["--publish"])
    claim = files.claim()
    changed = {"holder": "kofman", "proposal": "talks", "quote": "Maybe.", "value": -1, "source_title": "Other"}
    assert files.bring(changed | {"claim": claim.public_id}, options=["--publish"]) == (0, 1, 0)
    claim.refresh_from_db()
    assert (claim.holder, claim.proposal, claim.value, claim.version) == (files.kofman, files.talks, -1, 2)
    assert [row.history_type for row in claim.history.all()] == ["~", "+"]


def test_id_that_is_unknown_here_is_kept(files):
    files.bring({"claim": "9y4rvkd6"})
    assert files.claim().public_id == "9y4rvkd6"


def test_row_without_an_id_is_the_claim_of_the_same_passage(files):
    files.bring({"value": 1, "note": "a"})
    assert files.bring({"value": -1, "note": "b", "locator": "p. 4"}) == (0, 1, 0)
    assert shown(files.claim(), "value", "note", "locator", "version") == ("-1", "b", "p. 4", "2")


@pytest.mark.parametrize(
    "other",
    [
        {"holder": "kofman"},
        {"speaker": "spokesman"},
        {"proposal": "talks"},
        {"dimension": "prospects"},
        {"attribution": "reported", "speaker": ""},
        {"said_on": "2022-01-16"},
        {"source_title": "Two"},
        {"quote": "No expansion"},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_another_passage_is_another_claim(files, other):
    files.bring({"speaker": "moscow", "said_on": "2022-01-17"})
    row = {"speaker": "", "said_on": "2022-01-17", "confirmed": "coded-already"} | other
    assert files.bring(row) == (1, 0, 0)


def test_changed_condition_of_a_passage_s_only_claim_is_a_change(files):
    files.bring({"conditions": "if asked"})
    assert files.bring({"conditions": "if asked nicely"}) == (0, 1, 0)


def test_claims_of_one_passage_are_told_apart_by_their_conditions(files):
    rows = [{"conditions": "", "value": 2}, {"conditions": "if asked", "value": -1, "confirmed": "coded-already"}]
    assert files.bring(*rows) == (2, 0, 0)
    assert files.bring(*rows) == (0, 0, 2)
    assert files.bring({"conditions": "if asked", "value": 0}) == (0, 1, 0)
    assert files.bring({"conditions": "if paid", "value": 1}, options=["--accept-warnings"]) == (1, 0, 0)
    found = Claim.objects.order_by("pk").values_list("conditions", "value")
    assert list(found) == [("", 2), ("asked", 0), ("paid", 1)]


def test_a_claim_without_a_value_is_imported_with_the_label_of_its_source_and_stays_unchanged(files):
    row = {"value": "none", "label": "Not voting"}
    assert files.bring(row) == (1, 0, 0)
    assert (files.claim().value, files.claim().label) == (None, "Not voting")
    assert files.bring(row) == files.bring({"value": "None"}) == (0, 0, 1)
    assert files.bring({"value": 0}) == (0, 1, 0)
    assert files.bring(row) == (0, 1, 0)


def test_column_that_the_file_has_not_stays_as_it_is(files):
    files.bring({"note": "kept", "conditions": "if asked", "depends_on": "talks", "covers": "all", "doubtful": "yes"})
    assert files.bring({"value": 1}) == (0, 1, 0)
    assert shown(files.claim(), "note", "conditions", "depends_on", "covers") == ("kept", "asked", "talks", "all")
    assert files.bring({"value": 1, "note": "", "claim": files.claim().public_id}) == (0, 1, 0)
    assert shown(files.claim(), "note", "depends_on", "doubtful") == ("", "talks", "True")


def test_columns_left_out_of_a_named_claim_include_who_spoke_and_when(files):
    files.bring({"attribution": "predicted", "speaker": "kofman", "said_on": "2022-01-03", "quote": "They will not."})
    path = files.root / "few.csv"
    path.write_text(f"claim,holder,proposal,value,source_title\n{files.claim().public_id},moscow,talks,-2,One\n")
    assert files.run(path) == (0, 1, 0)
    claim = files.claim()
    assert (claim.speaker, claim.attribution, claim.proposal) == (files.kofman, Attribution.PREDICTED, files.talks)
    assert shown(claim, "said_on", "quote", "value") == ("2022-01-03", "They will not.", "-2")


def test_publishing_publishes_drafts_that_are_as_the_file_says(files):
    files.bring({})
    assert files.bring({}, options=["--publish"]) == (0, 1, 0)
    assert files.claim().status == "published"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"holder": "freeze"}, "holder"),
        ({"proposal": "freeze"}, "proposal"),
        ({"conditions": "so", "depends_on": "freeze"}, "depends_on"),
    ],
)
def test_what_names_a_suggestion_is_imported_as_a_draft_and_not_published(files, row, field):
    make_actor(slug="freeze", name="Freeze", side=None, suggestion="waiting")
    make_proposal(slug="freeze", title="Freeze", suggestion="waiting")
    faults = files.refused(row, options=["--publish"])
    assert any(f"{field}: It names what is only suggested: Freeze." in fault for fault in faults)
    assert files.bring(row) == (1, 0, 0)


@pytest.mark.parametrize("options", [[], ["--publish"]])
def test_second_import_changes_nothing_at_all(files, options):
    rows = [{}, {"quote": "Never.", "conditions": "if asked"}, {"holder": "spokesman", "proposal": "talks"}]
    files.bring(*rows, options=options)
    before, number = dump(), DataVersion.current()
    assert files.bring(*rows, options=options) == (0, 0, 3)
    assert dump() == before
    assert DataVersion.current() == number


def test_withdrawn_claim_is_left_withdrawn(files):
    files.bring({}, options=["--publish"])
    claim = files.claim()
    change(claim, status="withdrawn")
    assert files.bring({}, options=["--publish"]) == (0, 0, 1)
    assert files.claim().status == "withdrawn"


def test_withdrawn_claim_is_told_from_another_of_its_passage_by_the_condition(files):
    rows = [{"conditions": "if asked"}, {"conditions": "if paid", "confirmed": "coded-already"}]
    files.bring(*rows)
    change(Claim.objects.get(conditions="if asked"), status="withdrawn")
    assert files.bring(*rows) == (0, 0, 2)
    assert files.bring(rows[0]) == (0, 0, 1)


def test_dry_run_says_the_same_and_changes_nothing(files):
    make_claim()
    rows = [{}, {"holder": "Minsk", "proposal": "Something new", "source_title": "Two"}]
    path = files.write(rows)
    before = dump()
    assert files.run(path, "--create", "--dry-run") == (2, 0, 0)
    assert dump() == before
    assert files.run(path, "--create") == (2, 0, 0)


def test_a_coalition_is_created_with_its_speaker_as_a_party_is(files):
    row = {"holder": "Islands", "holder_kind": "coalition", "speaker": "Chair of the Islands"}
    files.bring(row, options=["--create"])
    islands, chair = Actor.objects.get(name="Islands"), Actor.objects.get(name="Chair of the Islands")
    assert (islands.kind, chair.kind, chair.speaks_for) == ("coalition", "official", islands)


def test_a_member_speaks_first_hand_for_its_coalition_on_its_days_only(files):
    aosis = make_actor("coalition", slug="aosis", name="AOSIS")
    fiji = make_actor(slug="fiji", name="Fiji")
    make_actor("official", slug="minister", name="Minister", speaks_for=fiji)
    make_member(fiji, aosis, until=date(2022, 1, 17))
    row = {"holder": "AOSIS", "said_on": "2022-01-17", "quote": "Yes."}
    files.bring({**row, "speaker": "Fiji"}, {**row, "speaker": "Minister"}, options=["--accept-warnings"])
    assert Claim.objects.filter(holder=aosis).count() == 2
    later = {**row, "said_on": "2022-01-18", "said_on_is": "exact"}
    (fault,) = files.refused({**later, "speaker": "Minister"}, options=["--accept-warnings"])
    assert "speaker: First-hand, AOSIS may be quoted on 18 Jan 2022 by nobody else" in fault


def test_unknown_names_are_created_when_that_is_wished(files):
    title = "A treaty on the limitation of exercises near the common border"
    files.bring(
        {"holder": "Minsk", "side": "East", "proposal": title, "topic": "Arms"},
        {"holder": "minsk", "speaker": "Makei", "proposal": title, "quote": "Yes."},
        {"holder": "Minsk", "attribution": "predicted", "speaker": "Shraibman", "proposal": title, "quote": "It will."},
        {"holder": "Riga", "holder_kind": "expert", "proposal": f"{title}, improved"},
        options=["--create"],
    )
    minsk, makei = Actor.objects.get(slug="minsk"), Actor.objects.get(slug="makei")
    assert (minsk.kind, find_side(minsk).name, find_side(minsk).negotiates) == ("party", "East", False)
    assert (makei.kind, makei.speaks_for) == ("official", minsk)
    assert Actor.objects.get(slug="shraibman").kind == Actor.objects.get(slug="riga").kind == "expert"
    assert find_side(Actor.objects.get(slug="riga")) is None
    proposals = Proposal.objects.filter(definition__startswith=title).order_by("pk")
    assert [p.title for p in proposals] == [
        "A treaty on the limitation of… border",
        "A treaty on the… border, improved",
    ]
    assert [p.definition for p in proposals] == [title, f"{title}, improved"]
    assert [p.topic.name for p in proposals] == ["Arms", "Imported"]
    assert all(row.history.count() == 1 for row in (minsk, makei, *proposals))
    assert files.bring({"holder": "minsk", "proposal": title}) == (0, 0, 1)


def test_name_with_line_breaks_is_known_again(files):
    rows = [
        {"proposal": "A treaty on the limitation\nof exercises near the border"},
        {"holder": "Minsk\u2028and\nothers", "side": "Far\nEast", "topic": "Arms\nand more", "proposal": "More\ntalks"},
    ]
    assert files.bring(*rows, options=["--create"]) == (2, 0, 0)
    assert files.bring(*rows, options=["--create"]) == (0, 0, 2)
    minsk, more = Actor.objects.get(slug="minsk-and-others"), Proposal.objects.get(slug="more-talks")
    assert [minsk.name, find_side(minsk).name, more.title] == ["Minsk and others", "Far East", "More talks"]


@pytest.mark.parametrize(
    "name, slug", [("Россия", "rossiya"), ("中国", "zhongguo"), ("Zürich", "zurich"), ("Zu\u0308rich", "zurich")]
)
def test_new_slug_says_the_name_whatever_its_script(files, name, slug):
    files.bring({"holder": name, "proposal": f"{name}, a plan", "source_title": name}, options=["--create"])
    claim = files.claim()
    assert shown(claim.holder, "slug") == shown(claim.source, "slug") == (slug,)
    assert claim.proposal.slug == f"{slug}-a-plan"


def test_a_name_is_known_again_in_another_form_of_its_letters(files):
    files.bring({"holder": "Zu\u0308rich"}, options=["--create"])
    assert Actor.objects.get(slug="zurich").name == "Zürich"
    assert files.bring({"holder": "ZÜRICH"}, options=["--create"]) == (0, 0, 1)


def test_quote_is_looked_for_in_the_text_of_its_source(files):
    files.source(text="He said: no expansion,  ever. No more.")
    files.bring({"quote": "no expansion, ever"}, {"quote": "Not there"})
    states = Claim.objects.order_by("pk").values_list("quote_state", "quote_start")
    assert list(states) == [("normalised", 9), ("missing", None)]
