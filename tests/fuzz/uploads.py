"""Files that are uploaded: one of each kind as it should be, and as it should not."""

import csv
import json
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import strategies as st
from openpyxl import Workbook

from claims.exporters.data_package.write import write_package
from claims.importers.progress import hide_progress
from claims.rules.exchange_columns import IMPORT_COLUMNS
from tests.importers import dna_files, qdpx_files
from tests.importers.documents.files_to_read import LONG, make_page, make_pdf, make_word
from tests.importers.election_folders import make_files
from tests.importers.references.records_of import BIBTEX, CSL_JSON, RIS
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_side, make_topic

from .values import ANY
from .visitor import undone

SEED = """[negotiation]
slug = "talks-2"
title = "Talks"
short_title = "Talks"

[[side]]
slug = "east"
name = "East"
negotiates = true

[[topic]]
slug = "borders"
name = "Borders"

[[proposal]]
slug = "no-expansion"
title = "No expansion"
topic = "borders"
proposed_on = 2021-12-17
"""
CODED = """[source]
slug = "one"
title = "One"
published_on = 2022-01-17

[[claim]]
key = "never"
holder = "moscow"
proposal = "no-expansion"
value = 2
quote = "No expansion"
"""


@cache
def list_samples():
    """Return {file name: its bytes}, one file of each kind that anything takes, as it should be."""
    with TemporaryDirectory() as folder:
        package = Path(folder, "a.zip")
        with undone():  # so that all of it can be brought in
            negotiation = make_negotiation(slug="packed")
            side = make_side(negotiation=negotiation)
            proposal = make_proposal(topic=make_topic(negotiation=negotiation))
            make_claim(holder=make_actor(side=side), proposal=proposal)
            write_package(negotiation, package, hide_progress)
        dna = dna_files.DnaFiles(Path(folder, "a.dna"))
        dna.add_document("Minutes", "Ann says yes to zones.")
        dna.add_statement("Minutes", "yes to zones", "Zones", 1, organization="East", person="Ann")
        qdpx = qdpx_files.QdpxFiles(Path(folder, "a.qdpx"))
        qdpx.add_passage("says yes to zones", "Zones / yes", "Holders / Ann")
        written = {path.name: path.read_bytes() for path in (package, dna.write(), qdpx.write())}
    return {
        **written,
        "views.csv": b"Who,Issue,Stance,When,Document\nThe Kremlin,A ban,for it,2022-01-10,Minutes\n",
        "claims.xlsx": write_workbook([["holder", "proposal", "value", "source_title"], ["a", "b", 2, "One"]]),
        "minutes.pdf": make_pdf([LONG * 3]),
        "minutes.docx": make_word(LONG, "Second."),
        "minutes.html": make_page(LONG, "Second."),
        "minutes.txt": LONG.encode(),
        "records.ris": RIS.encode(),
        "records.bib": BIBTEX.encode(),
        "records.json": CSL_JSON.encode(),
        "talks.toml": SEED.encode(),
    }


@cache
def list_folders():
    """Return {name of a folder: {file name: its bytes}}, one folder of each kind that is read."""
    election = {name: json.dumps(content).encode() for name, content in make_files().items()}
    return {
        "election": election,
        "talks": {"negotiation.toml": SEED.encode(), "one.toml": CODED.encode()},
        "fixtures": {"actors.toml": b'[[actor]]\nslug = "moscow"\nname = "Moscow"\nkind = "party"\n'},
    }


def write_workbook(rows):
    book, data = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def write_csv(rows):
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(errors="replace")


@st.composite
def draw_tables(draw):
    """A spreadsheet with columns of the exchange, or others, and any cells."""
    columns = draw(st.lists(st.sampled_from(sorted(IMPORT_COLUMNS)) | ANY, min_size=1, max_size=12))
    cells = st.lists(ANY, min_size=len(columns), max_size=len(columns) + 1)
    return [columns, *draw(st.lists(cells, max_size=5))]


@st.composite
def draw_changed(draw, samples=None):
    """One of the samples, and what a broken disk, an editor of bytes or an attacker makes of it."""
    samples = samples or list_samples()
    name = draw(st.sampled_from(sorted(samples)))
    content = samples[name]
    if content[:2] == b"PK" and draw(st.booleans()):
        return name, change_member(draw, content)
    return name, change_bytes(draw, content)


def change_bytes(draw, content):
    """Cut out a piece, put one in, or change its bytes; or leave it as it is."""
    start = draw(st.integers(0, max(len(content) - 1, 0)))
    length = draw(st.integers(0, 40))
    change = draw(st.sampled_from(["none", "cut", "end", "replace", "insert", "twice"]))
    if change == "none":
        return content
    if change == "end":
        return content[:start]
    if change == "twice":
        return content + content[start:]
    new = b"" if change == "cut" else draw(st.binary(max_size=40) | ANY.map(lambda text: text.encode(errors="replace")))
    return content[:start] + new + content[start + (0 if change == "insert" else length) :]


def change_member(draw, content):
    """Change the bytes of one file in a packed one, leave it out, or add one."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as packed, ZipFile(out, "w", ZIP_DEFLATED) as again:
        names = packed.namelist()
        broken = draw(st.sampled_from(names))
        for name in names:
            part = packed.read(name)
            if name != broken:
                again.writestr(name, part)
            elif draw(st.integers(0, 3)):
                again.writestr(name, change_bytes(draw, part))
        if draw(st.booleans()):
            again.writestr(draw(st.sampled_from(["../up.txt", "a" * 300, "/etc/passwd", broken])) or "a", b"more")
    return out.getvalue()


FILES = st.one_of(
    st.none(),
    draw_changed(),
    draw_changed(),
    draw_tables().map(lambda rows: ("drawn.csv", write_csv(rows))),
    st.tuples(st.sampled_from(["a.csv", "a.xlsx", "a.pdf", "a", "\u202e.docx", "a" * 300]), st.binary(max_size=300)),
)


@st.composite
def draw_folder(draw):
    """Files of one of the folders, one of them changed."""
    files = draw(st.sampled_from([*list_folders().values()]))
    name, content = draw(draw_changed(files))
    return {**files, name: content}
