"""Another negotiation from a file: all that it says is made, or nothing and each fault told at its line."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claims.importers.seeds.load import load
from claims.importers.seeds.new_negotiation import StartRefused, start_negotiation
from claims.models import Actor, Event, Negotiation, Participant, Proposal
from claims.services.write_gate import editing
from tests.make import make_actor, make_negotiation, make_source, make_user

from .seed_folders import dump

pytestmark = pytest.mark.django_db

EXAMPLE = settings.BASE_DIR / "docs" / "negotiation-example.toml"
WORDS = """
[negotiation]
slug = "grain"
title = "Grain talks"
short_title = "Grain"

[[actor]]
slug = "turkey"
name = "Turkey"
short_name = "TR"
kind = "party"

[[side]]
slug = "hosts"
name = "Hosts"

[[participant]]
actor = "turkey"
side = "hosts"
principal = true

[[participant]]
actor = "russia"
side = "hosts"

[[topic]]
slug = "sea"
name = "Sea"

[[proposal]]
slug = "corridor"
title = "A corridor"
definition = "Ships pass."
topic = "sea"

[[event]]
slug = "signing"
kind = "meeting"
title = "Signing"
first_day = 2022-07-22
source = "report"
"""


@pytest.fixture
def known():
    """What the file names and does not describe."""
    make_source(slug="report")
    return make_actor(slug="russia", name="Russia", side=None)


def start(words, user=None, **options):
    return start_negotiation(words.encode(), "grain.toml", user=user or make_user("reviewer"), **options)


def refusal(words):
    """Return the faults of a file, which changes nothing."""
    user = make_user("reviewer")
    before = dump()
    with pytest.raises(StartRefused) as refused:
        start(words, user=user)
    assert dump() == before
    return [str(fault) for fault in refused.value.faults]


def test_all_that_the_file_says_is_made_in_the_name_of_who_asks(known):
    reviewer = make_user("reviewer")
    started = start(WORDS, user=reviewer)
    grain = Negotiation.objects.get()
    assert started.negotiation == grain and grain.title == "Grain talks"
    assert [(rows.words, rows.names) for rows in started.made] == [
        ("1 actor", ["Turkey"]),
        ("1 side", ["Hosts"]),
        ("2 participants", ["Turkey (Hosts, principal)", "Russia (Hosts)"]),
        ("1 topic", ["Sea"]),
        ("1 proposal", ["A corridor"]),
        ("1 event", ["Signing"]),
    ]
    assert [rows.words for rows in started.made if rows.shared] == ["1 actor"]
    assert Proposal.objects.get().negotiation == grain and Event.objects.get().source.slug == "report"
    for row in (grain, Actor.objects.get(slug="turkey"), Participant.objects.first(), Proposal.objects.get()):
        kept = row.history.get()
        assert (kept.history_user, kept.history_change_reason) == (reviewer, "started from grain.toml")


def test_to_look_shows_the_same_and_changes_nothing(known):
    reviewer = make_user("reviewer")
    before = dump()
    looked = start(WORDS, user=reviewer, look=True)
    assert dump() == before
    assert looked.made == start(WORDS, user=reviewer).made


def test_an_actor_that_nobody_knows_is_a_fault_unless_the_file_describes_it():
    make_source(slug="report")
    line = WORDS[: WORDS.index('actor = "russia"')].count("\n") + 1
    reason = "There is no actor “russia”, above or in the database. [[actor]] describes a new one."
    assert refusal(WORDS) == [f"grain.toml:{line}: actor: {reason}"]


def test_an_actor_that_is_described_otherwise_is_a_fault_and_one_described_alike_is_not(known):
    turkey = make_actor(slug="turkey", name="Türkiye", short_name="TR", side=None)
    line = WORDS[: WORDS.index('slug = "turkey"')].count("\n")
    reason = "The actor “turkey” is there already with another description: leave it out here."
    assert refusal(WORDS) == [f"grain.toml:{line}: slug: {reason}"]
    with editing(None):
        turkey.name = "Turkey"
        turkey.save()
    assert "actor" not in [rows.words for rows in start(WORDS).made]


def test_a_slug_and_a_title_that_are_taken_are_faults(known):
    make_negotiation(slug="grain", title="Another")
    assert refusal(WORDS) == ["grain.toml:3: slug: “grain” is taken by another negotiation: write another."]
    make_negotiation(slug="corn", title="Grain talks")
    (fault,) = refusal(WORDS.replace('"grain"', '"wheat"'))
    assert fault.startswith("grain.toml:4: title: The negotiation “Grain talks” (corn) goes by")
    (fault,) = refusal(WORDS.replace('"grain"', '"sources"').replace("Grain talks", "Sources"))
    assert fault == "grain.toml:3: slug: “sources” is the address of a page: write another slug."


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "grain.toml:1: negotiation: is missing: the file of a negotiation begins with [negotiation]."),
        ("[negotiation]\ntitle = 5\n", "grain.toml:2: title: is text, not “5”."),
        ("[negotiation]\n", "grain.toml:1: slug: is required."),
        ("[negotiation\n", "grain.toml:1: Expected ']' at the end of a table declaration (at line 1, column 13)"),
        ("x = " + "[" * 3000, "grain.toml:1: nests brackets deeper"),
        ("[negotiation]\nslug = '''\x00'''", "grain.toml:2: "),
    ],
)
def test_a_file_that_is_none_is_refused(words, fault):
    assert any(line.startswith(fault) for line in refusal(words)), refusal(words)


def test_what_was_started_is_known_when_it_is_loaded_from_a_folder_of_seeds(known, tmp_path):
    start(WORDS)
    (tmp_path / "grain").mkdir()
    (tmp_path / "fixtures").mkdir()
    file = tmp_path / "grain" / "negotiation.toml"
    file.write_text(WORDS)
    assert {row.outcome for row in load(tmp_path, tmp_path / "fixtures", only=["grain"]).merged} == {"unchanged"}
    file.write_text(WORDS.replace('"Sea"', '"The sea"'))
    changed = [
        row for row in load(tmp_path, tmp_path / "fixtures", only=["grain"]).merged if row.outcome != "unchanged"
    ]
    assert [(row.outcome, row.kind) for row in changed] == [("updated", "topic")]


def test_one_that_was_deleted_is_started_again(known):
    words = WORDS[: WORDS.index("[[actor]]")]
    start(words)
    with editing(None):
        Negotiation.objects.get().delete()
    start(words)
    assert Negotiation.objects.get().slug == "grain"


def call(*args):
    call_command("new_negotiation", *map(str, args), stdout=(printed := StringIO()), no_color=True)
    return printed.getvalue().splitlines()


def test_the_example_starts_one_beside_the_seeds(seeded):
    before = Negotiation.objects.count()
    looked = call(EXAMPLE, "--dry-run")
    assert (
        "2 actors, shared by all negotiations: African Union; Turkey" in looked and looked[-1] == "Nothing was changed."
    )
    assert Negotiation.objects.count() == before
    made = call(EXAMPLE)
    assert made[:-1] == looked[:-1] and made[-1] == "Its pages: /grain-exports-2022/"
    assert Negotiation.objects.get(slug="grain-exports-2022").history.get().history_user.username == "seeds"


def test_the_command_tells_faults_and_who_may_not(known, tmp_path):
    file = tmp_path / "grain.toml"
    file.write_text(WORDS.replace("first_day = 2022-07-22", 'first_day = "soon"'))
    told = StringIO()
    with pytest.raises(CommandError, match="1 invalid; nothing was changed."):
        call_command("new_negotiation", file, stderr=told, no_color=True)
    assert "grain.toml:40: first_day: “soon” is no day." in told.getvalue()
    for user in ("nobody", make_user("analyst").username):
        with pytest.raises(CommandError, match="is no reviewer who can log in"):
            call(file, "--as", user)
    with pytest.raises(CommandError, match="No such file"):
        call(tmp_path / "none.toml")
    file.write_text(WORDS)
    call(file, "--as", make_user("reviewer", "rea").username)
    assert Negotiation.objects.get().history.get().history_user.username == "rea"
