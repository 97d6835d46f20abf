"""Files of outcomes: what `table=outcomes` downloads comes back in, and a file of one's own; each fault by its line."""

import csv
import re
from datetime import date
from io import StringIO

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.exporters import editorial, formats
from claims.importers.spreadsheet.reader import FILE_TYPES
from claims.importers.spreadsheet.run import import_claims
from claims.models import Outcome, Source
from claims.models.outcomes import OUTCOME_CONTENT
from claims.rules.outcome_columns import OUTCOME_FILE_COLUMNS
from claims.rules.scales import OutcomeKind
from claims.services import review
from tests.database import undone
from tests.importers.seed_folders import dump
from tests.make import change, make_outcome, make_proposal, make_source, make_user

pytestmark = pytest.mark.django_db

ROW = {
    "proposal": "zones",
    "kind": "agreed",
    "day": "2022-03-03",
    "source_title": "Communiqué",
    "source_published_on": "2022-03-04",
    "quote": "The zones are agreed.",
}
WRITTEN_AND_READ = [extension for extension in formats.FORMATS if f".{extension}" in FILE_TYPES]


@pytest.fixture
def zones():
    return make_proposal(slug="zones", title="Zones", aliases="Article 6")


class OutcomeFiles:
    """Writes files of outcomes into a folder and imports them by the command."""

    def __init__(self, root):
        self.root = root

    def write(self, rows, columns=()):
        rows = [ROW | row for row in rows]
        columns = columns or list(dict.fromkeys(name for row in rows for name in row))
        path, text = self.root / "outcomes.csv", StringIO(newline="")
        csv.writer(text).writerows([columns, *([row.get(name, "") for name in columns] for row in rows)])
        path.write_text(text.getvalue(), encoding="utf-8")
        return path

    def bring(self, *rows, options=(), columns=()):
        """Import rows; return the counts that the command says."""
        out = StringIO()
        call_command("import_claims", self.write(rows, columns), *options, stdout=out, stderr=out, no_color=True)
        line = out.getvalue().splitlines()[0]
        assert line.startswith("outcomes: ")
        counts = line.removeprefix("outcomes: ").split(";")[0].split(",")
        return tuple(int(part.split()[0]) for part in counts)

    def refused(self, *rows, options=(), columns=()):
        """Import what must fail and change nothing; return its faults, "line: column: reason"."""
        before, printed = dump(), StringIO()
        path = self.write(rows, columns)
        with pytest.raises(CommandError, match="nothing was changed"):
            call_command("import_claims", path, *options, stdout=StringIO(), stderr=printed, no_color=True)
        assert dump() == before
        return [fault.removeprefix("invalid: outcomes.csv:").strip() for fault in printed.getvalue().splitlines()]


@pytest.fixture
def files(tmp_path, zones):
    return OutcomeFiles(tmp_path)


def now():
    return Outcome.objects.get()


# What a row makes


def test_a_row_makes_a_draft_with_its_source_signed_by_who_imports(files, zones):
    ann = make_user("analyst", "ann")
    assert files.bring({}, options=["--as", "ann"]) == (1, 0, 0)
    outcome = now()
    assert (outcome.proposal, outcome.kind, outcome.day) == (zones, "agreed", date(2022, 3, 3))
    assert (outcome.source.title, outcome.source.published_on) == ("Communiqué", date(2022, 3, 4))
    assert (outcome.status, outcome.coder, outcome.written_by) == ("draft", ann, ann)
    assert outcome.history.get().history_change_reason == "imported from outcomes.csv"
    assert files.bring({}) == (0, 0, 1)
    assert now().version == 1


def test_publishing_publishes_what_its_source_says(files):
    source = make_source(title="Communiqué", published_on=date(2022, 3, 4), text="Good news. The zones are agreed.")
    assert files.bring({}) == (1, 0, 0)
    assert files.bring({}, options=["--publish"]) == (0, 1, 0)
    assert (now().status, now().source, now().quote_state, now().quote_start) == ("published", source, "exact", 11)
    faults = files.refused({"quote": "The zones are refused."}, options=["--publish"])
    assert faults[0].startswith("2: quote: “The zones are refused.” is not in the source's text.")


@pytest.mark.parametrize("name", ["zones", "Zones", "ARTICLE 6"])
def test_the_proposal_is_found_by_any_of_its_names_and_a_day_is_typed_as_anywhere(files, name):
    assert files.bring({"proposal": name, "day": "3 Mar 2022"}) == (1, 0, 0)


def test_trying_changes_nothing(files):
    before = dump()
    assert files.bring({}, options=["--dry-run"]) == (1, 0, 0)
    assert dump() == before


# Which outcome a row is


