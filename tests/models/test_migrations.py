import ast
import json
import re
import unicodedata
from datetime import date
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from claims import checks, migrations
from claims.backup import files
from claims.models import (
    Actor,
    Claim,
    DataVersion,
    EditorialNote,
    Part,
    PendingChange,
    Proposal,
    SearchRecord,
    Side,
    Source,
    SourceCoding,
    SourceText,
    Topic,
)
from claims.models.source_texts import sha256
from claims.services.write_gate import editing
from tests.database import enter
from tests.make import (
    hold_text,
    make_actor,
    make_claim,
    make_coding,
    make_negotiation,
    make_outcome,
    make_part,
    make_proposal,
    make_remark,
    make_search,
    make_source,
    make_topic,
    make_user,
)
from tests.rights import RIGHTS, read_rights
from tests.search_follows import assert_every_write_is_followed

FOLDER = Path(migrations.__file__).parent
MIGRATIONS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
UPGRADES = Path(__file__).parent.parent / "upgrades"
ZURICH = "Zürich"
DECOMPOSED = unicodedata.normalize("NFD", ZURICH)
THEIRS = ("django", "simple_history", "hashlib", "re", "unicodedata", "datetime")  # what a migration may import


def list_upgrades():
    """Return the upgrade files, the oldest state first: each begins with its number."""
    return sorted(UPGRADES.glob("*.backup"), key=lambda path: int(path.stem.partition("-")[0]))


