"""Long titles in files: the whole is kept, and a short one made that tells a proposal from the others."""

import pytest
from django.core.management import call_command

from claims.models import Proposal
from tests.importers.claim_files import Files
from tests.make import change, make_proposal

pytestmark = pytest.mark.django_db

BUDGETS = [
    f"Budget of the Union for {country} for the financial year {year}"
    for country in ("France", "Poland")
    for year in (2021, 2022)
]
SHORT = [
    "Budget of the Union… France… year 2021",
    "Budget of the Union… France… year 2022",
    "Budget of the Union… Poland… year 2021",
    "Budget of the Union… Poland… year 2022",
]


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def list_titles():
    return [*Proposal.objects.order_by("pk").values_list("title", "full_title")]


def vote(title, **cells):
    return {"proposal": title, "quote": f"On {title}.", **cells}


def test_a_vote_record_brings_titles_that_tell_its_motions_apart_and_keeps_the_whole(files):
    known = Proposal.objects.count()
    assert files.bring(*map(vote, BUDGETS), options=["--create"]) == (4, 0, 0)
    assert list_titles()[known:] == list(zip(SHORT, BUDGETS, strict=True))
    assert files.bring(*map(vote, BUDGETS)) == (0, 0, 4)
    new = Proposal.objects.get(title=SHORT[0])
    assert (new.definition, new.aliases, new.history.count()) == (BUDGETS[0], "", 1)


def test_a_later_file_tells_its_motions_from_those_that_are_here(files):
    make_proposal(title="Budget of the Union for…", full_title="Budget of the Union for all of its states in 2020")
    files.bring(vote(BUDGETS[0]), options=["--create"])
    files.bring(vote(BUDGETS[1]), options=["--create"])
    assert list_titles()[-2:] == [
        ("Budget of the Union for France for the…", BUDGETS[0]),
        ("Budget of the Union for… year 2022", BUDGETS[1]),
    ]


def test_a_file_may_say_both_titles(files):
    files.bring(vote("b-21", proposal_title="French budget 2021", proposal_full_title=BUDGETS[0]), options=["--create"])
    new = Proposal.objects.get(slug="b-21")
    assert (new.title, new.full_title, new.definition) == ("French budget 2021", BUDGETS[0], BUDGETS[0])
    assert files.bring(vote(BUDGETS[0], quote="On b-21."), vote("French budget 2021", quote="Yes.")) == (1, 0, 1)
    (fault,) = files.refused(vote("b-21", proposal_full_title=BUDGETS[1]))
    assert fault.startswith(f"2: proposal_full_title: “French budget 2021” has “{BUDGETS[0]}” here, not “{BUDGETS[1]}”")
    (fault,) = files.refused(vote("b-22", proposal_full_title="x" * 1001), options=["--create"])
    assert fault == "2: proposal_full_title: is longer than 1000 characters."


def test_a_title_of_a_later_row_is_shortened_like_those_of_the_first(files):
    rows = [vote("b-21"), vote("b-21", quote="Once more.", proposal_title=BUDGETS[0]), vote(BUDGETS[1])]
    files.bring(*rows, options=["--create"])
    assert list_titles()[-2:] == [
        ("Budget of the Union for… year 2021", BUDGETS[0]),
        ("Budget of the Union for… year 2022", BUDGETS[1]),
    ]


def test_a_file_of_proposals_changes_and_completes_titles_where_that_is_wished(files, tmp_path):
    first, second = make_proposal(slug="one", title="One"), make_proposal(slug="two", title="Two")
    path = tmp_path / "proposals.csv"
    path.write_text(f"proposal,title,full_title\none,{BUDGETS[0]},\ntwo,Two,{BUDGETS[1]}\n", encoding="utf-8")
    call_command("import_claims", path, "--update-names", verbosity=0)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.title, first.full_title) == ("Budget of the Union for France for the…", BUDGETS[0])
    assert (second.title, second.full_title) == ("Two", BUDGETS[1])


def test_a_title_that_says_it_all_is_told_once(files):
    proposal = make_proposal(title="Zones", full_title="ZONES")
    assert (proposal.full_title, proposal.list_names()) == ("", ["Zones"])
    change(proposal, full_title="Zones of peace")
    assert proposal.list_names() == ["Zones", "Zones of peace"]
