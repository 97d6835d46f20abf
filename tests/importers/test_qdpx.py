"""A project of REFI-QDA becomes claims, sources and texts; what is wrong in it is named by line and GUID."""

import re
import stat
from datetime import date
from io import StringIO
from zipfile import ZipInfo

import pytest
from django.core.management import CommandError, call_command

from claims.importers.errors import ImportFailed
from claims.importers.qdpx.read import read_qdpx
from claims.models import Claim, Proposal, Source
from claims.rules.utf16 import UnitPlaces
from tests.importers.qdpx_files import TEXT, QdpxFiles, guid
from tests.importers.seed_folders import dump
from tests.make import make_actor, make_negotiation, make_proposal

database = pytest.mark.django_db
YES, NO = "Ann 🙂 says yes to zones", "Bo says no to zones"
TABLE = "code,proposal,holder,value\nZones,Zones,,\nyes,,,+2\nno,,,-2\nParties / East,,East,\n*,,West,\n"


@pytest.fixture
def talks():
    return make_negotiation(slug="talks", title="Talks", short_title="Talks")


@pytest.fixture
def files(tmp_path):
    written = QdpxFiles(tmp_path / "talks.qdpx")
    written.add_passage(YES, "Zones / yes", "Parties / East")
    written.add_passage(NO, "Zones / no", user="Bo")
    written.table = tmp_path / "codes.csv"
    written.table.write_text(TABLE)
    return written