def test_a_row_is_the_outcome_of_its_id_or_of_its_proposal_and_day(files):
    files.bring({})
    public_id = now().public_id
    assert files.bring({"kind": "agreed-in-part", "quote": "In part."}) == (0, 1, 0)
    assert files.bring({"outcome": public_id, "day": "2022-03-05"}) == (0, 1, 0)
    assert (now().kind, now().day, now().public_id) == ("agreed", date(2022, 3, 5), public_id)
    assert files.bring({}) == (1, 0, 0)  # of the day before


def test_an_id_that_is_unknown_here_is_kept(files):
    assert files.bring({"outcome": "9y4rvkd6"}) == (1, 0, 0)
    assert now().public_id == "9y4rvkd6"


def test_drafts_of_a_day_are_told_apart_by_what_they_cite(files):
    for kind, title in (("agreed", "One"), ("refused", "Two")):
        make_outcome(
            kind, "draft", proposal=make_proposal_of(files), day=date(2022, 3, 3), quote=title,
            source=make_source(title=title),
        )  # fmt: skip
    one = {"source_title": "One", "source_published_on": "", "quote": "One", "kind": "void"}
    assert files.bring(one) == (0, 1, 0)
    assert sorted(Outcome.objects.values_list("kind", flat=True)) == ["refused", "void"]
    (fault,) = files.refused({})
    assert fault.startswith("2: outcome: may be any of several outcomes (") and fault.endswith("name one by its id.")


def make_proposal_of(files):
    return Outcome._meta.get_field("proposal").related_model.objects.get(slug="zones")


def test_a_column_that_the_file_has_not_stays_as_it_is(files):
    files.bring({"locator": "p. 4", "note": "in doubt"})
    assert files.bring({"kind": "void"}) == (0, 1, 0)
    assert (now().kind, now().locator, now().note) == ("void", "p. 4", "in doubt")
    assert files.bring({"kind": "void", "note": ""}) == (0, 1, 0)
    assert (now().locator, now().note) == ("p. 4", "")


def test_what_readers_see_changes_by_publishing_only(files):
    files.bring({}, options=["--publish"])
    (fault,) = files.refused({"kind": "void"})
    kept = "is published, and the row would change it: give --publish, or leave the row out."
    assert fault == f"2: outcome: {now().public_id} {kept}"
    assert files.bring({"kind": "void"}, options=["--publish"]) == (0, 1, 0)
    assert (now().kind, now().status) == ("void", "published")


def test_what_was_withdrawn_or_changed_here_since_is_left(files):
    files.bring({}, options=["--publish"])
    outcome = now()
    review.transition(outcome, "withdraw", user=make_user("reviewer"), version=1, reason="A forgery.")
    (fault,) = files.refused({"kind": "void"}, options=["--publish"])
    assert fault.endswith("was withdrawn, and an import does not bring it back.")
    draft = make_outcome("agreed", "draft", day=date(2022, 4, 4), proposal=make_proposal(slug="flights"))
    change(draft, locator="p. 4")
    row = {"outcome": draft.public_id, "proposal": "flights", "day": "2022-04-04", "version": 1}
    row |= {"source_title": draft.source.title, "source_published_on": ""}
    (fault,) = files.refused(row)
    assert "was changed here since the file was written (version 2, the row says 1)" in fault
    assert files.bring(row | {"version": ""}) == (0, 1, 0)


# What is refused

FAULTS = {
    "unknown proposal": ({"proposal": "zonse"}, "proposal: There is no proposal “zonse”. Do you mean “Zones”?"),
    "no proposal": ({"proposal": ""}, "proposal: is required."),
    "no kind": ({"kind": ""}, "kind: is required."),
    "odd kind": (
        {"kind": "won"},
        "kind: “won” is none of agreed, agreed-in-part, refused, lapsed, overtaken, void.",
    ),
    "no day": ({"day": ""}, "day: is required."),
    "odd day": ({"day": "soon"}, "day: “soon” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022."),
    "day to come": ({"day": "2942-03-14"}, "day: 14 Mar 2942 is still to come: no later day than today is taken."),
    "no title": ({"source_title": ""}, "source_title: is required."),
    "odd type": ({"source_type": "rumour"}, "source_type: “rumour” is none of "),
    "odd language": ({"source_language": "English"}, "source_language: “English” is no code of a language: "),
    "long quote": ({"quote": "x" * 2001}, "quote: A quote has at most 2,000 characters"),
    "long locator": ({"locator": "x" * 121}, "locator: is longer than 120 characters."),
    "long prefix": ({"prefix": "x" * 201}, "prefix: is longer than 200 characters."),
    "odd id": ({"outcome": "C-1"}, "outcome: “C-1” is no outcome's id: leave it empty for a new outcome."),
    "odd version": ({"version": "two"}, "version: “two” is no whole number."),
    "odd status": ({"status": "lost"}, "status: “lost” is none of draft, in-review, returned, published, withdrawn."),
}


