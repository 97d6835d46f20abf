"""What a file says of the actors and proposals that it names: taken up, or held beside what is known."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils.timezone import localdate

from claims.exporters import claims as exporter
from claims.exporters import formats
from claims.models import Actor, Claim, Participant, Proposal, Side, Source, Topic
from claims.rules.scales import Attribution
from tests.importers.claim_files import Files
from tests.make import find_side, make_actor, make_claim, make_proposal, make_side, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def empty_the_database():
    for model in (Claim, Source, Proposal.proposers.through, Proposal, Participant, Actor, Topic, Side):
        QuerySet(model)._raw_delete("default")


def read_vocabulary():
    actors = ("slug", "name", "short_name", "kind", "stretches__side__slug", "stretches__side__name")
    actors += ("speaks_for__slug",)
    proposals = ("slug", "title", "definition", "proposed_on", "topic__slug", "topic__name")
    return [
        *sorted(Actor.objects.values_list(*actors), key=str),
        *sorted(Proposal.objects.values_list(*proposals), key=str),
    ]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_export_brings_its_names_into_an_empty_database(tmp_path, extension):
    east, west = make_side(slug="east", name="Ost"), make_side(slug="west", name="Far West")
    ru = make_actor(slug="ru", name="Россия", short_name="РФ", side=east)
    us = make_actor(slug="us", name="U. S.", short_name="U. S.", side=west)
    speaker = make_actor(kind="official", slug="ws", name="Wendy S.", short_name="WS", speaks_for=us, side=west)
    topic = make_topic(slug="arms", name="Arms control")
    proposal = make_proposal(
        slug="no", title="No", definition="Two\nlines.", topic=topic, proposed_on=date(2021, 12, 1)
    )
    make_claim(holder=ru, proposal=proposal)
    # an official whose party holds nothing here, and who speaks of another
    make_claim(holder=ru, proposal=proposal, speaker=speaker, attribution=Attribution.ATTRIBUTED, value=1)
    before = read_vocabulary()
    table = exporter.make_claims_table(Claim.objects.all())
    path = tmp_path / f"claims.{extension}"
    path.write_bytes(b"".join(formats.make_download(table, extension, "claims").chunks))
    empty_the_database()
    call_command("import_claims", path, "--create", "--publish", verbosity=0)
    assert read_vocabulary() == before
    assert Claim.objects.count() == 2


def test_a_row_completes_what_those_above_say_of_a_new_name(files):
    files.bring(
        {"holder": "minsk", "proposal": "exercises"},
        {"holder": "minsk", "holder_name": "Minsk, city", "side": "east", "side_name": "The East", "quote": "b"},
        {"holder": "minsk", "holder_kind": "expert", "holder_short_name": "MSK", "quote": "c"},
        {"holder": "minsk", "proposal": "exercises", "proposal_title": "Exercises", "quote": "d"},
        {"holder": "minsk", "proposal": "exercises", "topic": "Arms", "proposed_on": "2021-12-01", "quote": "e"},
        {"holder": "minsk", "proposal": "exercises", "proposal_definition": "Fewer of them.", "quote": "f"},
        options=["--create"],
    )
    minsk, exercises = Actor.objects.get(slug="minsk"), Proposal.objects.get(slug="exercises")
    assert (minsk.name, minsk.short_name, minsk.kind) == ("Minsk, city", "MSK", "expert")
    assert (find_side(minsk).slug, find_side(minsk).name) == ("east", "The East")
    assert (exercises.title, exercises.definition) == ("Exercises", "Fewer of them.")
    assert exercises.added_on == localdate()
    assert (exercises.topic.name, str(exercises.proposed_on)) == ("Arms", "2021-12-01")


# (column, what the first row says, what the second says, which fault it is); each of a new name
CONTRADICTIONS = {
    "side": ("holder", "side", "Upper house", "Lower house"),
    "side's name": ("holder", "side_name", "Upper house", "Lower house"),
    "kind": ("holder", "holder_kind", "party", "expert"),
    "name": ("holder", "holder_name", "Ann Berg", "Anna Berg"),
    "short name": ("holder", "holder_short_name", "AB", "Berg"),
    "topic": ("proposal", "topic", "State B 2007", "State H 2011"),
    "topic's name": ("proposal", "topic_name", "State B 2007", "State H 2011"),
    "title": ("proposal", "proposal_title", "Fees", "Tuition"),
    "definition": ("proposal", "proposal_definition", "For all.", "For none."),
    "day": ("proposal", "proposed_on", "2007-01-01", "2011-01-01"),
}


@pytest.mark.parametrize("about, column, first, second", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_row_that_contradicts_one_above_names_both_lines(files, about, column, first, second):
    same = {about: "fees"}
    rows = [{**same, column: first}, {**same, column: second, "quote": "Other."}]
    (fault,) = files.refused(*rows, options=["--create"])
    assert fault.startswith(f"3: {column}: ")
    assert f"has “{first}” on line 2, not “{second}”" in fault
    assert f"told apart by “{about}_key”" in fault


@pytest.mark.parametrize("about, column, first, second", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
@pytest.mark.parametrize("options", [[], ["--create"]], ids=" ".join)
def test_row_that_contradicts_the_database_is_refused(files, about, column, first, second, options):
    files.bring({about: "fees", column: first}, options=["--create"])
    (fault,) = files.refused({about: "fees", column: second, "quote": "Other."}, options=options)
    assert fault.startswith(f"2: {column}: ")
    assert f"has “{first}” here, not “{second}”. An import changes no" in fault


def test_slug_of_another_installation_is_not_taken_for_what_has_it_here(files):
    make_actor(slug="actor", name="中国", short_name="CN")
    (fault,) = files.refused({"holder": "actor", "holder_name": "Россия"}, options=["--create"])
    assert fault.startswith("2: holder_name: “中国” has “中国” here, not “Россия”.")
    (fault,) = files.refused({"holder": "msk", "holder_name": "Moscow"}, options=["--create"])
    assert fault == (
        "2: holder_name: “Moscow” is “moscow” here, not “msk”. If that one is meant, write its slug or add “msk” to "
        "its aliases."
    )


def test_known_name_may_be_told_by_any_of_its_names(files):
    files.bring({"holder": "moscow", "holder_name": "RUSSIA", "side": files.moscow.side.slug})
    assert files.claim().holder == files.moscow


NAMESAKES = [
    {"holder": "Ann Berg", "holder_key": "S001", "side": "Upper house"},
    {"holder": "Ann Berg", "holder_key": "S002", "side": "Lower house"},
    {"proposal": "Tuition fees", "proposal_key": "b-2007", "topic": "State B 2007"},
    {"proposal": "Tuition fees", "proposal_key": "h-2011", "topic": "State H 2011", "value": -2},
]


@pytest.mark.parametrize("turned", [False, True])
def test_namesakes_are_told_apart_by_keys_of_one_s_own_and_known_again(files, turned):
    rows = NAMESAKES[::-1] if turned else NAMESAKES
    assert files.bring(*rows, options=["--create"]) == (4, 0, 0)
    assert set(
        Actor.objects.filter(name__startswith="Ann").values_list("stretches__side__name", "claims__quote").distinct()
    ) == {
        ("Upper house", "No expansion, ever."),
        ("Lower house", "No expansion, ever."),
    }
    assert set(Proposal.objects.filter(title__startswith="Tuition").values_list("topic__name", "claims__value")) == {
        ("State B 2007", 2),
        ("State H 2011", -2),
    }
    assert files.bring(*NAMESAKES) == (0, 0, 4)
    (fault,) = files.refused({"holder": "Ann Berg"})
    assert fault.startswith("2: holder: “Ann Berg” is the name of several: ann-berg (Ann Berg), ann-berg-s00")


def test_a_namesake_that_joins_later_is_another_one(files):
    files.bring(NAMESAKES[0], options=["--create"])
    assert files.bring(*NAMESAKES[1::-1], options=["--create"]) == (1, 0, 1)
    assert Actor.objects.filter(name__startswith="Ann Berg").count() == 2


def test_key_of_a_known_name_without_it_is_not_guessed(files):
    (fault,) = files.refused({"holder": "Moscow", "holder_key": "S1"}, options=["--create"])
    assert fault.startswith("2: holder_key: “Moscow” is here already (“moscow”), without the key “S1”.")
    assert files.refused({"holder": "Kofman", "holder_key": "Russia"}) == [
        "2: holder: “Russia” (holder_key) is the key of “moscow”, of which “Kofman” is no name."
    ]


def test_name_without_a_key_beside_namesakes_with_one_is_a_fault(files):
    rows = [{"holder": "Ann Berg", "quote": "Whose?"}, *NAMESAKES[:2]]
    faults = files.refused(*rows, options=["--create"])
    assert [fault for fault in faults if fault.startswith("2: holder: “Ann Berg” is the name of several in this file")]


def test_long_namesake_keeps_its_key_in_its_title(files):
    title = "A fund for the reconstruction of the border villages"
    rows = [{"proposal": title, "proposal_key": f"h-{n}", "topic": f"State {n}"} for n in (1, 2)]
    assert files.bring(*rows, options=["--create"]) == (2, 0, 0)
    titles = Proposal.objects.filter(definition=title).order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["A fund for the reconstruction… villages", "A fund for the… villages (h-2)"]
    assert files.bring(*rows, options=["--create"]) == (0, 0, 2)


@pytest.mark.parametrize(
    "column, cells",
    [
        ("holder_name", {"holder": "fees", "holder_name": "x" * 301}),
        ("holder", {"holder": "x" * 301}),
        ("side", {"holder": "fees", "side": "x" * 301}),
        ("side_name", {"holder": "fees", "side": "east", "side_name": "x" * 301}),
        ("topic", {"proposal": "fees", "topic": "x" * 301}),
        ("topic_name", {"proposal": "fees", "topic": "b", "topic_name": "x" * 301}),
    ],
)
def test_what_is_too_long_is_a_fault_of_its_column_in_our_words(files, column, cells):
    (fault,) = files.refused(cells, options=["--create"])
    assert fault.startswith(f"2: {column}: is longer than ")
