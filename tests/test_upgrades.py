"""A database of each landed state comes to this release with its claims, its history and its search."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from django.db import connection

from claims import search
from claims.backup import files, restore, tables
from claims.checks import check_database
from claims.importers.seeds.folders import read_folders
from claims.importers.seeds.load import load
from claims.models import (
    Claim,
    DataVersion,
    Negotiation,
    OriginalFile,
    Part,
    Proposal,
    ReviewComment,
    Side,
    Source,
    SourceText,
    Topic,
)
from claims.models.source_texts import sha256
from claims.services.write_gate import editing
from tests import database
from tests.database import drop_everything
from tests.make import make_claim
from tests.rights import RIGHTS, read_rights

# What migrations have renamed since: models, with what Django keeps of them, and columns.
MODELS = {"search": "searchrecord", "remark": "editorialnote"}
MODELS |= {f"historical{old}": f"historical{new}" for old, new in MODELS.items()}
PERMISSIONS = {
    f"{action}_{old}": f"{action}_{new}"
    for action in ("add", "change", "delete", "view")
    for old, new in MODELS.items()
}
COLUMNS = {
    ("claims.claim", "remark"): "review_comment",
    ("claims.historicalclaim", "remark"): "review_comment",
}

SEEDS, FIXTURES = Path(__file__).parent.parent / "seeds", Path(__file__).parent.parent / "fixtures"
STATES = sorted(Path(__file__).parent.glob("upgrades/*.backup"), key=lambda path: int(path.stem.partition("-")[0]))

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("migrating")]


@pytest.fixture(scope="module", params=STATES, ids=[path.stem for path in STATES])
def upgraded(request, migrating, django_db_setup, django_db_blocker):
    """Restore a state and migrate it forward: the first into a database without tables, which makes them as they were;
    each other into the blank tables of its state, which were made on from those of the state before. Each test takes
    back what it writes, so that all have the one that was made."""
    try:
        with django_db_blocker.unblock():
            header, _ = files.check_file(request.param)
            if request.param == STATES[0]:
                drop_everything()
            else:
                database.make_blank(header.migrations)
            restore(request.param)
        yield request.param
    finally:
        with django_db_blocker.unblock():
            database.restore(database.MIGRATED)


def rows_of(path):
    """Return label → [{column: value}] of a file."""
    return {
        table.label: [dict(zip(table.columns, row, strict=True)) for row in rows]
        for table, rows in files.read_tables(path)
    }


def test_there_is_a_state():
    assert STATES


def test_every_value_that_still_has_its_column_is_kept(upgraded):
    models = tables.build_models(*tables.read_applied(connection))
    rows = rows_of(upgraded)
    (number,) = (row["number"] for row in rows.pop("claims.dataversion"))
    assert DataVersion.current() > number
    for old_label, before in rows.items():
        app, name = old_label.split(".")
        label = f"{app}.{MODELS.get(name, name)}"
        model = models[label]
        known = [field.attname for field in model._meta.concrete_fields]
        key = model._meta.pk.attname
        after = {row[key]: row for row in model._base_manager.values(*known)}
        for row in before:
            row = {COLUMNS.get((label, name), name): value for name, value in row.items()}
            kept = {name: value for name, value in row.items() if name in known}
            if label in ("contenttypes.contenttype", "auth.permission"):
                kept = {name: (MODELS | PERMISSIONS).get(value, value) for name, value in kept.items()}
            if label == "claims.loadedrow" and kept["kind"] in ("side", "topic", "proposal"):
                kept["target"] = kept["target"].rpartition("/")[2]
                after[row[key]]["target"] = after[row[key]]["target"].removeprefix("russia-us-security-2021/")
            if label == "claims.loadedrow":
                folder = "" if kept["kind"] == "actor" else "russia-us-security-2021/"
                assert after[row[key]].pop("file").startswith(folder) and kept.pop("file")
                kept["key"] = kept["key"].rpartition("/")[2]
            if "conditions" in kept:
                kept["conditions"] = kept["conditions"].removeprefix("if ")
            now = {name: after[row[key]][name] for name in kept}
            assert json.loads(json.dumps(now, default=files.to_json)) == kept, label


def test_all_of_it_is_of_one_negotiation(upgraded):
    negotiation = Negotiation.objects.get()
    (folder,), _ = read_folders(SEEDS)
    assert {name: getattr(negotiation, name) for name in folder.rows[0].fields} == folder.rows[0].fields
    reason = (
        "load_seeds" if int(upgraded.stem.partition("-")[0]) >= 5 else "One negotiation for all that was here before"
    )
    assert negotiation.history.earliest("history_id").history_change_reason.startswith(reason)
    negotiation.full_clean()
    for model in (Side, Topic, Proposal):
        assert {row.negotiation for row in model.objects.all()} == {negotiation}
        assert not model.history.filter(negotiation=None).exists()


def test_what_was_loaded_from_seeds_is_known_in_their_folders(upgraded):
    """Loading makes none of it again, and takes nothing back."""
    known = {(row["kind"], row["key"].rpartition("/")[2]) for row in rows_of(upgraded)["claims.loadedrow"]}
    assert ("actor", "russia") in known and len(known) > 100
    merged = load(SEEDS, FIXTURES).merged
    assert not [row for row in merged if row.outcome == "withdrawn"]
    assert not {(row.kind, row.key) for row in merged if row.outcome == "created"} & known
    assert not [row for row in merged if "no longer in the file" in row.detail]


def test_what_was_part_of_a_package_still_is_with_its_history(upgraded):
    before = rows_of(upgraded)
    parts = {row["id"]: row["part_of_id"] for row in before["claims.proposal"] if row.get("part_of_id")}
    parts |= {row["part_id"]: row["package_id"] for row in before.get("claims.part", [])}
    assert len(parts) >= 9
    assert set(parts.items()) <= set(Part.objects.values_list("part_id", "package_id"))
    assert not [line for line in check_database() if "place in a package" in str(line)]


def test_each_claim_keeps_its_history(upgraded):
    before = rows_of(upgraded)
    versions = [row["public_id"] for row in before["claims.historicalclaim"]]
    assert len(versions) > len(before["claims.claim"]) > 50
    for claim in Claim.objects.all():
        assert claim.history.count() == versions.count(claim.public_id)
    assert Claim.history.filter(history_type="-").exists()
    changed = Claim.history.get(history_change_reason="a better word", history_type="~")
    assert changed.history_user.username == "upgrade-reviewer"
    assert changed.prev_record.conditions != changed.conditions == "asked, an editor thinks"


def test_each_text_of_a_source_is_held_as_it_was(upgraded):
    rows = rows_of(upgraded)
    before = {row["id"]: row["text"] for row in rows["claims.source"] if row.get("text")}
    before |= {row["source_id"]: row["text"] for row in rows.get("claims.sourcetext", []) if row["current"]}
    assert before or upgraded.stem == "1-first"
    kept = SourceText.objects.filter(current=True)
    assert dict(kept.values_list("source", "text")) == before
    assert dict(kept.values_list("source", "sha256")) == {key: sha256(text) for key, text in before.items()}


def test_each_file_of_a_text_is_kept_with_its_pages(upgraded):
    before = {row["id"]: row for row in rows_of(upgraded).get("claims.originalfile", [])}
    for key, data, pages, text in OriginalFile.objects.values_list("pk", "data", "pages", "text"):
        row = before.pop(key)
        assert (b64encode(data).decode(), pages, text) == (row["data"], row["pages"], row["text_id"])
    assert not before


def test_each_thread_is_kept_with_what_was_said_before_comments(upgraded):
    """A remark on a step stands in the history of its claim, as it did before there were comments."""
    returned = Claim.history.filter(status="returned").exclude(review_comment="").count()
    before = rows_of(upgraded)
    kept = [row for row in before["claims.historicalclaim"] if row["status"] == "returned"]
    assert returned == sum(bool(row.get("review_comment", row.get("remark"))) for row in kept)
    assert ReviewComment.objects.count() == len(before.get("claims.reviewcomment", []))


def test_search_finds_what_is_there(upgraded):
    assert search.find_claims(Claim.objects.all(), "zurich").count() == 5
    assert search.find_claims(Claim.objects.published(), "zurich").count() == 1
    for claim in Claim.objects.published():
        assert claim in search.find_claims(Claim.objects.published(), claim.quote), claim.quote
    for source in Source.objects.all():
        assert source in search.find_sources(Source.objects.all(), source.title)


def test_it_can_be_edited_read_and_searched_on(upgraded, client):
    assert read_rights() == RIGHTS
    claim = Claim.objects.published().latest("pk")
    with editing(None) as gate:
        row = gate.lock(Claim, claim.pk, claim.version)
        row.locator = "Afterwards"
        gate.save(row)
    new = make_claim(
        quote="An entirely new sentence.",
        holder=claim.holder,
        proposal=claim.proposal,
        source=Source.objects.filter(texts=None).first(),
    )
    assert new.pk > max(row["id"] for row in rows_of(upgraded)["claims.historicalclaim"])
    assert list(search.find_claims(Claim.objects.all(), "entirely new")) == [new]
    one = Negotiation.objects.get()
    for page in (one.get_address("matrix"), f"{one.get_address('claims')}?q=zurich", claim.get_absolute_url()):
        assert client.get(page).status_code == 200
