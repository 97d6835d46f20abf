"""A data package holds what is published of a negotiation, and Frictionless finds nothing wrong with it."""

import csv
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from frictionless import Package

from tests.make import make_claim, make_member, make_source, the_negotiation
from tests.walk import make_world

pytestmark = pytest.mark.django_db


def export(path):
    call_command("export_package", the_negotiation().slug, str(path))
    return path


def read_table(path, name):
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


def test_frictionless_finds_a_package_valid(tmp_path):
    world = make_world(6)
    hostile = "=1+1\r\n\"x\", 'y';\u2028 ﷺ"
    make_claim(holder=world.holder, proposal=world.proposal, argument=hostile, locator="'-1", value=None)
    make_source(title=hostile)
    report = Package(str(export(tmp_path / "world.zip"))).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "type", "note"])[:5]


def test_the_same_data_makes_the_same_bytes(tmp_path):
    make_world(3)
    assert export(tmp_path / "a.zip").read_bytes() == export(tmp_path / "b.zip").read_bytes()


def test_a_package_holds_nothing_that_readers_do_not_see(tmp_path):
    claim = make_claim(argument="seen by all", note="seen by editors", locator="p. 1")
    draft = make_claim(argument="seen by editors", proposal=claim.proposal, source=make_source(), status="draft")
    make_claim(argument="of another holder", proposal=claim.proposal)
    path = export(tmp_path / "talks.zip")
    with zipfile.ZipFile(path) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".csv")).decode()
    assert "seen by all" in text
    assert "seen by editors" not in text
    assert draft.public_id not in text
    assert draft.source.slug not in text


def test_every_table_is_described_with_its_hash_and_its_licence(tmp_path):
    make_world(2)
    path = export(tmp_path / "talks.zip")
    with zipfile.ZipFile(path) as archive:
        described = json.loads(archive.read("datapackage.json"))
        names = set(archive.namelist())
    assert names == {r["path"] for r in described["resources"]} | {"datapackage.json", "README.md", "codebook.md"}
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert all(len(resource["hash"]) == len("sha256:") + 64 for resource in described["resources"])


def test_members_of_coalitions_that_are_named_are_named_too(tmp_path):
    member = make_member()
    make_claim(holder=member.coalition, locator="p. 1")
    path = export(tmp_path / "talks.zip")
    assert [row["member"] for row in read_table(path, "members")] == [member.member.slug]
    assert member.member.slug in {row["actor"] for row in read_table(path, "actors")}


def test_a_file_that_is_there_and_a_negotiation_that_is_not_are_refused(tmp_path):
    make_claim()
    there = tmp_path / "there.zip"
    there.write_text("kept")
    with pytest.raises(CommandError, match="is there already"):
        export(there)
    assert there.read_text() == "kept"
    with pytest.raises(CommandError, match="There is no negotiation “nowhere”"):
        call_command("export_package", "nowhere", str(tmp_path / "nowhere.zip"))
    assert not (tmp_path / "nowhere.zip").exists()
