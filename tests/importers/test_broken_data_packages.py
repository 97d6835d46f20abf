"""A data package that is not as it should be is refused by file, line and column, and nothing of it is written."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from claims.models import Actor, Negotiation
from tests.database import undone
from tests.make import make_actor, make_claim, make_outcome, make_proposal, make_source, the_negotiation

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """The files of a sound package, by name."""
    with undone():
        east = make_actor()
        make_actor("official", side=None, speaks_for=east)
        whole = make_proposal(proposers=[east])
        make_proposal(topic=whole.topic, variant_of=whole, part_of=whole)
        source = make_source(fully_coded_by="us", fully_coded_on="2022-02-01")
        make_claim(holder=east, proposal=whole, source=source)
        make_outcome(proposal=whole, source=source, locator="p. 1")
        call_command("export_package", the_negotiation().slug, str(tmp_path / "sound.zip"))
    with zipfile.ZipFile(tmp_path / "sound.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refuse(tmp_path, files, capsys):
    """Return what is said of a package of these files; nothing of it is written."""
    with zipfile.ZipFile(tmp_path / "broken.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return refuse_file(tmp_path / "broken.zip", capsys)


def refuse_file(path, capsys):
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_package", str(path))
    assert not Negotiation.objects.exists()
    assert not Actor.objects.exists()
    return capsys.readouterr().err


def describe_anew(files):
    described = json.loads(files["datapackage.json"])
    for resource in described["resources"]:
        if resource["path"] in files:
            resource["hash"] = f"sha256:{hashlib.sha256(files[resource['path']]).hexdigest()}"
    return {**files, "datapackage.json": json.dumps(described).encode()}


def set_cell(files, table, column, cell):
    """Return the files with another cell in the first row of a table."""
    rows = list(csv.reader(io.StringIO(files[f"{table}.csv"].decode(), newline="")))
    rows[1][rows[0].index(column)] = cell
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return describe_anew({**files, f"{table}.csv": out.getvalue().encode()})


CELLS = [
    ("negotiation", "title", "", "is required"),
    ("negotiation", "order", "first", "is no whole number"),
    ("negotiation", "first_day", "10.01.2022", "is no day"),
    ("negotiation", "public", "maybe", "is neither yes nor empty"),
    ("negotiation", "negotiation", "a slug", "valid"),
    ("sides", "negotiates", "1", "is neither yes nor empty"),
    ("topics", "version", "-1", "is no whole number"),
    ("actors", "kind", "planet", "planet"),
    ("actors", "speaks_for", "nobody", "leads in a circle, or to no row"),
    ("participants", "actor", "nobody", "is not in actors.csv"),
    ("participants", "side", "nowhere", "is not in sides.csv"),
    ("participants", "since", "2022-13-01", "is no day"),
    ("proposals", "topic", "nothing", "is not in topics.csv"),
    ("proposals", "definition", "", "is required"),
    ("parts", "part", "nothing", "is not in proposals.csv"),
    ("proposers", "actor", "nobody", "is not in actors.csv"),
    ("sources", "csl", "{", "is no JSON"),
    ("sources", "csl", '{"no-variable": "1"}', "is no variable of CSL"),
    ("sources", "published_on", "2022-02-30", "is no day"),
    ("sources", "grade", "Z", "is none of"),
    ("codings", "source", "nothing", "is not in sources.csv"),
    ("claims", "holder", "nobody", "is not in actors.csv"),
    ("claims", "value", "5", "between"),
    ("claims", "value", "much", "is no whole number"),
    ("claims", "dimension", "depth", "is none of"),
    ("claims", "said_on", "", "is required"),
    ("claims", "published_at", "2022-01-10", "is no moment"),
    ("claims", "quote_state", "missing", "cites its source"),
    ("claims", "quote_state", "read", "is none of"),
    ("claims", "wording", "nothing", "is not in wordings.csv"),
    ("claims", "depends_on", "nothing", "condition itself"),
    ("claims", "label", "x" * 81, "is longer than 80"),
    ("outcomes", "kind", "won", "is none of"),
]


@pytest.mark.parametrize(("table", "column", "cell", "reason"), CELLS)
def test_a_cell_that_cannot_be_is_told_by_line_and_column(tmp_path, capsys, files, table, column, cell, reason):
    said = refuse(tmp_path, set_cell(files, table, column, cell), capsys)
    told = next(line for line in said.splitlines() if reason in line)
    _, _, place = told.partition(f"{table}.csv:2: ")
    assert place.partition(": ")[0] in files[f"{table}.csv"].decode().partition("\r\n")[0].split(","), said


FILES = {
    "no table": (lambda f: {k: v for k, v in f.items() if k != "claims.csv"}, "claims.csv: is missing"),
    "no descriptor": (
        lambda f: {k: v for k, v in f.items() if k != "datapackage.json"},
        "datapackage.json: is missing",
    ),
    "another file": (lambda f: {**f, "notes.txt": b"x"}, "notes.txt: is no file of a data package"),
    "a path out": (lambda f: {**f, "../claims.csv": b"x"}, "../claims.csv: is no file of a data package"),
    "no JSON": (lambda f: {**f, "datapackage.json": b"{"}, "datapackage.json:1: is no JSON: Expecting"),
    "a later format": (
        lambda f: {**f, "datapackage.json": f["datapackage.json"].replace(b'"format": 1,', b'"format": 99,')},
        "datapackage.json: format: is 99: a later release of the tracker wrote it. This one reads formats up to",
    ),
    "no format": (
        lambda f: {**f, "datapackage.json": f["datapackage.json"].replace(b'"format": 1,', b'"format": true,')},
        "datapackage.json: format: names no format",
    ),
    "no resources": (lambda f: {**f, "datapackage.json": b"[]"}, "describes no resources"),
    "another hash": (lambda f: {**f, "topics.csv": f["topics.csv"] + b"x,y,1,1\r\n"}, "its SHA-256 differs"),
    "no UTF-8": (
        lambda f: describe_anew({**f, "topics.csv": f["topics.csv"] + b"\xff\r\n"}),
        "topics.csv:3: is not UTF-8",
    ),
    "open quote": (lambda f: describe_anew({**f, "topics.csv": f["topics.csv"] + b'"x'}), "topics.csv:3: is no CSV"),
    "a cell too few": (lambda f: describe_anew({**f, "topics.csv": f["topics.csv"] + b"x\r\n"}), "topics.csv:3: has 1"),
    "twice": (
        lambda f: describe_anew({**f, "topics.csv": f["topics.csv"] + f["topics.csv"].split(b"\r\n", 1)[1]}),
        "topics.csv:3: topic: stands twice",
    ),
    "unknown column": (
        lambda f: describe_anew({**f, "topics.csv": f["topics.csv"].replace(b"name", b"title", 1)}),
        "topics.csv:1: title: is no column",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_cannot_be_are_refused(tmp_path, capsys, files, name):
    change, reason = FILES[name]
    assert reason in refuse(tmp_path, change(files), capsys)


def test_what_unpacks_to_a_mass_is_refused_unread(tmp_path, capsys, files):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**files, "claims.csv": b"0" * (11 << 20)}.items():
            archive.writestr(path, content)
    assert "claims.csv: is packed to less than" in refuse_file(tmp_path / "bomb.zip", capsys)


@pytest.mark.parametrize("header", [b"PK\x03\x05", b"PK\x03\x04" + b"\xff" * 26, b""])
def test_a_file_whose_beginning_is_lost_is_told_by_name(tmp_path, capsys, files, header):
    path = tmp_path / "lost.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    packed, begin = path.read_bytes(), archive.getinfo("topics.csv").header_offset
    path.write_bytes(packed[:begin] + header + packed[begin + len(header or b"PK") :])
    assert ": is damaged." in refuse_file(path, capsys)


def test_what_is_no_zip_file_is_refused(tmp_path, capsys):
    (tmp_path / "talks.zip").write_bytes(b"PK and nothing else")
    assert "is no zip file" in refuse_file(tmp_path / "talks.zip", capsys)
