"""The gate: nothing is written past it, and what goes through it is signed, counted and told to readers."""

import json

import pytest
from django.contrib.auth.models import Group
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, DataVersion, GateClosed, Proposal, Source, SourceCoding
from claims.models.history import Versioned
from claims.services.write_gate import Refused, Stale, editing
from tests.make import (
    change,
    make_actor,
    make_batch,
    make_batch_coder,
    make_batch_source,
    make_blind_coding,
    make_blind_suggestion,
    make_change,
    make_claim,
    make_coding,
    make_event,
    make_member,
    make_negotiation,
    make_outcome,
    make_part,
    make_participant,
    make_profile,
    make_proposal,
    make_remark,
    make_search,
    make_settlement,
    make_side,
    make_source,
    make_topic,
    make_user,
    make_wording,
)

pytestmark = pytest.mark.django_db


def make_stray(**fields):
    """Make an actor without a part, which could be deleted."""
    return make_actor(side=None, **fields)


VOCABULARY = [
    make_negotiation,
    make_side,
    make_stray,
    make_participant,
    make_member,
    make_topic,
    make_proposal,
    make_part,
    make_wording,
    make_event,
]
OF_BATCHES = [
    make_batch,
    make_batch_source,
    make_batch_coder,
    make_blind_coding,
    make_blind_suggestion,
    make_settlement,
]
RECORDS = [make_source, make_coding, make_claim, make_search, make_remark, make_change, make_outcome]
MAKERS = [*VOCABULARY, *RECORDS, *OF_BATCHES, make_profile]
FIELDS = {
    make_participant: "order",
    make_member: "until",
    make_claim: "public_id",
    make_coding: "fully_coded_by",
    make_search: "searched_in",
    make_remark: "text",
    make_change: "reason",
    make_outcome: "public_id",
    make_part: "where",
    make_batch: "note",
    make_batch_source: "sha256",
    make_batch_coder: "machine",
    make_blind_coding: "note",
    make_blind_suggestion: "called",
    make_settlement: "reason",
    make_profile: "name",
}
each_model = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__.removeprefix("make_"))


