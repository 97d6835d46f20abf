"""A few of the faults of `make faults`: quick ones, so that the rest is not found by it alone."""

import time

import pytest

from claims.models import Claim
from tests.faults import report
from tests.faults.site import ForkedCommand
from tests.faults.state import forget_connections, look_through, read_state
from tests.faults.visitor import HeardAnswer, read_form
from tests.make import make_actor, make_claim, make_proposal, make_side

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = "holder,proposal,value,said_on,quote,source_title,source_type,source_url"


@pytest.fixture
def file(tmp_path):
    """A spreadsheet of new claims."""
    side = make_side()
    holder, proposal = make_actor(side=side), make_proposal()
    make_claim(holder=holder, proposal=proposal)
    rows = [
        f"{holder.slug},{proposal.slug},1,2022-01-03,Vote {number} of all.,Talks,hearing,https://x.example/"
        for number in range(40)
    ]
    path = tmp_path / "votes.csv"
    path.write_text("\n".join([COLUMNS, *rows]))
    return path


def begin(*command):
    forget_connections()
    return ForkedCommand(*command)


def test_an_import_that_is_killed_is_done_or_not_done_and_can_be_begun_again(file):
    before = read_state()
    for seconds in (0.05, 0.2):
        process = begin("import_claims", file, "--negotiation", "talks")
        time.sleep(seconds)
        process.kill()
        now = read_state()
        done = Claim.objects.filter(quote__startswith="Vote").count()
        assert done in (0, 40) and (done or now == before)
        assert look_through() == []
    told = begin("import_claims", file, "--negotiation", "talks").wait()
    assert told.code == 0, told.said
    assert Claim.objects.filter(quote__startswith="Vote").count() == 40
    assert look_through() == []


def test_what_is_told_is_a_sentence():
    assert (
        HeardAnswer(503, "<h1>The disk is full</h1>").is_clear
        and not HeardAnswer(500, "<h1>Server Error (500)</h1>").is_clear
    )
    assert not HeardAnswer(200, "<pre>Traceback (most recent call last):").is_clear
    assert read_form("<form method=post><input name=note value=x></form>", button="note") == {"note": "x"}


def test_a_row_of_the_page_takes_the_place_of_its_own_and_of_no_other():
    page = f"Before\n{report.BEGIN}\n\n{report.END}\nAfter\n"
    for title, database, times in (("kill", "SQLite", 10), ("disk", "SQLite", 1), ("kill", "PostgreSQL", 3)):
        row = {"title": title, "database": database, "times": times, "seen": "", "wrong": {}}
        page = report.put_in(page, row)
    page = report.put_in(page, {**row, "database": "SQLite", "times": 50})
    lines = [line for line in page.splitlines() if line.startswith("|")]
    assert lines == [
        *report.HEAD,
        "| disk | SQLite | 1 | nothing broke |  |",
        "| kill | PostgreSQL | 3 | nothing broke |  |",
        "| kill | SQLite | 50 | nothing broke |  |",
    ]
    assert page.startswith("Before\n") and page.endswith("\nAfter\n")