def run(files, *options):
    out = StringIO()
    words = ["--codes", files.table, "--said-on", "2005-01-26", *options]
    call_command("import_qdpx", files.write(), "talks", *words, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def refuse(files, *options):
    """Import what must fail and change nothing; return what is said."""
    before, printed = dump(), StringIO()
    words = ["--codes", files.table, "--said-on", "2005-01-26", *options]
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_qdpx", files.write(), "talks", *words, stdout=StringIO(), stderr=printed, no_color=True)
    assert dump() == before
    return printed.getvalue()


@database
def test_passages_become_claims_by_a_table_of_codes(files, talks):
    files.add_passage("The end", "Other")
    files.edits.append((' name="Minutes"', ""))  # then the text is called after its file
    said = run(files)
    assert said.startswith("2 created") and "texts held: 1" in said and "Left out: 1 passages without a code" in said
    yes, no = Claim.objects.order_by("pk")
    assert (yes.holder.name, yes.proposal.title, yes.value, yes.status) == ("East", "Zones", 2, "draft")
    assert (no.holder.name, no.value, no.said_on) == ("West", -2, date(2005, 1, 26))
    assert no.note == f"Coded in QualCoder-3.5: {guid('passage', 2)} by Bo."
    source = Source.objects.get()
    assert (source.title, source.read_text(), source.type) == ("minutes", TEXT, "document")
    assert [TEXT[c.quote_start : c.quote_end] for c in (yes, no)] == [YES, NO]


@database
def test_a_file_is_tried_and_imported_again_without_a_change(files, talks):
    before = dump()
    assert "Only tried" in run(files, "--dry-run") and dump() == before
    run(files)
    assert run(files).startswith("0 created, 0 changed, 2 unchanged") and Claim.objects.count() == 2


@database
def test_passages_of_one_place_belong_together_where_a_program_writes_one_a_code(files, talks):
    files.passages.clear()
    second = TEXT.rindex(YES)
    for code in ("Zones / yes", "Parties / East"):
        files.add_passage(YES, code, start=second)
    files.add_passage(YES, "Zones / yes", "Parties / East", user="Bo", start=second)
    assert "1 that repeat another" in run(files)
    claim = Claim.objects.get()
    assert (claim.holder.name, claim.quote_start, claim.quote_state) == ("East", second, "exact")
    assert claim.note.count(" by Ann") == 2 and " by Bo." in claim.note


@database
def test_a_passage_on_two_proposals_is_a_claim_on_each_and_known_rows_stay(files, talks):
    east, zones = make_actor(name="East"), make_proposal(title="Zones", definition="As it was.")
    files.add_passage("Minutes", "Zones / yes", "Harbours / yes", "Parties / East")
    files.table.write_text(TABLE + "Harbours,Harbours,,\n")
    run(files)
    assert {c.proposal.title for c in Claim.objects.filter(quote="Minutes")} == {"Zones", "Harbours"}
    assert Proposal.objects.get(pk=zones.pk).definition == "As it was." and Claim.objects.filter(holder=east).exists()


@pytest.mark.parametrize("way", ["as it is", "one a line end", "units", "units, one a line end"])
def test_places_are_those_under_which_passages_begin_as_they_are_called(tmp_path, way):
    text = TEXT.replace(". ", ".\r\n")
    files = QdpxFiles(tmp_path / "talks.qdpx", text)
    files.add_passage(YES.replace(". ", ".\r\n"), "Zones")
    files.add_passage("The end", "Zones")
    line_ends = (lambda place: text.count("\r\n", 0, place)) if "line end" in way else (lambda place: 0)
    points = UnitPlaces(text).count_before if "units" in way else (lambda place: place)
    files.count = lambda place: points(place) - line_ends(place)
    (read,) = read_qdpx(files.write()).texts
    assert [read.text[p.start : p.end] for p in read.passages] == [YES, "The end"]
    assert "\r" not in read.text


@database
def test_what_codes_say_is_told_at_the_passage_or_in_the_table(files, talks):
    files.add_passage("The end", "Zones / yes", "Parties / East")
    at_third = f"PlainTextSelection {guid('passage', 3)}"
    files.table.write_text(TABLE.replace("*,,West,\n", ""))
    assert f"PlainTextSelection {guid('passage', 2)}: No code says the holder" in refuse(files)
    files.passages[2] = (*files.passages[2][:2], ("Zones / yes", "Zones / no"), "Ann", "")
    files.table.write_text(TABLE)
    assert f"{at_third}: Its codes name two of value: “+2” and “-2”." in refuse(files)
    files.passages[2] = (*files.passages[2][:2], ("Zones / yes",), "Ann", "")
    files.table.write_text(TABLE.replace("+2", "7"))
    assert f"PlainTextSelection {guid('passage', 1)}" in refuse(files)
    for table, fault in (
        ("name\nx\n", "codes.csv:1: name: There is no such column"),
        ("code,value\nNone,1\n", "codes.csv:2: code: There is no code “None” in the project."),
        ("code,value\nyes,1\nyes,2\n", "codes.csv:3: code: The code “yes” stands twice."),
        ("code,value\nyes,1,2\n", "codes.csv:2: The row has 3 cells, the heading 2."),
        ('code,value\nyes,"1\n', "codes.csv:2: This is no CSV"),
    ):
        files.table.write_text(table)
        assert fault in refuse(files)
    files.table.write_bytes(b"code\n\xff")
    assert "codes.csv:2: The file is not UTF-8" in refuse(files)


def edit(old, new):
    return lambda files: files.edits.append((old, new))


def bare(files):
    files.edits += [(' name="Minutes"', ""), ('plainTextPath="internal://minutes.txt"', "")]


def put(name, content):
    return lambda files: files.extra.append((name, content))


def raw(content):
    return lambda files: setattr(files, "raw", content)


def link(name):
    info = ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


START = f'startPosition="{TEXT.index(YES)}"'
END = f'endPosition="{TEXT.index(YES) + len(YES)}"'
BOMB = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<x>&b;</x>'
BROKEN = {
    "no project": (put("project.qde", None), "holds no project.qde"),
    "empty": (raw(b""), "project.qde:1: This is no XML: Document is empty"),
    "cut": (raw(b"<Project"), "project.qde:1: This is no XML"),
    "crossed": (edit("</Users>", "</User>"), "This is no XML: Opening and ending tag mismatch"),
    "not UTF-8": (raw("<Project/>".encode("utf-16")), "project.qde:1: is not UTF-8 (byte 1)"),
    "control": (edit('name="Talks"', 'name="&#1;"'), "This is no XML"),
    "bomb": (raw(BOMB.encode()), "project.qde:2: The project declares a document type"),
    "outer DTD": (raw(b'<!-- a --> <!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'), "declares a document type"),
    "nested": (raw(b"<a>" * 5000), "This is no XML"),
    "other root": (raw(b"<html/>"), "project.qde:1: The root is html, not a Project"),
    "other version": (edit("project:1.0", "project:2.0"), "The root is Project, not a Project of REFI-QDA 1.0"),
    "codebook": (raw(b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>'), "This is a codebook alone"),
    "code without a GUID": (edit(f'guid="{guid("Zones")}"', ""), "Code: “” is no GUID."),
    "odd GUID": (edit(f'guid="{guid("Zones")}"', 'guid="7"'), "Code 7: “7” is no GUID."),
    "GUID twice": (edit(guid("Zones", "yes"), guid("Zones")), f"Code {guid('Zones')}: The GUID stands twice: line"),
    "no name": (edit('name="yes"', 'name=" "'), f"Code {guid('Zones', 'yes')}: The code has no name."),
    "no title": (bare, f"TextSource {guid('source')}: The source has no name."),
    "no code": (edit(f'targetGUID="{guid("Zones", "no")}"', f'targetGUID="{guid("x")}"'), "There is no code "),
    "no CodeRef": (edit(f'<CodeRef targetGUID="{guid("Zones", "no")}"/>', ""), "There is no code (CodeRef is missing)"),
    "no user": (edit(f'creatingUser="{guid("user", "Bo")}"', f'creatingUser="{guid("x")}"'), f"no user {guid('x')}."),
    "no start": (edit(START, ""), "startPosition “” and endPosition “"),
    "below 0": (edit(START, 'startPosition="-1"'), "startPosition “-1” and endPosition"),
    "no number": (edit(START, 'startPosition="1e3"'), "startPosition “1e3” and endPosition"),
    "empty passage": (edit(END, START.replace("start", "end")), "are no passage."),
    "after the end": (edit(END, 'endPosition="9999"'), f"to 9999 are none of its text ({len(TEXT)})."),
    "no text": (edit('plainTextPath="internal://minutes.txt"', ""), "neither a plainTextPath nor a PlainTextContent."),
    "no file": (edit("minutes.txt", "hours.txt"), "There is no file sources/hours.txt."),
    "above": (edit("internal://minutes.txt", "internal://../secret.txt"), "“internal://../secret.txt” lies outside"),
    "absolute": (edit("internal://minutes.txt", "absolute:///etc/passwd"), "“absolute:///etc/passwd” lies outside"),
    "relative": (edit("internal://minutes.txt", "relative:///a.txt"), "“relative:///a.txt” lies outside of the file"),
    "text not UTF-8": (put("sources/other.txt", b"\xff\xfe"), "sources/other.txt is not UTF-8 (byte 1)."),
    "text with a null": (put("sources/other.txt", b"a\x00b"), "sources/other.txt holds a null character"),
    "packed": (put("sources/other.txt", b"a" * 5_000_000), "sources/other.txt is packed to less than a 300th of its"),
    "path above": (put("../evil.txt", b"x"), "talks.qdpx: ../evil.txt: has a path that leads out of the file."),
    "path from the root": (put("/etc/x", b"x"), "talks.qdpx: /etc/x: has a path that leads out of the file."),
    "path of Windows": (put("C:\\x.txt", b"x"), "has a path that leads out of the file."),
    "link": (put(link("sources/link.txt"), b"/etc/passwd"), "talks.qdpx: sources/link.txt: is a link, and no file."),
    "twice": (put("Sources/MINUTES.txt", b"x"), "talks.qdpx: Sources/MINUTES.txt: is there twice."),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_file_is_refused_with_its_place(files, name):
    spoil, fault = BROKEN[name]
    spoil(files)
    if "sources/other.txt" in [one for one, _ in files.extra]:
        files.edits.append(("minutes.txt", "other.txt"))
    with pytest.raises(ImportFailed) as failed:
        read_qdpx(files.write())
    told = "\n".join(map(str, failed.value.faults))
    assert fault in told and re.match(r"project\.qde:\d+: |talks\.qdpx: ", told), told


def test_what_is_no_zip_file_or_a_cut_one_is_refused(files):
    whole = files.write().read_bytes()
    for content in (b"", b"SQLite format 3\x00", whole[: len(whole) // 2], whole.replace(b"PK\x01\x02", b"PK\x01\x03")):
        files.path.write_bytes(content)
        with pytest.raises(ImportFailed) as failed:
            read_qdpx(files.path)
        assert "is no zip file, or it is damaged." in str(failed.value.faults[0])
