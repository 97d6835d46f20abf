"""Files and seeds name the wording that a claim answers and that an outcome is of: by its slug or label, and never that
of another proposal."""

from datetime import date

import pytest

from claims.importers.spreadsheet.run import import_claims
from claims.models import Claim, Outcome, Wording
from tests.importers.claim_files import Files
from tests.make import change, make_wording

pytestmark = pytest.mark.django_db

NO_SUCH = "2: wording: There is no wording “{}” of “No expansion”: enter it first, or bring it in."
OUTCOME = {"proposal": "no-expansion", "kind": "agreed", "day": "2022-03-03", "quote": "Agreed.", "source_title": "One"}
GENEVA = 'wording = "geneva"'


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.fixture
def december(files):
    return make_wording(files.expansion, slug="december", label="December draft")


# Claims


@pytest.mark.parametrize("name", ["december", "December draft", " december  DRAFT "])
def test_a_claim_names_it_by_slug_or_label(files, december, name):
    make_wording(files.talks, slug="december", label="December draft")  # of another proposal
    assert files.bring({"wording": name}) == (1, 0, 0)
    assert files.claim().wording == december
    assert files.bring({"wording": "december"}) == (0, 0, 1)
    assert files.bring({}) == (0, 0, 1)  # a column that the file has not stays as it is
    assert files.bring({"wording": ""}) == (0, 1, 0)
    assert files.claim().wording is None


@pytest.mark.parametrize("name", ["geneva", "=1+1", "x" * 500])
def test_a_wording_that_the_proposal_has_not_is_a_fault_of_its_line(files, december, name):
    make_wording(files.talks, slug="geneva", label="Geneva")
    assert files.refused({"wording": name}) == [NO_SUCH.format(name)]


def test_of_a_proposal_that_the_file_makes_there_is_no_wording_yet(files):
    row = {"proposal": "New talks", "wording": "december"}
    (fault,) = files.refused(row, options=["--create"])
    assert fault.startswith("2: wording: There is no wording “december” of “New talks”")


def test_a_claim_is_not_put_on_another_proposal_with_the_wording_that_it_answers(files, december):
    make_wording(files.talks, slug="december", label="December draft")
    files.bring({"wording": "december"})
    claim = files.claim()
    moved = {"claim": claim.public_id, "proposal": "talks"}
    (fault,) = files.refused(moved)
    assert fault.startswith(f"2: wording: {claim.public_id} keeps a wording of the proposal that it was on")
    assert files.bring(moved | {"wording": "december"}) == (0, 1, 0)
    assert files.claim().wording == files.talks.wordings.get()


# Outcomes


def test_an_outcome_names_it_likewise(files, december):
    assert write_outcomes(files, OUTCOME | {"wording": "December draft"}) == (1, 0, 0)
    assert Outcome.objects.get().wording == december
    assert write_outcomes(files, OUTCOME) == (0, 0, 1)
    assert write_outcomes(files, OUTCOME | {"wording": ""}) == (0, 1, 0)
    assert Outcome.objects.get().wording is None
    path = write_file(files, OUTCOME | {"wording": "geneva"})
    assert files.refused(path=path) == [NO_SUCH.format("geneva")]


def test_an_outcome_is_not_put_on_another_proposal_with_its_wording(files, december):
    write_outcomes(files, OUTCOME | {"wording": "december"})
    outcome = Outcome.objects.get()
    path = write_file(files, OUTCOME | {"outcome": outcome.public_id, "proposal": "talks"})
    (fault,) = files.refused(path=path)
    assert fault.startswith(f"2: wording: {outcome.public_id} keeps a wording")


def write_file(files, row):
    path = files.root / "outcomes.csv"
    path.write_text("\n".join([",".join(row), ",".join(row.values())]), encoding="utf-8")
    return path


def write_outcomes(files, row):
    return import_claims(write_file(files, row))[:3]


# Seeds


@pytest.fixture
def worded(folders):
    """Folders whose one document holds a wording that its claim and its outcome name by the label."""
    text = {"proposal": "no-expansion", "label": "December draft", "day": date(2021, 12, 17), "text": "No expansion"}
    told = {"proposal": "no-expansion", "kind": "agreed", "day": date(2022, 1, 26), "quote": "No expansion"}
    folders.worded = {"one.toml": {"december": text}}
    folders.told = {"one.toml": {"agreed": told | {"wording": "December draft"}}}
    folders.claim()["wording"] = "december-draft"
    return folders


def test_seeds_name_it_by_slug_or_label_and_are_known_again(worded):
    worded.load()
    wording = Wording.objects.get()
    assert Claim.objects.get(value=2).wording == wording == Outcome.objects.get().wording
    assert Claim.objects.get(value=0).wording is None
    assert worded.outcomes() == {}


def test_what_changes_of_it_in_the_file_is_taken_over(worded):
    worded.load()
    del worded.claim()["wording"]
    assert worded.outcomes() == {("claim", "never"): "updated"}
    assert Claim.objects.get(value=2).wording is None


def test_what_was_loaded_before_claims_named_wordings_is_unchanged(worded):
    del worded.claim()["wording"]
    worded.load()
    assert worded.outcomes() == {}
    worded.claim()["wording"] = "December draft"
    change(Claim.objects.get(value=2), note="edited here")
    assert worded.outcomes() == {("claim", "never"): "conflict"}


def test_seeds_that_name_one_that_there_is_not_are_refused_with_their_line(worded):
    reason = "wording: There is no wording “geneva” of “No expansion”: enter it first, or bring it in."
    for named in (worded.claim(), worded.told["one.toml"]["agreed"]):
        before, named["wording"] = named["wording"], "geneva"
        assert worded.refused() == [f"talks/one.toml:{worded.line(GENEVA)}: {reason}"]
        named["wording"] = before
