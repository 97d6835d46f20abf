"""What `make load` says of a run is true: it notices a save that is lost, doubled, half there or written over."""

import pytest

from benchmarks.crowd.accounts import list_faults, look_before
from benchmarks.crowd.browser import Page
from benchmarks.crowd.editors import Act
from benchmarks.crowd.report import BEGIN, DOCUMENT, END, _cut, _measure_slope
from claims.models import Claim
from claims.services.write_gate import editing
from tests.make import make_claim, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared():
    return make_claim(status="draft", note="")


@pytest.fixture
def before(shared):
    return look_before()


def write(claim, note, token):
    """Write a note as an editor's form does, with the token as its reason."""
    with editing(make_user("analyst"), token) as gate:
        row = gate.lock(Claim, claim.pk)
        row.note = note
        gate.save(row)
    return Act(token, "edit shared", claim.pk, "saved", 0.1)


def test_each_save_that_was_answered_is_accounted_for(shared, before):
    acts = [write(shared, "e0-0.", "e0-0."), write(shared, "e0-0. e2-1.", "e2-1.")]
    acts.append(Act("e1-0.", "write", None, "refused", 0.1))
    assert list_faults(acts, before, [shared.pk]) == []


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (Act("e9-9.", "write", 1, "saved", 0.1), "answered as saved and is not in the history"),
        (Act("e0-0.", "edit shared", 1, "conflict", 0.1), "answered as not saved (conflict) and is in the history"),
        (Act("e3-0.", "write", 1, "hindered", 0.1, kept=False), "what was typed is not on the page"),
        (Act("e3-0.", "propose", 1, "saved", 0.1), "proposed a correction that is not there"),
    ],
)
def test_what_differs_from_an_answer_is_told(shared, before, act, fault):
    acts = [write(shared, "e0-0.", "e0-0.")] if act.token != "e0-0." else []
    if not acts:
        write(shared, "e0-0.", "e0-0.")
    assert fault in " ".join(list_faults([*acts, act], before, [shared.pk]))


def test_a_save_that_nobody_sent_or_that_is_there_twice_is_told(shared, before):
    act = write(shared, "e0-0.", "e0-0.")
    write(shared, "e0-0.", "e0-0.")
    write(shared, "e0-0. e4-0.", "e4-0.")
    told = " ".join(list_faults([act], before, [shared.pk]))
    assert "stands 2 times" in told and "holds e4-0., which nobody sent" in told


def test_a_word_that_was_written_over_is_told(shared, before):
    acts = [write(shared, "e0-0.", "e0-0."), write(shared, "e2-1.", "e2-1.")]
    assert list_faults(acts, before, [shared.pk]) == [f"claim {shared.pk}: “e2-1.” was written over “e0-0.”"]


def test_a_claim_that_its_history_does_not_tell_is_told(shared, before):
    acts = [write(shared, "e0-0.", "e0-0.")]
    Claim.history.filter(id=shared.pk, version=2).update(version=3, note="another")
    told = " ".join(list_faults(acts, before, []))
    assert "its history has the versions [1, 3]" in told and "another version than its history" in told


def test_what_a_visitor_sees_too_long_is_told(shared, before):
    gone = make_claim(status="withdrawn")
    before = look_before()
    saw = [("publish", shared.pk, 410), ("withdraw", gone.pk, 200), ("publish", gone.pk, 410)]
    told = list_faults([], before, [], saw)
    assert [line.split(" was answered")[0] for line in told] == [
        f"publish of claim {shared.pk}",
        f"withdraw of claim {gone.pk}",
    ]


def test_growth_is_the_slope_of_the_samples():
    assert _measure_slope([(0, 100), (10, 101), (20, 102)]) == pytest.approx(0.1)
    assert _measure_slope([(0, 100)]) == 0


def test_few_times_have_no_p95_beyond_the_longest():
    assert _cut([0.5, 1.0, 3.0]) == [1.0, pytest.approx(2.8), 3.0]
    assert _cut([2.0]) == [2.0, 2.0, 2.0]


def test_the_document_has_a_place_for_what_a_run_writes():
    assert DOCUMENT.read_text().count(BEGIN) == DOCUMENT.read_text().count(END) == 1


def test_a_form_is_read_as_a_browser_sends_it():
    page = b'<form id="one" action="../go/"><input name="a" value="1"><textarea name="b">x</textarea></form>'
    assert Page(200, "/at/here/", page, {}, 0).find_form("one") == ("/at/go/", [("a", "1"), ("b", "x")])
    assert Page(0, "/at/", b"", {}, 0).find_form("one") is None
