"""Many rows at once through the gate leave what saving each would leave."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Actor, Claim, DataVersion, Participant, Source
from claims.rules.publishing import Status
from claims.rules.scales import Attribution
from claims.services.write_gate import Stale, editing
from tests.make import change, make_actor, make_claim, make_proposal, make_side, make_source, make_user

pytestmark = pytest.mark.django_db

NOT_COMPARED = {"id", "public_id", "history_id", "history_date"}


def unsaved(number, **fields):
    """Return unsaved claims that differ in their value only."""
    holder, proposal, source = make_actor(), make_proposal(), make_source()
    values = {
        "attribution": Attribution.OWN,
        "said_on": date(2022, 1, 17),
        "quote": "“Größe”\tor =not\\N",
        "status": Status.PUBLISHED,
        **fields,
    }
    return [
        Claim(holder=holder, speaker=holder, proposal=proposal, source=source, value=value % 5 - 2, **values)
        for value in range(number)
    ]


def as_left(model, keys):
    """Return the rows of these keys and their history as values that do not differ from write to write."""
    tables = (model.objects.filter(pk__in=keys), model.history.filter(id__in=keys))
    return [
        [{name: value for name, value in row.items() if name not in NOT_COMPARED} for row in rows]
        for rows in (tables[0].order_by("pk").values(), tables[1].order_by("history_id").values())
    ]


def test_created_rows_and_history_are_those_of_save():
    user = make_user("reviewer")
    one_by_one, at_once = unsaved(7), []
    for row in one_by_one:
        copy = Claim(**{f.attname: getattr(row, f.attname) for f in Claim._meta.concrete_fields if not f.generated})
        copy.public_id, copy.quote_state = f"copy{len(at_once)}", "no-text"
        at_once.append(copy)
    with editing(user, "why", operator=True) as gate:
        for row in one_by_one:
            row.save()
        gate.create_many(at_once)
    keys = [[row.pk for row in rows] for rows in (one_by_one, at_once)]
    assert as_left(Claim, keys[0]) == as_left(Claim, keys[1])
    assert len({row.identity for row in Claim.objects.all()}) == 1
    with editing(None):
        later = make_copy(at_once[0])
    assert later.pk > max(keys[1])


def make_copy(row):
    copy = Claim.objects.get(pk=row.pk)
    copy.pk, copy.public_id, copy._state.adding = None, "later", True
    copy.save()
    return copy


def test_changed_rows_and_history_are_those_of_save():
    user, other = make_user("reviewer"), make_actor()
    rows = [make_claim(conditions="a", status="draft") for _ in range(4)]
    for row in rows[:2]:
        row.refresh_from_db()
    with editing(user, "why") as gate:
        for row in rows:
            row.value, row.holder, row.speaker, row.conditions, row.said_on = 1, other, other, "", date(2022, 2, 2)
            row.source, row.proposal, row.quote = rows[0].source, rows[0].proposal, "Same."
        for row in rows[:2]:
            row.save()
        names = {"value", "holder_id", "speaker_id", "conditions", "said_on", "source_id", "proposal_id", "quote"}
        gate.change_many(rows[2:], names)
    keys = [row.pk for row in rows]
    one_by_one, at_once = as_left(Claim, keys[:2]), as_left(Claim, keys[2:])
    assert one_by_one[0] == at_once[0]
    assert one_by_one[1][-2:] == at_once[1][-2:]
    assert [row["history_type"] for row in at_once[1]] == ["+", "+", "~", "~"]
    assert {row["version"] for row in at_once[0]} == {2}


def test_vocabulary_and_sources_are_created_likewise():
    side = make_side()
    with editing(None, "why") as gate:
        gate.create_many(actors := [Actor(slug=s, name=s, short_name=s, kind="party") for s in ("a", "b")])
        gate.create_many([Participant(actor=actor, side=side, principal=True) for actor in actors])
        gate.create_many([Source(slug="s", title="S")])
    assert list(Actor.history.values_list("slug", "version", "history_type", "history_change_reason")) == [
        ("b", 1, "+", "why"),
        ("a", 1, "+", "why"),
    ]
    assert Source.objects.get().history.count() == 1
    assert [*Participant.history.values_list("side", "principal")] == [(side.pk, True)] * 2


def test_statements_do_not_grow_with_the_rows():
    counts = []
    for number in (1, 40):
        rows = unsaved(number)
        with editing(None) as gate, CaptureQueriesContext(connection) as queries:
            gate.create_many(rows)
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
        with editing(None) as gate, CaptureQueriesContext(connection) as queries:
            gate.change_many(rows, {"value"})
        counts.append(len([q for q in queries if q["sql"].startswith("INSERT")]))
    assert counts[:2] == counts[2:]


def test_row_that_was_changed_meanwhile_stops_the_write():
    rows = [make_claim(), make_claim()]
    stale = Claim.objects.get(pk=rows[1].pk)
    change(rows[1], note="an editor's")
    with pytest.raises(Stale) as refused, editing(None) as gate:
        gate.change_many([Claim.objects.get(pk=rows[0].pk), stale], {"value"})
    assert refused.value.row.note == "an editor's"
    assert Claim.objects.get(pk=rows[0].pk).version == 1
    with pytest.raises(Stale), editing(None) as gate:
        gate.lock_many(Claim, {rows[0].pk: 1, rows[1].pk: 1})
    with pytest.raises(Stale), editing(None) as gate:
        gate.lock_many(Claim, {rows[1].pk + 1: 1})


@pytest.mark.parametrize("status, raised", [("draft", 0), ("published", 1)])
def test_readers_are_told_of_what_they_see(status, raised):
    rows = unsaved(3, status=Status(status))
    number = DataVersion.current()
    with editing(None) as gate:
        gate.create_many(rows)
    assert DataVersion.current() == number + raised
    with editing(None) as gate:
        gate.change_many(rows, {"value"})
    assert DataVersion.current() == number + 2 * raised


def test_nothing_to_write_is_no_write():
    number = DataVersion.current()
    with editing(None) as gate:
        gate.create_many([])
        gate.change_many([], {"value"})
    assert DataVersion.current() == number


def test_identity_follows_what_is_saved():
    claim = make_claim(quote="One.")
    before = claim.identity
    change(claim, value=1, note="n", conditions="if", locator="p. 1")
    assert Claim.objects.get().identity == before
    change(claim, quote="Two.")
    assert Claim.objects.get().identity not in ("", before)
    assert "identity" not in {field.name for field in Claim.history.model._meta.fields}
