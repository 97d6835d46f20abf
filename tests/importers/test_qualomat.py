"""An election's folder of Qual-O-Mat data becomes a negotiation; what is wrong in it is named by file and id."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.importers.errors import ImportFailed
from claims.importers.qualomat.read import read_election
from claims.models import Actor, Claim, Event, Negotiation, Participant, Proposal, Source
from claims.rules.scales import Attribution
from tests.importers.election_folders import GIVEN, THESES, make_files, write_folder
from tests.importers.seed_folders import dump
from tests.make import change, make_actor, make_negotiation
from tests.reader.read_downloads import as_dicts

database = pytest.mark.django_db


@pytest.fixture
def files():
    return make_files()


@pytest.fixture
def folder(tmp_path, files):
    return write_folder(tmp_path / "koeln", files)


def run(folder, *options):
    out = StringIO()
    call_command("import_qualomat", folder, "koeln", *options, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def refuse(folder, *options):
    """Import what must fail and change nothing; return what is said."""
    before, printed = dump(), StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("import_qualomat", folder, "koeln", *options, stdout=StringIO(), stderr=printed, no_color=True)
    assert "nothing was changed" in str(raised.value) and dump() == before
    return printed.getvalue()


@database
def test_an_election_becomes_a_negotiation_in_which_no_side_negotiates(folder):
    said = run(folder, "--publish")
    assert said.startswith("11 created") and "3 new actors, 4 new proposals; answers missing: 1" in said
    talks = Negotiation.objects.get()
    assert (talks.title, talks.last_day) == ("Bürgerschaftswahl Köln 2021", date(2021, 9, 26))
    assert not any(part.side.negotiates for part in Participant.objects.select_related("side"))
    assert Participant.objects.count() == 3 and Event.objects.get().first_day == date(2021, 9, 26)
    source = Source.objects.get()
    assert (source.slug, source.publisher, source.language) == ("wahl-o-mat-koeln2021", "example.org", "de")
    claim = Claim.objects.get(holder__short_name="GRÜN", proposal__title="Tempolimit")
    assert (claim.value, claim.label, claim.locator) == (2, "Stimme zu", "thesis 1")
    assert claim.quote == "GRÜN sagt „Stimme zu“ zu Tempolimit: größer & schöner."
    assert (claim.said_on, claim.said_on_is, claim.attribution) == (talks.last_day, "loose", Attribution.OWN)
    assert (claim.proposal.definition, claim.proposal.topic.name) == (THESES[0][1], "Verkehr")
    long = Proposal.objects.get(definition=THESES[2][1])
    assert len(long.title) <= 40 and long.full_title == THESES[2][0]


@database
def test_numbers_come_out_as_the_data_have_them(folder, client):
    run(folder, "--publish")
    rows = {row["definition"]: row for row in as_dicts(client, "/koeln/proposals/")}
    for thesis, (_, text) in enumerate(THESES):
        given = [answers[thesis] for answers in GIVEN]
        counts = [rows[text][f"actors_at_{word}"] for word in ("supports", "rejects", "neutral")]
        assert counts == [given.count(answer) for answer in range(3)]
        assert [rows[text][f"actors_at_{word}"] for word in ("open", "sceptical")] == [0, 0]
    pairs = {(row["actor_a"], row["actor_b"]): row for row in as_dicts(client, "/koeln/agreement/?min_n=1")}
    of_both = pairs["die-grunlichen", "okos-fur-koln"]  # the same, opposed, the same, agree and neutral
    assert (of_both["as_it_stands"], of_both["as_it_stands_n"]) == ((1 + 0 + 1 + 0.5) / 4, 4)
    assert pairs["blaue-liste-e-v", "die-grunlichen"]["as_it_stands_n"] == 3


@database
def test_a_folder_is_tried_and_imported_again_without_a_change(folder):
    before = dump()
    assert "Only tried" in run(folder, "--dry-run") and dump() == before
    run(folder)
    assert set(Claim.objects.values_list("status", flat=True)) == {"draft"}
    change(Proposal.objects.get(title="Tempolimit"), definition="Written anew here.")
    assert run(folder).startswith("0 created, 0 changed, 11 unchanged; 0 new sources, 0 new actors")


@database
def test_known_parties_keep_their_names_and_one_known_by_its_short_name_is_told(folder):
    blue = make_actor(name="Blaue Liste", short_name="BLAU")
    green = make_actor(name="Bündnis", short_name="B", aliases="Die Grünlichen")
    make_negotiation(slug="koeln", title="Köln", short_title="Köln")
    said = run(folder)
    assert "“Blaue Liste e. V.” (BLAU) was taken for “Blaue Liste”" in said and "Grünlichen" not in said
    assert Claim.objects.filter(holder=green).count() == 4 and Claim.objects.filter(holder=blue).count() == 3
    assert Actor.objects.get(pk=blue.pk).name == "Blaue Liste" and not Event.objects.exists()
    assert Participant.objects.filter(side__negotiation__slug="koeln").count() == 3


@database
def test_the_day_of_publishing_goes_before_that_of_an_election_to_come(folder, files):
    files["overview.json"]["date"] = "2099-01-01"
    write_folder(folder, files)
    assert "overview.json: date: The election of 1 Jan 2099 is to come: say by --published-on" in refuse(folder)
    run(folder, "--published-on", "2021-08-26")
    assert {(c.said_on, c.said_on_is) for c in Claim.objects.all()} == {(date(2021, 8, 26), "publication")}
    assert Source.objects.get().published_on == date(2021, 8, 26)


@database
def test_what_the_import_of_claims_refuses_is_told_where_the_folder_has_it(folder, files):
    files["party.json"][1]["longname"] = "x" * 121
    files["overview.json"]["data_source"] = "no address"
    assert "party.json: id 1: longname: " in refuse(write_folder(folder, files))
    files["party.json"][1]["longname"] = "Blaue Liste e. V."
    assert "overview.json: data_source: " in refuse(write_folder(folder, files))
    files["overview.json"]["data_source"] = ""
    files["statement.json"][1]["label"] = "…"
    assert "statement.json: id 1: label: " in refuse(write_folder(folder, files))
    files["overview.json"]["title"] = "x" * 300
    assert "overview.json: negotiation: title: " in refuse(write_folder(folder, files))
    make_actor(name="Both", short_name="GRÜN", aliases="Blaue Liste e. V.")
    files = make_files()
    assert "party.json: id 1: longname: “Blaue Liste e. V.” is “Both” here, as the party" in refuse(
        write_folder(folder, files)
    )


@database
def test_hostile_names_and_comments_come_through_as_they_are(folder, files):
    for thesis, text in enumerate(["=1+1", "<b>&amp;</b>", "‮right", "'; DROP TABLE claims --"]):
        files["statement.json"][thesis]["label"] = f"{text} {thesis}"
        files["comment.json"][thesis]["text"] = f'"{text}\nnext line"'
    files["comment.json"][4]["text"] = f'"{"Wort " * 600}"'
    run(write_folder(folder, files), "--publish")
    quotes = set(Claim.objects.values_list("quote", flat=True))
    assert {"=1+1\nnext line", "'; DROP TABLE claims --\nnext line"} <= quotes
    assert Proposal.objects.filter(title="=1+1 0").exists()
    assert "The comment goes on for" in Claim.objects.get(quote__startswith="Wort").note


def put(name, position, /, **fields):
    """Change fields of an entry of a file."""

    def alter(files):
        files[name][position].update(fields)

    return alter


def replace(name, content):
    def alter(files):
        files[name] = content

    return alter


def drop(name, position, field):
    def alter(files):
        del files[name][position][field]

    return alter


BROKEN = [
    (replace("party.json", None), "party.json: The folder has no such file."),
    (replace("overview.json", None), "overview.json: The folder has no such file."),
    (replace("party.json", b""), "party.json:1: This is no JSON"),
    (replace("party.json", b'[\n {"id": 0,}\n]'), "party.json:2: This is no JSON"),
    (replace("party.json", b"\xff\xfe[]"), "party.json:1: The file is not UTF-8 (byte 1)."),
    (replace("party.json", b"[" * 200_000), "party.json: The file nests too deeply."),
    (replace("party.json", b'[{"id": ' + b"9" * 5000 + b"}]"), "party.json: The file holds a number with too many"),
    (replace("party.json", b" " * 20_000_001), "party.json: The file is larger than 20,000,000 bytes."),
    (replace("party.json", {"id": 0}), "party.json: This is no list."),
    (replace("party.json", []), "party.json: The list is empty."),
    (replace("party.json", [1]), "party.json: entry 1: This is no object with fields."),
    (replace("overview.json", []), "overview.json: This is no object"),
    (replace("overview.json", {"title": "X"}), "overview.json: date: It is missing."),
    (replace("overview.json", {"title": "", "date": "2021-09-26"}), "overview.json: title: It is empty."),
    (replace("overview.json", {"title": "X", "date": "2021-13-26"}), "overview.json: date: "),
    (replace("overview.json", {"title": "X", "date": 20210926}), "overview.json: date: This is no text, but 20210926."),
    (put("party.json", 1, id=0), "party.json: id 0: The id stands twice: entry 2 has it too."),
    (put("party.json", 1, id=-1), "party.json: entry 2: id: An id is a whole number from 0 on, not -1."),
    (put("party.json", 1, id="1"), "party.json: entry 2: id: An id is a whole number from 0 on, not a text."),
    (put("party.json", 1, id=True), "party.json: entry 2: id: An id is a whole number from 0 on, not true or false."),
    (put("party.json", 1, name=" "), "party.json: id 1: name: It is empty."),
    (put("party.json", 1, name=["x"]), "party.json: id 1: name: This is no text, but a list."),
    (drop("party.json", 1, "longname"), "party.json: id 1: longname: It is missing."),
    (put("statement.json", 2, text="a\x00b"), "statement.json: id 2: text: The text holds a null character"),
    (replace("comment.json", b'[{"id": 0, "text": "\\ud800"}]'), "comment.json: id 0: text: The text holds half of"),
    (put("statement.json", 2, category=7), "statement.json: id 2: category: There is no id 7 in category.json."),
    (put("answer.json", 2, message="Egal"), "answer.json: id 2: message: “Egal” is neither “Stimme zu”"),
    (put("opinion.json", 5, party=9), "opinion.json: id 5: party: There is no id 9 in party.json."),
    (put("opinion.json", 5, statement=9), "opinion.json: id 5: statement: There is no id 9 in statement.json."),
    (put("opinion.json", 5, answer=9), "opinion.json: id 5: answer: There is no id 9 in answer.json."),
    (put("opinion.json", 5, comment=99), "opinion.json: id 5: comment: There is no id 99 in comment.json."),
    (put("opinion.json", 5, statement=0), "opinion.json: id 5: The party answers this thesis twice: id 4 does"),
    (put("opinion.json", 5, party=None), "opinion.json: id 5: party: An id is a whole number from 0 on, not null."),
]


@pytest.mark.parametrize(("alter", "fault"), BROKEN, ids=[fault[:60] for _, fault in BROKEN])
def test_each_fault_is_named_by_file_and_id(tmp_path, files, alter, fault):
    alter(files)
    with pytest.raises(ImportFailed) as failed:
        read_election(write_folder(tmp_path / "koeln", files))
    assert any(str(told).startswith(fault) for told in failed.value.faults), [*map(str, failed.value.faults)]
    assert failed.value.total == sum(told.number for told in failed.value.faults)


def test_a_folder_that_is_not_there_is_a_fault_and_old_ones_lack_comments_and_categories(tmp_path, files):
    with pytest.raises(ImportFailed) as failed:
        read_election(Path("/nowhere"))
    assert "There is no such folder." in str(failed.value.faults[0])
    for opinion in files["opinion.json"]:
        opinion["comment"] = None
    files["statement.json"][0]["category"] = None
    election = read_election(write_folder(tmp_path / "old", {**files, "comment.json": None, "category.json": None}))
    assert not election.comments and len(election.opinions) == 11
