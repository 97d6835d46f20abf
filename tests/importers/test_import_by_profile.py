"""The command and the page read a file by the same profile, and say the same of it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.importers.spreadsheet.options import ImportOptions
from claims.importers.spreadsheet.preview import preview_import
from claims.importers.spreadsheet.profiles import read_named
from claims.models import Actor, Claim, Proposal
from claims.rules.import_profiles import ACTOR, LEFT_OUT, Profile
from claims.services.vocabulary import carry_out
from claims.services.vocabulary_merges import VocabularyMerge
from tests.importers.claim_files import Files
from tests.make import make_actor, make_negotiation, make_profile, make_user, the_negotiation

HEADING = "Who,Issue,Stance,When,Document,Passage,Memo"
COLUMNS = {
    "Who": "holder",
    "Issue": "proposal",
    "Stance": "value",
    "When": "said_on",
    "Document": "source_title",
    "Passage": "quote",
    "Memo": "",
}
WORDS = {"value:position": {"for it": "2", "against it": "-2", "absent": LEFT_OUT}}


@pytest.fixture
def files(tmp_path, db):
    return Files(tmp_path)


@pytest.fixture
def profile(files):
    names = {"actor": {"The Duma": "moscow"}}
    matching = Profile(columns=COLUMNS, words=WORDS, days={"said_on": "day/month/year"}, names=names)
    return make_profile(name="Views", matching=matching.to_json())


def write(files, *lines, name="views.csv", heading=HEADING):
    path = files.root / name
    path.write_text("\n".join([heading, *lines]))
    return path


def run(path, *options):
    out = StringIO()
    call_command("import_claims", path, *options, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def refuse(path, *options):
    """Return the faults that the command says, "line: column: reason"."""
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_claims", path, *options, stdout=out, stderr=out, no_color=True)
    faults = [line.removeprefix(f"invalid: {path.name}:") for line in out.getvalue().splitlines()]
    return faults or [str(refused.value)]


def test_the_command_takes_a_profile(files, profile):
    path = write(
        files,
        "The Duma,talks,for it,14/01/2022,Minutes,We talk.,x",
        "Kofman,Talks,AGAINST IT,2022-01-15,Minutes,,y",
        "Kofman,Talks,absent,15/01/2022,Minutes,,z",
    )
    assert "2 created, 0 changed, 0 unchanged; 1 new source" in run(path, "--profile", "Views")
    stored = Claim.objects.values_list("holder__slug", "value", "said_on", "quote", "status")
    assert sorted((holder, value, str(day), quote, status) for holder, value, day, quote, status in stored) == [
        ("kofman", -2, "2022-01-15", "", "draft"),
        ("moscow", 2, "2022-01-14", "We talk.", "draft"),
    ]
    assert "0 created, 0 changed, 2 unchanged" in run(path, "--profile", "Views")


MANY_FAULTS = (
    "The Duma,talks,for it,14/01/2022,Minutes,We talk.,",
    "Atlantis,talks,for it,14/01/2022,Minutes,a,",
    "Kofman,Nonsense,for it,14/01/2022,Minutes,b,",
    "Kofman,talks,perhaps,14/01/2022,Minutes,c,",
    "Kofman,talks,7,14/01/2022,Minutes,d,",
    "Kofman,talks,for it,31/02/2022,Minutes,e,",
    "Kofman,talks,for it,14/01/2999,Minutes,f,",
    ",talks,for it,14/01/2022,Minutes,g,",
    "Kofman,talks,,14/01/2022,Minutes,h,",
    "Kofman,talks,for it,,Minutes,i,",
    "Kofman,talks,for it,14/01/2022,,j,",
    "Kofman,talks,for it,14/01/2022,Minutes,k,x,beside",
    "Kofman,talks,#N/A,14/01/2022,Minutes,l,",
    "The Duma,talks,for it,14/01/2022,Minutes,We talk.,",
    "Kofman,talks,for it,14/01/2022,Minutes," + "m" * 2001 + ",",
    "Kofman,talks,for it,14/01/2022,Minutes,One. Two. Three. Four. Five.,",
)


def test_command_and_page_say_the_same_faults_word_for_word(files, profile):
    path = write(files, *MANY_FAULTS)
    of_command = refuse(path, "--profile", "Views")
    assert len(of_command) >= len(MANY_FAULTS) - 1
    options = ImportOptions(profile=read_named(profile), file_name=path.name, negotiation=the_negotiation().slug)
    preview = preview_import(path, options._replace(user=make_user("analyst"), by_operator=False))
    of_page = [f"{row.place}: {reason}" for row in preview.rows for reason in row.reasons]
    assert sorted(of_page) == sorted(fault.removeprefix(f"warning: {path.name}:") for fault in of_command)
    assert [row.place for row in preview.rows if row.state == "new"] == ["2"]


def test_good_rows_of_the_page_are_what_a_file_of_them_alone_brings(files, profile):
    path = write(files, *MANY_FAULTS)
    preview = preview_import(path, ImportOptions(profile=read_named(profile), negotiation=the_negotiation().slug))
    good = [MANY_FAULTS[int(row.place) - 2] for row in preview.rows if row.state == "new"]
    assert f"{len(good)} created" in run(write(files, *good, name="good.csv"), "--profile", "Views")


def test_a_wide_sheet_is_read_by_the_command_too(files):
    wide = Profile(
        columns={"Item": "proposal", "Moscow": ACTOR, "Kofman": ACTOR},
        always={"source_title": "Votes", "said_on": "2022-01-10", "locator": "row {row}"},
        words={"value:position": {"aye": "2"}},
        wide=True,
    )
    make_profile(name="Votes", matching=wide.to_json())
    path = write(files, "talks,aye,", "No expansion,,perhaps", heading="Item,Moscow,Kofman")
    (fault,) = refuse(path, "--profile", "Votes")
    assert fault.startswith("3 (“Kofman”): value: “perhaps” is no whole number from −2 to +2, nor none")
    path = write(files, "talks,aye,aye", heading="Item,Moscow,Kofman")
    assert "2 created" in run(path, "--profile", "Votes")
    assert {*Claim.objects.values_list("locator", flat=True)} == {"row 2"}


def test_a_column_that_a_profile_does_not_know_is_a_fault(files, profile):
    path = write(files, "Kofman,talks,for it,14/01/2022,Minutes,,,x", heading=f"{HEADING},More")
    assert refuse(path, "--profile", "Views") == ["1: More: is no column of a file that fits “Views”."]
    path = write(files, "Kofman,talks,for it", heading="Who,Issue,Stance")
    assert "1: When: is required: there is no such column." in refuse(path, "--profile", "Views")


def test_a_profile_that_is_not_there_is_told_with_those_that_are(files, profile):
    path = write(files)
    assert refuse(path, "--profile", "Vews") == ["--profile: there is no profile “Vews”. There are: “Views”."]
    make_profile(name="Views", negotiation=make_negotiation(slug="other"))
    (reason,) = refuse(path, "--profile", "Views")
    assert reason.startswith("--profile: “Views” is kept for several negotiations: add --negotiation (")


def test_a_profile_follows_rows_that_were_merged(files, profile):
    other = make_actor(slug="kremlin-office", name="Office", side=None)
    moscow = Actor.objects.get(slug="moscow")
    carry_out(VocabularyMerge(Actor, moscow.pk, other.pk), user=make_user("reviewer"), reason="one and the same")
    run(write(files, "The Duma,talks,for it,14/01/2022,Minutes,We talk.,"), "--profile", "Views")
    assert Claim.objects.get().holder == other and Proposal.objects.count() == 2


def test_rows_of_a_further_sheet_are_told_by_its_name(files, profile):
    from openpyxl import Workbook

    book = Workbook()
    for title in ("First", "Second"):
        sheet = book.create_sheet(title)
        sheet.append(HEADING.split(","))
        sheet.append(["Kofman", "talks", "for it", "2022-01-10", "Minutes", title, ""])
        sheet.append(["Nobody", "talks", "for it", "2022-01-10", "Minutes", f"{title} again", ""])
    book.save(files.root / "two.xlsx")
    options = ImportOptions(profile=read_named(profile), negotiation=the_negotiation().slug)
    preview = preview_import(files.root / "two.xlsx", options)
    assert [(row.place, row.state) for row in preview.rows] == [
        ("2", "new"),
        ("3", "invalid"),
        ("2 of “Second”", "new"),
        ("3 of “Second”", "invalid"),
    ]