def copy_of(row):
    """Return an unsaved row that is like another one."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    return copy


# What may never be written past the gate; each takes a saved row.
WRITES = {
    "save": lambda row: row.save(),
    "save of one field": lambda row: row.save(update_fields=["version"]),
    "delete": lambda row: row.delete(),
    "create": lambda row: copy_of(row).save(),
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(version=9),
    "update_or_create": lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={"version": 9}),
    "queryset delete": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "bulk_create": lambda row: type(row).objects.bulk_create([copy_of(row)]),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["version"]),
}
# What leaves no history and is refused inside the gate too.
BULK = [name for name in WRITES if name.startswith("bulk") or name in ("update", "queryset delete")]


def everything(model):
    """Return all that the tables of a tracked model and of its history hold."""
    return [list(table.objects.order_by("pk").values()) for table in (model, model.history.model)]


def test_every_tracked_model_is_tried_here():
    def leaves(model):
        subclasses = model.__subclasses__()
        return set().union(*map(leaves, subclasses)) if subclasses else {model}

    assert {type(make()) for make in MAKERS} == leaves(Versioned)


# Outside


@each_model
@pytest.mark.parametrize("write", WRITES)
def test_outside_the_gate_it_is_refused_and_changes_nothing(make, write):
    row = make()
    before = everything(type(row))
    with pytest.raises(GateClosed, match=type(row).__name__):
        WRITES[write](row)
    assert everything(type(row)) == before


@each_model
@pytest.mark.parametrize("opened", [False, True])
def test_loaddata_is_refused_outside_and_inside(make, opened, tmp_path):
    row = make()
    fixture = tmp_path / "fixture.json"
    fixture.write_text(serializers.serialize("json", [row]))
    before = everything(type(row))
    with pytest.raises(GateClosed, match="loaddata"):
        if opened:
            with editing(None):
                call_command("loaddata", fixture, verbosity=0)
        else:
            call_command("loaddata", fixture, verbosity=0)
    assert everything(type(row)) == before


@pytest.mark.parametrize("write", ["set", "add", "remove", "clear"])
def test_links_are_refused_outside(write):
    first, other = make_actor(), make_actor()
    proposal = make_proposal(proposers=[first])
    arguments = {"set": [[other]], "add": [other], "remove": [first], "clear": []}[write]
    with pytest.raises(GateClosed, match="Proposal"), transaction.atomic():
        getattr(proposal.proposers, write)(*arguments)
    assert list(proposal.proposers.all()) == [first]


def test_rows_of_another_row_are_refused_outside():
    claim = make_claim()
    for write in (lambda: claim.source.claims.update(value=2), lambda: claim.source.claims.all().delete()):
        with pytest.raises(GateClosed):
            write()


# Inside


@each_model
@pytest.mark.parametrize("write", BULK)
def test_bulk_writes_are_refused_inside_too(make, write):
    row = make()
    before = everything(type(row))
    with pytest.raises(GateClosed), editing(None):
        WRITES[write](row)
    assert everything(type(row)) == before


def test_links_are_made_from_the_row_that_keeps_their_history():
    actor, proposal = make_actor(), make_proposal()
    with pytest.raises(GateClosed), editing(None):
        actor.proposed.add(proposal)
    assert not proposal.proposers.exists()


@each_model
def test_each_write_leaves_who_why_and_version_in_the_history(make):
    ann, bob = make_user("analyst"), make_user("reviewer")
    row = make(by=ann)
    pk = row.pk
    with editing(bob, "typo", operator=True):
        row.save()
    with editing(bob, "no longer needed", operator=True):
        row.delete()
    kept = type(row).history.filter(id=pk).order_by("history_id")
    assert [(h.history_type, h.history_user, h.history_change_reason) for h in kept][-2:] == [
        ("~", bob, "typo"),
        ("-", bob, "no longer needed"),
    ]
    assert (kept[0].history_type, kept[0].history_user) == ("+", ann)
    assert [h.version for h in kept if h.history_type != "~" or h.history_user == bob] == [1, 2, 3]


@pytest.mark.parametrize("make", [make_source, make_claim, make_search, make_remark])
@pytest.mark.parametrize("write", ["save", "delete"])
def test_what_readers_see_is_not_written_over_by_a_user_whatever_code_they_run(make, write):
    row = make()
    if make is make_source:
        make_claim(source=row)
    before = everything(type(row))
    for role in ("analyst", "reviewer", "superuser"):
        with pytest.raises(Refused, match="Readers see this"), editing(make_user(role), "a better word"):
            getattr(row, write)()
    with pytest.raises(Refused), editing(make_user("superuser"), "at once") as gate:
        gate.change_many([row], ["version"])
    assert everything(type(row)) == before


@pytest.mark.parametrize("make", [make_claim, make_search, make_remark])
def test_nothing_is_made_public_past_a_reviewer(make):
    row = copy_of(make())
    with pytest.raises(Refused, match="Readers see this"), editing(make_user("superuser")) as gate:
        gate.save(row)


@each_model
def test_each_save_counts_one_version(make):
    row = make()
    with editing(None):
        row.save()
        row.save(update_fields=[FIELDS.get(make, "slug")])
    assert type(row).objects.get(pk=row.pk).version == row.version == 3


def test_links_alone_are_signed_and_kept_in_the_history():
    actor, user = make_actor(), make_user()
    proposal = Proposal.objects.get(pk=make_proposal().pk)
    number = DataVersion.current()
    with editing(user, "he put it on the table"):
        proposal.proposers.set([actor])
    kept = proposal.history.first()
    assert (kept.history_user, kept.history_change_reason) == (user, "he put it on the table")
    assert [link.actor for link in kept.proposers.all()] == [actor]
    assert DataVersion.current() == number + 1


def test_text_of_a_source_is_not_copied_into_its_history():
    source = make_source(text="Long.")
    assert "Long." not in source.history.values_list().get()


def test_claim_keeps_who_coded_it_and_who_wrote_it_last():
    ann, bob = make_user("analyst"), make_user("reviewer")
    claim = make_claim(by=ann)
    with editing(bob, operator=True) as gate:
        gate.save(claim)
    assert (claim.coder, claim.written_by) == (ann, bob)


def test_gate_is_refused_inside_a_gate_and_stays_open():
    side = make_side()
    with editing(None):
        with pytest.raises(RuntimeError, match="open already"), editing(None):
            pass
        side.save()


def test_gate_closes_after_an_error_and_writes_nothing():
    side = make_side()
    with pytest.raises(ZeroDivisionError), editing(None):
        side.name = "Changed"
        side.save()
        1 / 0  # noqa: B018 - it is there to fail
    assert type(side).objects.get().name != "Changed" and type(side).history.count() == 1
    with pytest.raises(GateClosed):
        side.save()


# The lock


@each_model
def test_lock_raises_stale_with_the_row_as_it_is_now(make):
    row = make()
    shown = row.version
    with editing(None) as gate:
        gate.lock(type(row), row.pk, shown).save()
    with editing(None) as gate, pytest.raises(Stale) as stale:
        gate.lock(type(row), row.pk, shown)
    assert stale.value.row.version == shown + 1 == type(row).objects.get(pk=row.pk).version
    with editing(None) as gate:
        assert gate.lock(type(row), row.pk, shown + 1) == gate.lock(type(row), row.pk) == row


# The data version


def new(model, **fields):
    with editing(None):
        row = model(**fields)
        row.save()
    return row


def deleted(row):
    with editing(None):
        row.delete()


def refreshed(claim, status):
    """Publish behind the back of `claim`, read it anew and move it on."""
    change(Claim.objects.get(pk=claim.pk), status="published")
    number = DataVersion.current()
    claim.refresh_from_db()
    change(claim, status=status)
    return DataVersion.current() - number


# No visitor sees a change that waits, a profile of files, nor what is coded in batches.
@pytest.mark.parametrize("make", [make for make in MAKERS if make not in (make_change, make_profile, *OF_BATCHES)])
def test_change_of_what_visitors_see_raises_the_data_version(make):
    row = make()
    if isinstance(row, Source | SourceCoding):
        make_claim(source=getattr(row, "source", row))
    number = DataVersion.current()
    change(row)
    assert DataVersion.current() == number + 1


@pytest.mark.parametrize("make", OF_BATCHES)
def test_no_page_changes_with_what_is_coded_in_batches(make):
    number = DataVersion.current()
    row = make()
    grown = DataVersion.current() - number  # its negotiation, actors and proposals
    change(row)
    assert DataVersion.current() - number == grown


@pytest.mark.parametrize("before", ["draft", "in-review", "returned", "published", "withdrawn"])
@pytest.mark.parametrize("after", ["draft", "in-review", "returned", "published", "withdrawn"])
def test_claim_raises_the_data_version_if_it_is_or_was_published(before, after):
    claim = Claim.objects.get(pk=make_claim(status=before).pk)
    number = DataVersion.current()
    change(claim, status=after)
    assert DataVersion.current() - number == ("published" in (before, after))
    change(claim, status=after)
    assert DataVersion.current() - number == ("published" in (before, after)) + (after == "published")


def test_claim_that_was_published_behind_its_back_raises_it_when_withdrawn():
    assert refreshed(make_claim(status="in-review"), "withdrawn") == 1


def test_draft_its_deletion_and_an_uncited_source_do_not_raise_it():
    draft, source = make_claim(status="draft"), make_source()
    number = DataVersion.current()
    change(draft, value=1)
    change(source, title="Another")
    deleted(draft)
    new(Source, slug="new", title="New")
    assert DataVersion.current() == number
    deleted(make_claim())
    assert DataVersion.current() > number


def test_transaction_raises_it_once_however_much_it_changes():
    rows = [make_actor(), make_claim(), make_topic(), make_claim(status="draft")]
    number = DataVersion.current()
    with editing(None):
        for row in rows * 2:
            row.save()
        assert DataVersion.current() == number
    assert DataVersion.current() == number + 1


def test_transaction_raises_it_as_its_last_statement_but_for_the_cells_it_touched():
    claim, actor = make_claim(), make_actor()
    for row, last in (
        (claim, ("INSERT INTO claims_negotiationversion", 'INSERT INTO "claims_touchedcells"')),
        (actor, ('UPDATE "claims_dataversion"',)),
    ):
        with CaptureQueriesContext(connection) as queries:
            change(row, version=row.version)
        statements = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert all(map(str.startswith, statements[-len(last) :], last))
        assert sum("dataversion" in text or "negotiationversion" in text for text in statements) == 1


@pytest.mark.django_db(transaction=True)
def test_transaction_that_is_rolled_back_does_not_raise_it():
    claim = make_claim()
    number = DataVersion.current()
    with pytest.raises(ZeroDivisionError), editing(None):
        claim.save()
        1 / 0  # noqa: B018 - it is there to fail
    assert DataVersion.current() == number
    with editing(None):
        pass
    assert DataVersion.current() == number


def test_history_of_a_claim_tells_what_it_was():
    claim = make_claim(value=-2, conditions="if asked")
    change(claim, value=1, conditions="")
    newest, first = claim.history.all()
    changed = {change.field: (change.old, change.new) for change in newest.diff_against(first).changes}
    assert changed == {"value": (-2, 1), "conditions": ("asked", "")}


def test_manager_of_histories_is_made_once():
    """To make a class of managers costs more than the query that it is asked for, and each save asks."""
    claim, other = make_claim(), make_claim()
    assert type(claim.history) is type(other.history) is type(Claim.history) is type(Proposal.history)
    assert {claim.history.get(), other.history.get()} == {*Claim.history.all()}
    assert claim.history.get().public_id == claim.public_id


def test_a_new_row_is_not_asked_for_links_that_it_cannot_have(django_assert_num_queries):
    topic = make_topic()
    proposal = Proposal(slug="flights", title="Flights", definition="Whether to fly.", topic=topic)
    with (
        django_assert_num_queries(6),
        editing(None),
    ):  # a savepoint, the row, its history, the data version, the cells, and done
        proposal.save()
    assert list(proposal.history.get().proposers.all()) == []


def test_fixture_of_another_table_still_loads(tmp_path):
    fixture = tmp_path / "groups.json"
    fixture.write_text(json.dumps([{"model": "auth.group", "fields": {"name": "guests"}}]))
    call_command("loaddata", fixture, verbosity=0)
    assert Group.objects.filter(name="guests").exists()