@pytest.mark.parametrize("name", MIGRATIONS)
def test_a_migration_imports_nothing_of_the_living_code(name):
    """What it computes with is copied into it: the code of today may say something else tomorrow."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text())
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imported
    assert {module for module in imported if module.partition(".")[0] not in THEIRS} == set()


def migrations_of(path):
    return sorted(name for app, name in files.check_file(path)[0].migrations if app == "claims")


def test_an_upgrade_file_stands_for_each_migration_that_landed():
    """The newest file is of the newest state: no migration lands without one (tests/upgrades/README.md)."""
    applied = {name for path in list_upgrades() for name in migrations_of(path)}
    assert set(MIGRATIONS) - applied == set(), "make a file of the new state: tests/upgrades/fill.py says how"


def test_each_upgrade_file_holds_the_state_that_it_is_listed_with():
    """A file that is made anew, instead of another one, no longer shows that its state can be upgraded."""
    listed = re.findall(r"^\| `(.+?)` \| `(.+?)` \|", (UPGRADES / "README.md").read_text(), re.MULTILINE)
    assert listed == [(path.name, migrations_of(path)[-1]) for path in list_upgrades()]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=(printed := StringIO()))
    assert printed.getvalue() == "No changes detected\n"


@pytest.fixture
def from_nothing(migrating, transactional_db):
    """Go back to before the first migration and forward again; return the tables at the beginning, between and at the
    end."""

    def migrate():
        first = describe_tables()
        call_command("migrate", "claims", "zero", verbosity=0)
        between = describe_tables()
        call_command("migrate", verbosity=0)
        return first, between, describe_tables()

    return enter("from nothing", migrate)


def describe_tables():
    """Return table → its columns in their order, constraints and indexes."""
    ask = connection.introspection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master")
            return dict(cursor.fetchall())
        return {
            name: (ask.get_table_description(cursor, name), ask.get_constraints(cursor, name))
            for name in ask.table_names(cursor)
        }


def test_migrating_from_nothing_again_makes_the_same_tables(from_nothing):
    first, between, last = from_nothing
    assert first.keys() == last.keys() and first.keys() > between.keys()
    other = [name for name, made in first.items() if made != last[name]]
    assert {name: first[name] for name in other} == {name: last[name] for name in other}


def test_migrating_from_nothing_gives_a_database_that_works(from_nothing):
    assert not [name for name in from_nothing[1] if name.startswith("claims_")]
    assert read_rights() == RIGHTS
    number = DataVersion.current()
    claim = make_claim(by=make_user("analyst"))
    assert Claim.objects.published().get().history.get().public_id == claim.public_id
    assert DataVersion.current() > number


def test_search_works_after_migrating_from_the_first_migration_to_the_last(from_nothing):
    assert not [name for name in from_nothing[1] if name.startswith("search_")]
    assert_every_write_is_followed()


class Rows(NamedTuple):
    """Rows that went back to earlier migrations, were written over there, and came forward again."""

    claims: list
    sources: list
    texts: list  # of these sources, as they were kept before they had a table of their own
    actor: object
    double: object  # an actor that is named alike, in another spelling
    packaged: "Packaged"


class Packaged(NamedTuple):
    """Proposals that were part of `one` package or of the `other`, by their own field; `before` are those that said so
    after going back, of `gone` (its key) its history alone is left."""

    one: object
    other: object
    moved: object
    stays: object
    unknown: object  # of which no history tells
    gone: int
    ann: object
    bob: object
    before: list


@pytest.fixture
def older(migrating, transactional_db):
    """Go back with rows of today, migration by migration to where something was kept otherwise, and forward again."""
    return enter("older", go_back_and_forward)


def go_back_and_forward():
    claims = [make_claim(quote=quote, by=make_user("analyst")) for quote in ("Short.", "Long.")]
    sources = [make_source(text=text) for text in ("Held.", "")]
    hold_text(sources[0], "Held since.")
    actor, double = make_actor(name="Zurich"), make_actor(name="Double")
    named = [
        (actor, "name"),
        (make_source(title="Zurich"), "title"),
        (make_remark(text="Zurich"), "text"),
        (make_proposal(aliases="Zurich"), "aliases"),
        (make_search(searched_in="Zurich"), "searched_in"),
    ]
    packaged = make_packaged()
    try:
        call_command("migrate", "claims", "0017_negotiations", verbosity=0)
        write_part_of(packaged)
        call_command("migrate", "claims", "0007_folded_names", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT text FROM claims_source WHERE id IN (%s, %s) ORDER BY id", [source.pk for source in sources]
            )
            texts = [text for (text,) in cursor.fetchall()]
        call_command("migrate", "claims", "0006_users_last", verbosity=0)
        with connection.cursor() as cursor:
            for row, column in named:
                sql = f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s"  # noqa: S608 - names of ours
                cursor.execute(sql, [DECOMPOSED, row.pk])
            cursor.execute("UPDATE claims_actor SET name = %s WHERE id = %s", [ZURICH, double.pk])
        call_command("migrate", "claims", "0004_plain_names", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE claims_claim SET quote = %s WHERE id = %s", ["We refuse. " * 300, claims[1].pk])
    finally:
        call_command("migrate", verbosity=0)
    return Rows(claims, sources, texts, actor, double, packaged)


def make_packaged():
    """Make proposals with as many versions as they were part of packages."""
    ann, bob = make_user("analyst"), make_user("reviewer")
    one, other = make_proposal(), make_proposal()
    moved, stays, unknown, gone = (make_proposal(by=ann) for _ in range(4))
    for user, reason in ((bob, "moved"), (ann, "taken out")):
        with editing(user, reason):
            moved.save()
    key = gone.pk
    with editing(bob, "no longer needed"):
        gone.delete()
    make_part(one, unknown)
    return Packaged(one, other, moved, stays, unknown, key, ann, bob, [])


def write_part_of(rows):
    """Note what is part of a package by its own field, and let others be, now or in a version of theirs."""
    was = {(rows.moved.pk, 1): rows.one, (rows.moved.pk, 2): rows.other, (rows.gone, 1): rows.one}
    was[rows.stays.pk, 1] = rows.one
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, part_of_id FROM claims_proposal WHERE part_of_id IS NOT NULL")
        rows.before.extend(cursor.fetchall())
        cursor.execute("UPDATE claims_proposal SET part_of_id = %s WHERE id = %s", [rows.one.pk, rows.stays.pk])
        for (proposal, version), package in was.items():
            sql = "UPDATE claims_historicalproposal SET part_of_id = %s WHERE id = %s AND version = %s"
            cursor.execute(sql, [package.pk, proposal, version])


def test_a_quote_from_before_quotes_had_a_limit_is_kept_until_it_is_shortened(older):
    assert [*Claim.objects.order_by("pk").values_list("overlong_quote", flat=True)] == [False, True]
    claim = Claim.objects.get(pk=older.claims[1].pk)
    assert claim.quote == "We refuse. " * 300
    with pytest.raises(ValidationError, match="at most 2,000 characters"):
        claim.full_clean()
    with editing(None, "a word of it") as gate:
        claim = gate.lock(Claim, claim.pk)
        claim.locator = "p. 4"
        gate.save(claim)
        claim.quote = "We refuse."
        gate.save(claim)
    assert not Claim.objects.get(pk=claim.pk).overlong_quote


def test_texts_of_sources_go_to_a_table_of_their_own_and_back(older):
    assert older.texts == ["Held since.", ""]
    (text,) = SourceText.objects.all()
    assert (text.source_id, text.text, text.sha256) == (older.sources[0].pk, "Held since.", sha256("Held since."))
    assert text.current and text.added_at is None


def test_names_of_an_older_database_are_folded_and_none_is_lost(older):
    actor, double = older.actor, older.double
    for model in (Actor, Proposal, Source, Side, Topic, SearchRecord, EditorialNote):
        for row in model.objects.all():
            kept = row.searched_text, getattr(row, "identity", "")
            row.derive()
            assert row.pk == double.pk or kept == (row.searched_text, getattr(row, "identity", "")), row
    assert [*Actor.objects.filter(pk__in=[actor.pk, double.pk]).order_by("pk").values_list("name", flat=True)] == [
        ZURICH,
        ZURICH,
    ]
    assert [row.reason for row in checks.check_names()] == [
        f"“Zürich” is the name of {double.slug} too: rename one.",
        f"“Zürich” is the name of {actor.slug} too: rename one.",
    ]
    with editing(None) as gate:
        double = gate.lock(Actor, double.pk)
        double.name = "Zürich, the canton"
        gate.save(double)
    assert not list(checks.check_names())


def test_packages_become_places_with_the_history_that_proposals_had_of_them_and_back(older):
    rows = older.packaged
    assert rows.before == [(rows.unknown.pk, rows.one.pk)]
    assert {(place.part, place.package) for place in Part.objects.all()} == {
        (rows.stays, rows.one),
        (rows.unknown, rows.one),
    }
    told = [
        (act.part_id, act.package_id, act.history_type, act.version, act.history_user, act.history_change_reason)
        for act in Part.history.order_by("history_id")
    ]
    assert [act[1:] for act in told if act[0] == rows.moved.pk] == [
        (rows.one.pk, "+", 1, rows.ann, "made for a test"),
        (rows.one.pk, "-", 2, rows.bob, "moved"),
        (rows.other.pk, "+", 1, rows.bob, "moved"),
        (rows.other.pk, "-", 2, rows.ann, "taken out"),
    ]
    assert [act[2:4] for act in told if act[0] == rows.gone] == [("+", 1), ("-", 2)]
    assert [act[2:] for act in told if act[0] == rows.unknown.pk][-1] == (
        "+",
        1,
        None,
        "carried over from the proposal",
    )
    assert not [line for line in checks.check_database() if "place in a package" in str(line)]


class CodedOnce(NamedTuple):
    """Sources (their ids) that were fully coded, each once for all negotiations: one that both negotiations cite, one
    that an outcome of the other cites, one that nothing cites, one that was coded and is no more, one that never was,
    of which it was proposed; and how the first stood before it went back, while it was coded for each."""

    both: int
    elsewhere: int
    uncited: int
    no_more: int
    proposed: int
    author: object
    back: tuple


@pytest.fixture
def coded_once(migrating, transactional_db):
    """Go back to where a source was coded once, for all negotiations, write it there, and come forward again."""
    return enter("coded once", go_back_to_one_coding)


def go_back_to_one_coding():
    talks, other = make_negotiation(slug="talks"), make_negotiation(slug="other")
    of_both, of_other, uncited, no_more, proposed = (make_source() for _ in range(5))
    there = make_topic(negotiation=other)
    for source in (of_both, no_more, proposed):
        make_claim(source=source)
    make_claim(source=of_both, status="draft", proposal=make_proposal(topic=there))
    make_outcome(source=of_other, status="draft", proposal=make_proposal(topic=there))
    ann = make_user("analyst", "ann")
    make_coding(of_both, talks)
    make_coding(of_both, other, fully_coded_by="them", fully_coded_on=date(2022, 2, 3))
    for source, user in ((of_both, ann), (no_more, ann)):
        with editing(user, "another version", operator=True):
            source.save()
    try:
        call_command("migrate", "claims", "0034_full_titles", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT fully_coded_by, fully_coded_on FROM claims_source WHERE id = %s", [of_both.pk])
            back = cursor.fetchone()
            for source, by, day, version in (
                (of_both, "us", "2022-02-01", 1),
                (of_both, "Ann | Ben", "2022-03-01", 2),
                (of_other, "us", "2022-02-01", 1),
                (uncited, "us", "2022-02-01", 1),
                (no_more, "us", "2022-02-01", 1),
                (no_more, "", None, 2),
            ):
                for table, named in (("claims_source", ""), ("claims_historicalsource", f" AND version = {version}")):
                    sql = f"UPDATE {table} SET fully_coded_by = %s, fully_coded_on = %s WHERE id = %s{named}"  # noqa: S608
                    cursor.execute(sql, [by, day, source.pk])
            for source, fields in (
                (of_both, {"title": "Another", "fully_coded_on": "2022-04-01"}),
                (proposed, {"fully_coded_by": "ann", "fully_coded_on": "2022-04-02"}),
            ):
                row = {"source_id": source.pk, "version": 1, "target_version": source.version, "reason": "read again"}
                row |= {"fields": json.dumps(fields), "takes_text_away": False, "status": "in-review"}
                row |= {"confirmed": "", "review_comment": ""}
                marks = ", ".join(["%s"] * len(row))
                sql = f"INSERT INTO claims_pendingchange ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - names of ours
                cursor.execute(sql, [*row.values()])
    finally:
        call_command("migrate", verbosity=0)
    return CodedOnce(of_both.pk, of_other.pk, uncited.pk, no_more.pk, proposed.pk, ann, back)


def read_codings(source):
    rows = SourceCoding.objects.filter(source=source).order_by("negotiation__slug")
    return [(one.negotiation.slug, one.fully_coded_by, str(one.fully_coded_on or "")) for one in rows]


def test_a_source_is_coded_for_each_negotiation_that_cites_it_drafts_included(coded_once):
    told = ("Ann / Ben", "2022-03-01")
    assert read_codings(coded_once.both) == [("other", *told), ("talks", *told)]
    assert read_codings(coded_once.elsewhere) == [("other", "us", "2022-02-01")]
    assert read_codings(coded_once.uncited) == []  # of several negotiations nothing tells of which
    assert read_codings(coded_once.no_more) == [("talks", "", "")]
    for coding in SourceCoding.objects.all():
        coding.full_clean()


def test_the_history_of_a_coding_is_that_which_the_source_had_of_it(coded_once):
    coding = SourceCoding.objects.get(source=coded_once.both, negotiation__slug="talks")
    told = [
        (act.version, act.history_type, act.fully_coded_by, str(act.fully_coded_on), act.history_user)
        for act in coding.history.order_by("history_id")
    ]
    assert told == [
        (1, "+", "us", "2022-02-01", None),
        (2, "~", "Ann / Ben", "2022-03-01", coded_once.author),
    ]
    assert coding.version == 2
    assert coding.history.latest("history_id").history_change_reason == "another version"
    assert not [line for line in checks.check_database() if "coding" in str(line)]


def test_what_was_proposed_of_the_columns_is_proposed_of_the_codings(coded_once):
    told = [
        (change.target._meta.model_name, change.fields, change.status, change.target_version == change.target.version)
        for change in PendingChange.objects.all()
    ]
    day, whole = {"fully_coded_on": "2022-04-01"}, {"fully_coded_by": "ann", "fully_coded_on": "2022-04-02"}
    assert [one for one in told if one[0] == "source"] == [("source", {"title": "Another"}, "in-review", True)]
    of_codings = [change for name, change, *_ in told if name == "sourcecoding"]
    assert sorted(map(str, of_codings)) == sorted(map(str, [day, day, whole]))
    assert all(current and status == "in-review" for _, _, status, current in told)
    assert read_codings(coded_once.proposed) == [("talks", "", "")]


def test_going_back_the_newest_coding_is_that_of_the_source(coded_once):
    assert (coded_once.back[0], str(coded_once.back[1])) == ("them", "2022-02-03")
