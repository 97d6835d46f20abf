"""Files of actors and of proposals: the lists that pages download come back in, and say what is new or otherwise."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils.timezone import localdate

from claims.exporters import lists
from claims.importers.spreadsheet.kinds import ACTORS, PROPOSALS
from claims.models import Actor, Claim, Part, Participant, Proposal, Side, Topic
from tests.importers.seed_folders import dump
from tests.make import find_side, make_actor, make_part, make_participant, make_proposal, make_side, make_topic

pytestmark = pytest.mark.django_db


def write(folder, rows, name="names.csv"):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = StringIO(newline="")
    csv.writer(text).writerows([columns, *([row.get(column, "") for column in columns] for row in rows)])
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def bring(path, *options):
    """Import a file; return what the command says."""
    out = StringIO()
    call_command("import_claims", path, *options, stdout=out, stderr=out, no_color=True)
    return out.getvalue().strip()


def refused(path, *options):
    """Import what must fail and change nothing; return its faults, "line: column: reason"."""
    before, printed = dump(), StringIO()
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_claims", path, *options, stdout=StringIO(), stderr=printed, no_color=True)
    assert dump() == before
    return [fault.removeprefix(f"invalid: {path.name}:").strip() for fault in printed.getvalue().splitlines()]


ACTOR_FIELDS = ("slug", "name", "short_name", "article", "plural", "aliases", "kind", "speaks_for__slug")
PART_FIELDS = ("side__slug", "side__name", "principal", "always_shown", "since", "until")
ACTOR_FIELDS += tuple(f"stretches__{name}" for name in PART_FIELDS)
PROPOSAL_FIELDS = (
    "slug",
    "title",
    "full_title",
    "definition",
    "aliases",
    "topic__slug",
    "topic__name",
    "proposed_on",
    "withdrawn_on",
)
PROPOSAL_FIELDS += ("added_on", "packages__package__slug", "packages__where", "packages__order")
PROPOSAL_FIELDS += ("variant_of__slug", "proposers__slug")


def read_vocabulary():
    actors, proposals = Actor.objects.values_list(*ACTOR_FIELDS), Proposal.objects.values_list(*PROPOSAL_FIELDS)
    return [*sorted(actors, key=str), *sorted(proposals, key=str)]


def test_a_file_says_which_names_take_the_article_and_nothing_else_of_it(tmp_path):
    make_actor(slug="us", name="United States", short_name="US")
    bring(write(tmp_path, [{"actor": "us", "name": "United States", "article": "the"}]), "--update-names")
    assert Actor.objects.get(slug="us").short_in_sentence == "the US"
    faults = refused(write(tmp_path, [{"name": "Elders", "article": "an"}]))
    assert faults == ["2: article: “an” is none of the, the-full-name."]


def test_a_file_says_which_names_are_plural(tmp_path):
    make_actor(slug="baltics", name="Baltic states", short_name="Baltics")
    bring(write(tmp_path, [{"actor": "baltics", "name": "Baltic states", "plural": "yes"}]), "--update-names")
    assert Actor.objects.get(slug="baltics").plural
    bring(write(tmp_path, [{"actor": "baltics", "name": "Baltic states", "plural": ""}]), "--update-names")
    assert Actor.objects.get(slug="baltics").plural  # an empty cell says nothing
    faults = refused(write(tmp_path, [{"name": "Elders", "plural": "many"}]))
    assert faults == ["2: plural: “many” is neither yes nor no."]


def test_downloaded_lists_come_back_into_an_empty_database(client, tmp_path):
    east = make_side(slug="east", name="Ost")
    ru = make_actor(slug="ru", name="Россия", short_name="РФ", aliases="Russia\nThe Kremlin", side=east)
    official = make_actor(kind="official", speaks_for=ru, article="the", plural=True)
    make_actor(side=east, principal=False, always_shown=True, since=date(2021, 12, 17), until=date(2942, 1, 1))
    other = make_actor(kind="expert", side=None)
    package = make_proposal(
        slug="z-package",
        title="Package",
        full_title="The package of measures that the parties would agree on in one treaty",
        definition="Two\nlines.",
        topic=make_topic(name="Arms"),
        added_on="2022-02-01",
    )
    part = make_proposal(
        proposers=[ru, other, official],
        part_of=package,
        proposed_on="2021-12-17",
        aliases="Article 1",
        added_on="2022-03-01",
        withdrawn_on="2022-01-20",
    )
    make_part(make_proposal(part_of=package, added_on="2022-03-01"), part, where="Annex B: ships", order=2)
    make_proposal(title="A tacit one", variant_of=part, added_on="2022-03-01")
    before = read_vocabulary()
    files = []
    for name in ("actors", "proposals"):
        path = tmp_path / f"{name}.csv"
        path.write_bytes(b"".join(client.get(f"/talks/{name}/?_export=csv").streaming_content))
        files.append(path)
    assert [bring(path).split(": ")[1] for path in files] == [
        "0 created, 0 changed, 4 unchanged",
        "0 created, 0 changed, 4 unchanged",
    ]
    for model in (Proposal.proposers.through, Part, Proposal, Participant, Actor, Topic, Side):
        QuerySet(model)._raw_delete("default")
    assert [bring(path) for path in files] == [
        "actors: 4 created, 0 changed, 0 unchanged",
        "proposals: 4 created, 0 changed, 0 unchanged",
    ]
    assert read_vocabulary() == before
    assert not Claim.objects.exists()


def test_each_column_of_the_lists_is_taken_back_or_known_as_computed():
    assert set(lists.ACTOR_COLUMNS) == {*ACTORS.columns, *ACTORS.computed}
    assert set(lists.PROPOSAL_COLUMNS) == {*PROPOSALS.columns, *PROPOSALS.computed}


def test_a_name_alone_makes_an_actor_and_a_title_a_proposal(tmp_path):
    bring(write(tmp_path, [{"name": "Minsk", "side": "East"}, {"name": "Makei", "speaks_for": "Minsk"}]))
    bring(write(tmp_path, [{"title": "Fewer exercises near the border and more talks", "proposers": "Minsk"}]))
    makei, proposal = Actor.objects.get(slug="makei"), Proposal.objects.get()
    assert (makei.kind, makei.speaks_for.name, find_side(makei).name) == ("official", "Minsk", "East")
    assert proposal.title == "Fewer exercises near the border and…"
    assert proposal.full_title == proposal.definition == "Fewer exercises near the border and more talks"
    assert proposal.aliases == ""
    assert list(proposal.proposers.values_list("name", flat=True)) == ["Minsk"]


def test_a_new_proposal_is_added_today_unless_the_file_says_otherwise(tmp_path):
    known = make_proposal(title="Known")
    path = write(tmp_path, [{"title": "New"}, {"title": "Old", "added_on": "1 Feb 2022"}, {"title": "Known"}])
    bring(path)
    assert dict(Proposal.objects.values_list("title", "added_on")) == {
        "New": localdate(),
        "Old": date(2022, 2, 1),
        "Known": None,
    }
    assert Proposal.objects.get(title="New").history.get().added_on == localdate()
    path = write(tmp_path, [{"proposal": known.slug, "title": "Known", "added_on": "2022-03-01"}])
    assert [fault.split(": ")[:2] for fault in refused(path)] == [["2", "added_on"]]
    bring(path, "--update-names")
    known.refresh_from_db()
    assert known.added_on == date(2022, 3, 1)


def test_a_day_of_adding_that_is_none_or_to_come_is_a_fault(tmp_path):
    (fault,) = refused(write(tmp_path, [{"title": "A", "added_on": "1/2/2022"}]))
    assert fault.startswith("2: added_on: “1/2/2022” is no day.")
    (fault,) = refused(write(tmp_path, [{"title": "A", "added_on": "2942-01-01"}]))
    assert "is still to come" in fault


def test_known_rows_change_only_when_that_is_wished(tmp_path):
    minsk = make_actor(slug="minsk", name="Minsk", aliases="Belarus")
    rows = [{"actor": "minsk", "name": "Minsk", "short_name": "MSK", "side": "East", "side_name": "East"}]
    path = write(tmp_path, rows)
    faults = refused(path)
    assert [fault.split(": ")[:2] for fault in faults] == [["2", "short_name"], ["2", "side"]]
    before = dump()
    assert bring(path, "--update-names", "--dry-run").startswith("actors: 0 created, 1 changed, 0 unchanged")
    assert dump() == before
    assert bring(path, "--update-names") == "actors: 0 created, 1 changed, 0 unchanged"
    minsk.refresh_from_db()
    assert (minsk.short_name, find_side(minsk).name, minsk.aliases, minsk.version) == ("MSK", "East", "Belarus", 2)
    assert minsk.history.first().history_change_reason == "imported from names.csv"
    assert bring(path) == "actors: 0 created, 0 changed, 1 unchanged"


def parts_of(actor):
    return [*actor.stretches.values_list("side__name", "principal", "since", "until")]


def test_an_actor_that_changes_its_side_has_a_row_for_each_part(tmp_path):
    days = {"since": "", "until": "3 Apr 2023"}, {"since": "2023-04-04", "until": ""}
    rows = [{"name": "Finland", "side": side} | of for side, of in zip(("Third parties", "NATO"), days, strict=True)]
    path = write(tmp_path, rows)
    assert bring(path) == "actors: 1 created, 0 changed, 0 unchanged"
    finland, april = Actor.objects.get(), date(2023, 4, 4)
    assert parts_of(finland) == [("Third parties", False, None, date(2023, 4, 3)), ("NATO", False, april, None)]
    assert bring(path) == "actors: 0 created, 0 changed, 1 unchanged"
    rows[1] |= {"principal": "yes"}
    (fault,) = refused(write(tmp_path, rows))
    assert fault == "3: principal: “Finland” has “no” here, not “yes”. An import changes no actor."
    assert bring(write(tmp_path, rows), "--update-names") == "actors: 0 created, 1 changed, 0 unchanged"
    assert parts_of(finland)[1] == ("NATO", True, april, None)


def test_a_new_part_makes_room_for_itself_in_the_same_file(tmp_path):
    finland = make_actor(name="Finland", side=make_side(name="Third parties"), principal=False)
    rows = [{"name": "Finland", "until": "2023-04-03"}, {"name": "Finland", "side": "NATO", "since": "2023-04-04"}]
    path = write(tmp_path, rows)
    assert [fault.split(": ")[:2] for fault in refused(path)] == [["2", "until"], ["3", "side"]]
    assert bring(path, "--update-names") == "actors: 0 created, 1 changed, 0 unchanged"
    assert [side for side, *_ in parts_of(finland)] == ["Third parties", "NATO"]
    row = {"name": "Finland", "side": "Third parties", "since": "2022-01-01"}
    (fault,) = refused(write(tmp_path, [row]), "--update-names")
    assert fault.startswith("2: since: Finland is on the side Third parties already, until 3 Apr 2023.")


def test_a_file_without_days_tells_of_the_part_of_today(tmp_path):
    actor = make_actor(name="Finland", side=make_side(name="Third parties"), principal=False, until=date(2023, 4, 3))
    make_participant(actor, principal=False, side=make_side(name="NATO"), since=date(2023, 4, 4))
    assert bring(write(tmp_path, [{"name": "Finland", "side": "NATO"}])).endswith("1 unchanged")
    (fault,) = refused(write(tmp_path, [{"name": "Finland", "side": "Third parties"}]))
    assert fault == "2: side: “Finland” has “NATO” here, not “Third parties”. An import changes no actor."


def test_a_file_of_an_earlier_release_is_read(tmp_path):
    bring(write(tmp_path, [{"name": "Kyiv", "side": "Others", "always_show": "yes"}]))
    assert Actor.objects.get().stretches.get().always_shown


def test_proposers_of_a_known_proposal_change_likewise(tmp_path):
    one, two = make_actor(slug="one"), make_actor(slug="two")
    proposal = make_proposal(slug="talks", title="Talks", proposers=[one])
    path = write(tmp_path, [{"proposal": "talks", "title": "Talks", "proposers": "one two"}])
    assert refused(path) == ["2: proposers: “Talks” has “one” here, not “one two”. An import changes no proposal."]
    assert bring(path, "--update-names") == "proposals: 0 created, 1 changed, 0 unchanged"
    assert set(proposal.proposers.all()) == {one, two}


ACTOR_FAULTS = {
    "twice": ([{"name": "A"}, {"name": "a"}], "3: is the same actor as line 2."),
    "no name": ([{"name": "", "kind": "party"}], "2: name: is required."),
    "kind": ([{"name": "A", "kind": "state"}], "2: kind: “state” is none of party, coalition, official, expert."),
    "official of nobody": ([{"name": "A", "kind": "official"}], "2: name: “A” is an official: enter first for whom"),
    "official of an expert": (
        [{"name": "A", "kind": "expert", "speaks_for": ""}, {"name": "B", "speaks_for": "A"}],
        "3: speaks_for: “A” is no party. An official speaks for a party or a coalition.",
    ),
    "principal expert": (
        [{"name": "A", "kind": "expert", "principal": "yes"}],
        "2: principal: Only a party or a coalition can be its side's principal.",
    ),
    "official on another side": (
        [{"name": "A", "side": "East"}, {"name": "B", "speaks_for": "A", "side": "West"}],
        "3: side: “B” speaks for A, which is of East: an official is on its party's side.",
    ),
    "part without a side": ([{"name": "A", "always_shown": "yes"}], "2: always_shown: On which side is “A” then?"),
    "part of an official": (
        [{"name": "A", "side": "East"}, {"name": "B", "speaks_for": "A", "since": "2022-01-01"}],
        "3: since: “B” is an official, and has no days of its own: give them to the party.",
    ),
    "day of a part": ([{"name": "A", "side": "East", "until": "1/2/2022"}], "2: until: “1/2/2022” is no day."),
    "end before the beginning": (
        [{"name": "A", "side": "East", "since": "2022-01-02", "until": "2022-01-01"}],
        "2: until: It ends before it begins.",
    ),
    "part twice": ([{"name": "A", "side": "East"}, {"name": "A", "until": "2022-01-01"}], "3: is the same actor as"),
    "flag": ([{"name": "A", "principal": "perhaps"}], "2: principal: “perhaps” is neither yes nor no."),
    "long": ([{"name": "x" * 301}], "2: name: is longer than "),
    "column": ([{"name": "A", "speak_for": "B"}], "1: speak_for: is no column of an actor. Do you mean speaks_for?"),
}
PROPOSAL_FAULTS = {
    "nobody": ([{"title": "A", "proposers": "Nobody"}], "2: proposers: There is no actor “Nobody”."),
    "nothing": ([{"title": "A", "part_of": "Nothing"}], "2: part_of: There is no proposal “Nothing”."),
    "day": ([{"title": "A", "proposed_on": "1/2/2022"}], "2: proposed_on: “1/2/2022” is no day."),
    "variant of itself": ([{"title": "A", "variant_of": "A"}], "2: variant_of: goes in a circle"),
    "variants": (
        [{"title": "A", "variant_of": "B"}, {"title": "B", "variant_of": "A"}],
        "2: variant_of: goes in a circle",
    ),
    "part of itself": ([{"title": "A", "part_of": "A"}], "2: part_of: A proposal is no part of itself."),
    "circle of packages": (
        [{"title": "A", "part_of": "B: Article 4"}, {"title": "B", "part_of": "C"}, {"title": "C", "part_of": "A"}],
        "2: part_of: It would go in a circle, each being part of the one before: “A”, “C”, “B”, “A”.",
    ),
    "package twice": ([{"title": "A", "part_of": "B | b: Article 4"}, {"title": "B"}], "2: part_of: names “b” twice."),
    "place that is too long": (
        [{"title": "A", "part_of": f"b: {'x' * 121}"}, {"title": "B"}],
        "2: part_of: Write at most 120 letters: these are 121.",
    ),
    "place too far": (
        [{"title": "A", "part_of": "b #99999"}, {"title": "B"}],
        "2: part_of: This is at most 9999.",
    ),
}


@pytest.mark.parametrize("rows, fault", [*ACTOR_FAULTS.values(), *PROPOSAL_FAULTS.values()])
def test_fault_is_named_by_line_and_column(tmp_path, rows, fault):
    assert refused(write(tmp_path, rows))[0].startswith(fault)
