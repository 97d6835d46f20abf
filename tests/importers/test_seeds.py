"""The project's own seeds and fixtures, loaded by the command that `make run` uses."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.http import HttpRequest

from claims.importers.seeds.folders import read_folders
from claims.importers.seeds.public_ids import make_seed_public_id
from claims.importers.seeds.vocabulary_files import OF_NEGOTIATION, read_actors
from claims.models import Actor, Claim, DataVersion, Event, LoadedRow, Negotiation, Proposal, Source, SourceCoding
from tests.make import make_claim

from .seed_folders import dump

pytestmark = pytest.mark.django_db

SEEDS, FIXTURES = settings.BASE_DIR / "seeds", settings.BASE_DIR / "fixtures"

# Full texts belong to their publishers and never to the project: they are checked where somebody holds them.
TEXTS = [
    folder
    for folder in (Path(os.environ.get("TEXTS") or settings.BASE_DIR.parent / "shared" / "documents"),)
    if folder.is_dir()
]


def load_seeds(**options):
    """Load by the command; return what it printed."""
    call_command("load_seeds", stdout=(printed := StringIO()), **options)
    return printed.getvalue()


def read_files():
    """Return (documents, rows of the vocabulary) of the project."""
    folders, faults = read_folders(SEEDS)
    actors, more = read_actors(FIXTURES)
    assert faults == more == []
    documents = [document for folder in folders for document in folder.documents]
    return documents, actors + [row for folder in folders for row in folder.rows]


def test_seeds_and_fixtures_are_read_without_a_fault():
    documents, rows = read_files()
    assert len(documents) == 5 and {row.model for row in rows} == {Negotiation, *OF_NEGOTIATION.values()}


@pytest.fixture(scope="module")
def number(share_rows):
    """The data version before the seeds were loaded."""

    def make():
        number = DataVersion.current()
        load_seeds()
        return number

    with share_rows(make) as number:
        yield number


def test_loading_twice_equals_loading_once(number):
    before = dump()
    printed = load_seeds()
    assert dump() == before
    assert " 0 updated" in printed and " 0 conflict" in printed and printed.startswith("0 created")
    assert sum(len(rows) for rows in before.values()) > 100
    assert DataVersion.current() == number + 1


def test_seeds_arrive_published_by_a_user_who_cannot_log_in_and_hold_every_rule(number):
    user = get_user_model().objects.get(username="seeds")
    assert not (user.is_active or user.is_staff or user.is_superuser or user.has_usable_password())
    assert authenticate(HttpRequest(), username="seeds", password="") is None
    for model in (Actor, Claim, Proposal, Source):
        history = model.history.all()
        assert {(row.history_user, row.history_change_reason) for row in history} == {(user, "load_seeds")}
    for claim in Claim.objects.for_table():
        assert (claim.status, claim.written_by_id, claim.coder_id) == ("published", user.pk, user.pk)
        assert claim.holder.kind != "official"
        claim.clean()
        claim.validate_constraints()


def test_every_row_of_the_files_is_loaded_remembered_and_has_the_same_public_id_everywhere():
    elsewhere = {make_claim().public_id, make_claim().public_id}  # so that primary keys are not what they are elsewhere
    load_seeds()
    files, rows = read_files()
    for model in (Negotiation, *OF_NEGOTIATION.values()):
        keys = {row.key for row in rows if row.model is model}
        assert keys and keys <= {row.natural_key()[-1] for row in model.objects.all()}
    assert {file.source["slug"] for file in files} <= set(Source.objects.values_list("slug", flat=True))
    wanted = {make_seed_public_id(file.source["slug"], claim.key) for file in files for claim in file.claims}
    assert wanted == set(Claim.objects.values_list("public_id", flat=True)) - elsewhere
    coded = {(coding.natural_key(), str(coding.fully_coded_on)) for coding in SourceCoding.objects.all()}
    assert coded == {((file.negotiation, file.source["slug"]), str(file.source["fully_coded_on"])) for file in files}
    assert LoadedRow.objects.count() == len(wanted) + len(files) + len(coded) + len(rows)
    # Links to claims lie in reports and footnotes: these letters are a promise.
    assert make_seed_public_id("tass-suslov-2022-01-17", "us-no-binding-guarantees-forecast") == "km83j8re"
    assert Claim.objects.get(public_id="km83j8re").source.slug == "tass-suslov-2022-01-17"


def test_the_command_loads_the_folders_that_it_names():
    assert call_command("load_seeds", "russia-us-security-2021", stdout=(printed := StringIO())) is None
    assert " 0 invalid" in printed.getvalue() and Claim.objects.exists()
    with pytest.raises(CommandError, match="1 invalid; nothing was changed."):
        call_command("load_seeds", "corn", stderr=(told := StringIO()), no_color=True)
    assert told.getvalue() == "invalid: corn: is no folder of a negotiation.\n"


def test_the_events_of_the_talks_are_those_that_the_documents_name(number):
    events = [(str(event.first_day), event.place) for event in Event.objects.all()]
    assert events == [
        ("2021-12-17", ""),
        ("2022-01-10", "Geneva"),
        ("2022-01-12", "Brussels"),
        ("2022-01-13", "Vienna"),
    ]
    assert {event.source.slug for event in Event.objects.all()} == {"tass-suslov-2022-01-17"}


if TEXTS:  # not skipped where they are not held: a count of tests left out must mean something

    @pytest.mark.parametrize("folder", TEXTS, ids=str)
    def test_every_quote_stands_in_the_text_of_its_document(folder):
        printed = load_seeds(texts=folder)
        assert "no text found for" not in printed
        quoted = Claim.objects.exclude(quote="")
        assert f"{quoted.count()} quotes checked against held texts, all found" in printed
        assert not quoted.exclude(quote_state__in=["exact", "normalised", "ambiguous"]).exists()
        before = dump()
        load_seeds(texts=folder)
        load_seeds()
        assert dump() == before
