"""Of which coalitions a file of actors says that parties are members: written, read back, changed, refused."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from claims.models import Actor, Member, Participant
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_member

pytestmark = pytest.mark.django_db


def bring(path, *rows, options=()):
    if rows:
        names = list(dict.fromkeys(name for row in rows for name in row))
        lines = [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]
        path.write_text("\n".join(lines))
    out = StringIO()
    call_command("import_claims", path, *options, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def refused(path, *rows, options=()):
    names = list(dict.fromkeys(name for row in rows for name in row))
    path.write_text("\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]))
    before, printed = read_members(), StringIO()
    with pytest.raises(CommandError):
        call_command("import_claims", path, *options, stdout=StringIO(), stderr=printed, no_color=True)
    assert read_members() == before
    return printed.getvalue()


def read_members():
    return {*Member.objects.values_list("member__slug", "coalition__slug", "since", "until")}


@pytest.fixture
def file(tmp_path):
    make_actor(slug="fiji", name="Fiji", short_name="FJ")
    make_actor("coalition", slug="aosis", name="AOSIS")
    return tmp_path / "actors.csv"


def join(**days):
    return make_member(Actor.objects.get(slug="fiji"), Actor.objects.get(slug="aosis"), **days)


def test_what_the_list_writes_comes_back(client, file):
    join(until=date(2022, 3, 31))
    join(since=date(2023, 1, 1))
    other = make_actor("coalition", slug="g77", name="Group of 77")
    make_member(Actor.objects.get(slug="fiji"), other)
    before = read_members()
    file.write_bytes(b"".join(client.get("/talks/actors/?_export=csv").streaming_content))
    assert "aosis until 2022-03-31 | g77 | aosis from 2023-01-01" in file.read_text()
    assert "0 created, 0 changed, 3 unchanged" in bring(file)
    for model in (Member, Participant, Actor):
        QuerySet(model)._raw_delete("default")
    assert "3 created" in bring(file)
    assert read_members() == before


def test_a_coalition_may_stand_below_its_member_and_be_named_as_people_do(file):
    rows = {"name": "Palau", "member_of": "Group of 77 from 1 Mar 2022"}, {"name": "Group of 77", "kind": "coalition"}
    bring(file, *rows)
    assert read_members() == {("palau", "group-of-77", date(2022, 3, 1), None)}


def test_a_membership_changes_with_update_alone_and_others_stay(file):
    join(since=date(2022, 1, 1))
    join(until=date(2020, 1, 1))
    row = {"actor": "fiji", "name": "Fiji", "member_of": "aosis from 2022-01-01 until 2022-12-31"}
    fault = refused(file, row)
    assert "“Fiji” has “aosis from 2022-01-01” here, not “aosis from 2022-01-01 until 2022-12-31”." in fault
    assert "An import changes no actor." in fault
    assert "1 changed" in bring(file, row, options=["--update-names"])
    assert read_members() == {
        ("fiji", "aosis", date(2022, 1, 1), date(2022, 12, 31)),
        ("fiji", "aosis", None, date(2020, 1, 1)),
    }


@pytest.mark.parametrize(
    ("member_of", "reason"),
    [
        ("nowhere", "There is no actor “nowhere”."),
        ("fiji", "“Fiji” is party. Only a coalition has members."),
        ("aosis from 32.1.2022", "“32.1.2022” is no day"),
        ("aosis from 2022-03-01 until 2022-02-01", "it ends before it begins."),
        ("aosis from 2021-01-01", "Fiji is already a member of AOSIS, until 31 Mar 2022"),
    ],
)
def test_a_fault_is_named_by_line_and_column(file, member_of, reason):
    join(until=date(2022, 3, 31))
    fault = refused(file, {"actor": "fiji", "name": "Fiji", "member_of": member_of}, options=["--update-names"])
    assert f"actors.csv:2: member_of: {reason}" in fault or (reason in fault and ":2: member_of:" in fault)


def test_no_membership_ends_by_a_file_on_which_claims_rest(file):
    member = join()
    make_claim(holder=member.coalition, speaker=member.member, said_on=date(2022, 1, 17))
    row = {"actor": "fiji", "name": "Fiji", "member_of": "aosis until 2022-01-16"}
    assert "is quoted first-hand for AOSIS in 1 claim" in refused(file, row, options=["--update-names"])


def test_a_coalition_of_other_talks_alone_is_not_written(client, file):
    join()
    with editing(None):
        Actor.objects.get(slug="aosis").stretches.get().delete()
    assert "aosis" not in b"".join(client.get("/talks/actors/?_export=csv").streaming_content).decode()
