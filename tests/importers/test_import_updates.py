"""A data set that is imported again in a newer version: what was mended, moved or has gone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim, Source
from claims.rules.csl import write_record
from tests.importers.claim_files import Files
from tests.importers.seed_folders import dump
from tests.make import change, make_claim, make_user

pytestmark = pytest.mark.django_db

TYPO = {"quote": "There will be no expanson of the alliance to the east."}
MENDED = {"quote": "There will be no expansion of the alliance to the east."}


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def say(path, *options):
    out = StringIO()
    call_command("import_claims", path, *options, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def test_mended_typo_is_offered_and_replaced_instead_of_entered_twice(files):
    files.bring(TYPO, {"quote": "Another."}, options=["--publish"])
    claim = Claim.objects.get(quote=TYPO["quote"])
    rows = [MENDED, {"quote": "Another."}]
    (fault,) = files.refused(*rows, options=["--publish"])
    assert fault.startswith(f"2: quote: is nearly that of {claim.public_id}, which is in no row: “{TYPO['quote']}”.")
    assert "--replace" in fault and "--add-near" in fault
    assert "is published, and the row would change it" in files.refused(*rows, options=["--replace"])[0]
    before = dump()
    assert files.bring(*rows, options=["--publish", "--replace", "--dry-run"]) == (0, 1, 1)
    assert dump() == before
    assert "Claims replaced that said nearly the same: 1." in say(files.write(rows), "--publish", "--replace")
    claim.refresh_from_db()
    assert (claim.quote, claim.status, claim.version) == (MENDED["quote"], "published", 2)
    assert Claim.objects.count() == 2
    assert files.bring(*rows, options=["--publish"]) == (0, 0, 2)


def test_column_that_the_file_has_not_survives_a_replacement(files):
    files.bring(TYPO | {"note": "kept", "said_on": "2022-01-05"})
    assert files.bring(MENDED, options=["--replace"]) == (0, 1, 0)
    assert (files.claim().note, str(files.claim().said_on)) == ("kept", "2022-01-05")


def test_near_passage_may_be_a_claim_of_its_own(files):
    files.bring(TYPO)
    assert files.bring(MENDED, options=["--add-near"]) == (1, 0, 0)
    assert files.bring(TYPO, MENDED) == (0, 0, 2)


@pytest.mark.parametrize(
    "other", [{"holder": "kofman"}, {"proposal": "talks"}, {"dimension": "salience"}, {"source_title": "Two"}]
)
def test_near_words_about_something_else_are_no_matter(files, other):
    files.bring(TYPO)
    assert files.bring(MENDED | other) == (1, 0, 0)


@pytest.mark.parametrize("published_on", ["", "2022-01-17"])
def test_day_by_default_is_no_part_of_what_a_claim_is(files, published_on):
    row = {"source_published_on": published_on}
    files.bring(row, options=["--said-on", "2022-01-10"])
    assert files.bring(row, options=["--said-on", "2022-01-11"]) == (0, 0, 1)
    assert str(files.claim().said_on) == (published_on or "2022-01-10")


def test_source_that_gets_another_day_moves_the_claims_that_have_its_day(files):
    files.bring({})
    later = {"source_published_on": "2022-01-18"}
    assert "source_published_on: The source “one” has “2022-01-17” here." in files.refused(later)[0]
    assert files.bring(later, options=["--update-sources"]) == (0, 1, 0)
    assert str(files.claim().said_on) == str(Source.objects.get().published_on) == "2022-01-18"


def test_row_that_is_a_claim_by_its_default_day_is_no_other_row_s_claim(files):
    files.bring({"source_published_on": ""}, options=["--said-on", "2022-01-10"])
    rows = [{"source_published_on": "", "said_on": "2022-01-10"}, {"source_published_on": "", "said_on": ""}]
    (fault,) = files.refused(*rows, options=["--said-on", "2022-01-12"])
    assert fault.startswith("3: is the same claim as line 2, which is ")


@pytest.mark.parametrize(
    "column, field, value",
    [
        ("source_url", "url", "https://moved.example/1"),
        ("source_publisher", "publisher", "Daily"),
        ("source_origin", "origin", "Agency"),
        ("source_title", "title", "One, in full"),
        ("source_csl", "csl", {"volume": "3"}),
    ],
)
def test_source_that_moved_is_changed_when_that_is_wished(files, column, field, value):
    source = files.source(publisher="Weekly", url="https://old.example/", origin="Other")
    row = {"source": "one", column: write_record(value) if column == "source_csl" else value}
    assert f"2: {column}: The source “one” has “" in files.refused(row)[0]
    assert files.bring(row, options=["--update-sources"]) == (1, 0, 0)
    source.refresh_from_db()
    assert (getattr(source, field), source.version) == (value, 2)
    assert source.history.first().history_change_reason == "imported from claims.csv"
    assert files.bring(row, options=["--update-sources"]) == (0, 0, 1)
    source.refresh_from_db()
    assert source.version == 2


def test_source_is_leaked_or_not_as_the_file_says_and_no_flag_is_read_over_in_silence(files):
    source = files.source(leaked=True, grade="B")
    row = {"source": "one", "source_leaked": "no"}
    assert files.refused(row)[0].startswith("2: source_leaked: The source “one” has “yes” here.")
    assert files.bring(row, options=["--update-sources"]) == (1, 0, 0)
    source.refresh_from_db()
    assert (source.leaked, source.grade) == (False, "B")
    assert files.refused({"source": "one", "source_leaked": "perhaps"})[0].startswith("2: source_leaked: ")
    (fault,) = files.refused({"source": "one", "source_grade": "G"}, options=["--update-sources"])
    assert fault.startswith("2: source_grade: ") and "A, B, C, D, E" in fault


def test_two_rows_do_not_move_a_source_to_two_places(files):
    files.source()
    rows = [{"source_url": f"https://{place}.example/", "quote": place} for place in ("a", "b")]
    (fault,) = files.refused(*rows, options=["--update-sources"])
    assert fault == "3: source_url: The source “one” has “https://a.example/” on line 2."
    assert "source_url" in files.refused({"source_url": "nowhere"}, options=["--update-sources"])[0]


def test_claims_that_have_gone_from_the_file_are_named_and_withdrawn_when_that_is_wished(files):
    files.bring({}, {"quote": "Gone."}, {"quote": "Draft.", "source_title": "Two"}, options=["--publish"])
    gone, other = Claim.objects.get(quote="Gone."), Claim.objects.get(quote="Draft.")
    elsewhere = make_claim(holder=files.moscow)  # of a source that the file does not name
    path = files.write([{}])
    said = say(path)
    assert f"Claims in no row of the file: 2 ({gone.public_id}, {other.public_id}), left" in said
    assert "withdrawn." in say(path, "--withdraw-missing", "Struck from the record.")
    for claim in (gone, other):
        claim.refresh_from_db()
        assert (claim.status, claim.review_comment) == ("withdrawn", "Struck from the record.")
        assert claim.history.first().history_change_reason == "withdraw: Struck from the record."
    elsewhere.refresh_from_db()
    assert elsewhere.status == Claim.objects.get(quote="No expansion, ever.").status == "published"
    assert "no row" not in say(path)


def test_drafts_of_others_are_not_gone_from_a_file(files):
    source = files.source()
    mine = make_claim(holder=files.moscow, source=source, status="draft", by=make_user("analyst"))
    files.bring({})
    assert "no row" not in say(files.write([{}]), "--withdraw-missing", "Why not.")
    mine.refresh_from_db()
    assert mine.status == "draft"


@pytest.mark.parametrize("value", ["2.0", "+2", "2.", "2.00"])
@pytest.mark.parametrize("day", ["2015-03-07T19:35", "2015-03-07 19:35:10.5", "2015-03-07T19:35:00Z"])
def test_values_and_days_are_read_as_programs_write_them(files, value, day):
    files.bring({"value": value, "said_on": day})
    assert (files.claim().value, str(files.claim().said_on)) == (2, "2015-03-07")


@pytest.mark.parametrize("day", ["2015-03-07T", "T19:35", "2015-03-07T7pm", "20150307T1935"])
def test_what_is_no_time_is_no_day(files, day):
    assert "is no day" in files.refused({"said_on": day})[0]


def test_drafts_belong_to_the_user_who_is_named(files, client):
    ann = make_user("analyst", username="ann")
    assert "--as USER" in say(files.write([{"quote": "b"}]))
    assert "--as USER" not in say(files.write([{}]), "--as", "ann")
    claim = Claim.objects.get(quote="No expansion, ever.")
    assert claim.coder == claim.written_by == claim.history.get().history_user == ann
    client.force_login(ann)
    assert "No expansion" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("options", [["--publish"], ["--withdraw-missing", "Gone."]])
def test_only_a_reviewer_publishes_or_withdraws_by_an_import(files, options):
    make_user("analyst", username="ann")
    path = files.write([{}])
    with pytest.raises(CommandError, match="ann is no reviewer: only"):
        say(path, "--as", "ann", *options)
    make_user("reviewer", username="rob")
    say(path, "--as", "rob", *options)
    assert files.claim().coder.username == "rob"


def test_user_who_cannot_log_in_or_code_takes_no_drafts(files):
    change_me = make_user(username="nobody")
    gone = make_user("analyst", username="gone", is_active=False)
    for user in (change_me.username, gone.username, "unknown"):
        with pytest.raises(CommandError, match="is no analyst or reviewer who can log in"):
            say(files.write([{}]), "--as", user)


def test_claim_that_was_withdrawn_is_not_offered(files):
    files.bring(TYPO)
    change(files.claim(), status="withdrawn")
    assert files.bring(MENDED) == (1, 0, 0)