@pytest.mark.parametrize(("cells", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_by_line_and_column(files, cells, fault):
    faults = files.refused({"day": "2022-03-01"}, cells)
    assert len(faults) == 1 and faults[0].startswith(f"3: {fault}")


def test_a_column_that_there_is_not_or_must_be_is_named(files):
    assert files.refused({"value": "2"}) == ["1: value: is no column of an outcome."]
    columns = ["proposal", "kind", "source_title", "quote", "locator", "outcome"]
    assert files.refused({}, columns=columns) == ["1: day: is required: there is no such column."]


def test_of_one_day_one_outcome_of_a_proposal_is_published(files):
    other = {"quote": "They are refused.", "kind": "refused"}
    other_of_day = "This proposal has a published outcome of this day already: there is one per day."
    assert files.refused({}, other, options=["--publish"]) == [f"3: day: {other_of_day} It is that of line 2."]
    assert files.bring({}, options=["--publish"]) == (1, 0, 0)
    new = other | {"outcome": "9y4rvkd6"}
    assert files.refused(new, options=["--publish"]) == [f"2: day: {other_of_day} It is {now().public_id}."]
    assert files.bring(new) == (1, 0, 0)  # as a draft


def test_two_rows_are_never_one_outcome(files):
    assert files.refused({}, {}) == ["3: is the same outcome as line 2."]
    row = {"outcome": "9y4rvkd6"}
    assert files.refused(row, row | {"day": "2022-03-09"}) == ["3: outcome: is the same outcome as line 2."]


def test_published_it_cites_a_passage_and_is_not_another_by_its_status(files):
    bare = {"quote": ""}
    assert files.refused(bare, options=["--publish"])[0].startswith("2: quote: It cites no passage")
    assert files.bring(bare) == (1, 0, 0)
    (fault,) = files.refused({"status": "withdrawn"}, options=["--publish"])
    assert fault.startswith("2: status: says “withdrawn”")


def test_a_source_that_the_row_says_otherwise_of_is_changed_only_when_that_is_wished(files):
    files.bring({})
    row = {"source_url": "https://example.org/a"}
    assert files.refused(row)[0].startswith("2: source_url: The source “communique” has “” here.")
    assert files.bring(row, options=["--update-sources"]) == (0, 0, 1)
    assert Source.objects.get().url == "https://example.org/a"


def test_the_documentation_explains_each_column():
    text = (site.BASE_DIR / "docs" / "exchange.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| column of outcomes .*?\n\n", text, re.MULTILINE | re.DOTALL)
    explained = re.findall(r"`(\w+)`", "".join(line.split(" | ")[0] for line in table.splitlines()))
    named = [name for name in OUTCOME_FILE_COLUMNS if not name.startswith("source_")]
    assert sorted(explained) == sorted(named)


# What is downloaded comes back

HOSTILE = ("=1+1", "'=a", "@x", "-2", "_x0041_", 'a"b;c,d', "one\ntwo", "שלום (1)", "<b>&amp;", "null", "2022-01-10")
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=20)
told = st.fixed_dictionaries(
    {"kind": st.sampled_from([kind.value for kind in OutcomeKind]), "quote": texts},
    optional={
        **dict.fromkeys(("locator", "prefix", "suffix", "note"), texts),
        "day": st.dates(max_value=date(2022, 12, 31)),
    },
)
sources = st.fixed_dictionaries(
    {"title": texts},
    optional={
        **dict.fromkeys(("publisher", "origin"), texts),
        "leaked": st.booleans(),
        "grade": st.sampled_from(["", *"ABCDEF"]),
        "csl": st.just({"volume": "3"}),
        "published_on": st.none() | st.dates(max_value=date(2022, 12, 31)),
    },
)


def read_all():
    content = Outcome.objects.order_by("public_id").values("public_id", "status", *OUTCOME_CONTENT)
    left_out = ("id", "version", "searched_text")
    fields = [field.attname for field in Source._meta.concrete_fields if field.attname not in left_out]
    rows = [row | {"source": Source.objects.filter(pk=row["source"]).values(*fields).get()} for row in content]
    assert len(rows) == 1
    return rows


@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(outcome=told, source=sources, status=st.sampled_from(["draft", "published"]))
def test_each_column_of_an_outcome_comes_back_as_it_was(tmp_path, zones, extension, outcome, source, status):
    path = tmp_path / f"outcomes.{extension}"
    with undone():
        make_outcome(status=status, proposal=zones, source=make_source(**source), **outcome)
        before = read_all()
        table = editorial.make_outcomes_table(Outcome.objects.all(), editor=True)
        assert table.columns == OUTCOME_FILE_COLUMNS
        path.write_bytes(b"".join(formats.make_download(table, extension, "outcomes").chunks))
    with undone():
        assert import_claims(path, publish=status == "published").created == 1
        assert read_all() == before
        assert import_claims(path, publish=status == "published").unchanged == 1
