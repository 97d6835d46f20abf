"""What is kept of a whole table: made once for each version, scope and question, whoever asks, and not for ever."""

import ast
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier, Event

import numpy as np
import pytest

from claims import queries
from claims.models import Claim, Touched, VersionNumber
from claims.queries import cache, snapshot
from claims.queries.sizes import measure
from claims.queries.snapshot import Snapshot, kept_for_a_few, same_in_all_scopes
from claims.rules.scales import Dimension
from tests.make import make_claim
from tests.versions import FIRST, SECOND, read_version

pytestmark = pytest.mark.django_db

SECONDS = 20  # in which threads that do not wait for each other for ever are done


@pytest.fixture
def calls():
    """What functions were called with, in order."""
    return []


@pytest.fixture
def double(calls):
    def double(snapshot, number):
        calls.append(number)
        return [snapshot.scope, 2 * number]

    return double


@pytest.fixture
def marked():
    """Forget the marks of a test's own functions."""
    kept = set(snapshot._SAME_IN_ALL_SCOPES), set(snapshot._KEPT_FOR_A_FEW)
    yield
    for marks, before in zip((snapshot._SAME_IN_ALL_SCOPES, snapshot._KEPT_FOR_A_FEW), kept, strict=True):
        marks.intersection_update(before)


def test_a_function_is_called_once_for_each_snapshot_and_arguments(double, calls):
    scopes = queries.Scope(), queries.Scope(as_of=date(2022, 1, 1))
    one, other = (Snapshot(FIRST, scope) for scope in scopes)
    assert [one.get(double, 3)[1], one.get(double, 4)[1], other.get(double, 3)[1]] == [6, 8, 6]
    assert [kept.get(double, 3)[0] for kept in (one, other)] == list(scopes)
    assert calls == [3, 4, 3]
    assert one.get(double, 3) is one.get(double, 3)


def test_all_that_has_no_choice_of_a_reader_in_it_is_kept(double, calls):
    kept = Snapshot(FIRST, queries.Scope())
    for _ in range(2):
        for number in range(5 * snapshot.MOST_CHOICES):
            kept.get(double, number)
    assert calls == list(range(5 * snapshot.MOST_CHOICES))


def test_of_what_readers_choose_only_the_last_few_are_kept(double, calls, marked):
    kept, most = Snapshot(FIRST, queries.Scope()), snapshot.MOST_CHOICES
    kept_for_a_few(double)
    for number in range(most + 1):
        kept.get(double, number)
    kept.get(double, most)
    kept.get(double, 0)
    assert calls == [*range(most + 1), 0]


def test_what_readers_choose_of_one_function_makes_no_room_for_that_of_another(calls, marked):
    functions = [lambda of, number, add=add: calls.append((add, number)) or add for add in range(9)]
    kept = Snapshot(FIRST, queries.Scope())
    for _ in range(2):
        for function in functions:
            assert kept.get(kept_for_a_few(function), 1) == functions.index(function)
    assert calls == [(add, 1) for add in range(9)]


def test_what_is_the_same_in_all_scopes_is_asked_without_one_and_once_for_all(calls, marked):
    @same_in_all_scopes
    def read_all(*args):
        calls.append(args)
        return []

    snapshots = [Snapshot(FIRST, queries.Scope(as_of=day)) for day in (None, date(2022, 1, 1))]
    first = snapshots[0].get(read_all)
    assert snapshots[1].get(read_all) is first
    assert Snapshot(SECOND, queries.Scope()).get(read_all) is not first
    assert calls == [(None,), (None,)]


def test_of_many_who_ask_at_once_one_makes_and_the_others_wait(calls):
    together = Barrier(4)
    kept = Snapshot(FIRST, queries.Scope())

    def make(snapshot):
        calls.append("made")
        return object()

    def ask():
        together.wait(SECONDS)
        return kept.get(make)

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ask) for _ in range(4)]
        assert len({id(answer.result(SECONDS)) for answer in asked}) == 1
    assert calls == ["made"]


def test_while_one_function_is_made_another_that_it_does_not_need_can_be():
    kept, started, go_on = Snapshot(FIRST, queries.Scope()), Event(), Event()

    def inner(snapshot):
        return 2

    def slow(snapshot):
        started.set()
        assert go_on.wait(SECONDS)
        return snapshot.get(inner) + 1

    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(kept.get, slow)
        assert started.wait(SECONDS)
        assert kept.get(inner) == 2  # asked from beside, while `slow` is about to ask for it
        go_on.set()
        assert answer.result(SECONDS) == 3


def test_a_function_that_asks_for_itself_fails_and_waits_for_nobody():
    def circle(snapshot):
        return snapshot.get(circle)

    with pytest.raises(RecursionError):
        Snapshot(FIRST, queries.Scope()).get(circle)


def test_what_failed_is_asked_anew_by_the_next(calls):
    def fail_first(snapshot):
        calls.append("asked")
        return 1 // (len(calls) - 1)

    kept = Snapshot(FIRST, queries.Scope())
    with pytest.raises(ZeroDivisionError):
        kept.get(fail_first)
    assert kept.get(fail_first) == 1


def test_a_snapshot_knows_no_query():
    imported = {
        node.module
        for node in ast.walk(ast.parse(Path(snapshot.__file__).read_text()))
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert imported == {"cache", "models", "scope", "touched"}


@pytest.mark.parametrize("negotiations", [None, (), (2,), (1, 2)])
def test_the_version_of_one_negotiation_is_for_no_scope_but_its_own(negotiations):
    of_one = VersionNumber(1, 7)
    assert queries.get_snapshot(queries.Scope(negotiations=(1,)), of_one).version == of_one
    with pytest.raises(ValueError, match="not the version of what"):
        queries.get_snapshot(queries.Scope(negotiations=negotiations), of_one)


def test_a_value_kept_is_the_same_for_all_and_goes_with_its_version():
    version = read_version()
    first = queries.get_snapshot(queries.Scope(), version)
    assert queries.get_snapshot(queries.Scope(), version) is first
    assert queries.get_snapshot(queries.Scope(as_of=date(2022, 1, 1)), version) is not first
    newer = queries.get_snapshot(queries.Scope(), version._replace(number=version.number + 1))
    assert newer is not first
    assert queries.get_snapshot(queries.Scope(), version._replace(number=version.number + 1)) is newer


def test_only_so_many_scopes_are_kept_and_what_all_share_is_none_of_them():
    version = read_version()
    oldest = queries.Scope(as_of=date(1, 1, 1))
    first = queries.get_snapshot(oldest, version)
    vocab = first.get(queries.read_vocabulary)
    for year in range(2, cache.SCOPES.most + 2):
        snapshot = queries.get_snapshot(queries.Scope(as_of=date(year, 1, 1)), version)
        assert snapshot.get(queries.read_vocabulary) is vocab
    assert len(cache.SCOPES) == cache.SCOPES.most
    assert queries.get_snapshot(oldest, version) is not first


def test_whoever_goes_through_all_days_drives_out_no_page_without_filters():
    first_screen = queries.get_snapshot(queries.Scope(dimension=Dimension.POSITION), FIRST)
    days = [queries.Scope(as_of=date(2000 + year, 1, 1), dimension=Dimension.POSITION) for year in range(20)]
    for _ in range(2):
        for day in days:
            queries.get_snapshot(day, FIRST)
    assert queries.get_snapshot(queries.Scope(dimension=Dimension.POSITION), FIRST) is first_screen
    assert len(cache.SCOPES) == cache.SCOPES.most


def test_what_stays_goes_too_where_nothing_else_is_left():
    kept = cache.VersionedCache(2)
    for key in "abc":
        kept.get(FIRST, key, object, stays=True)
    assert len(kept) == 2


def test_only_so_many_days_since_are_kept():
    now = queries.get_snapshot(queries.Scope(), read_version())
    earlier = [queries.Scope(as_of=date(2022, 1, day)) for day in range(1, 12)]
    first = now.get(queries.find_changed_cells, earlier[0], Dimension.POSITION)
    assert now.get(queries.find_changed_cells, earlier[0], Dimension.POSITION) is first
    for scope in earlier:
        now.get(queries.find_changed_cells, scope, Dimension.POSITION)
    assert now.get(queries.find_changed_cells, earlier[0], Dimension.POSITION) is not first


def test_what_failed_to_be_made_is_made_by_the_next_who_asks():
    with pytest.raises(ZeroDivisionError):
        cache.SHARED.get(FIRST, "number", lambda: 1 // 0)
    assert cache.SHARED.get(FIRST, "number", lambda: 7) == 7


def test_a_list_is_counted_once_for_each_version_and_question(django_assert_num_queries):
    make_claim(2)
    make_claim(1)
    claims = Claim.objects.published()
    with django_assert_num_queries(2):
        assert [queries.count_rows(claims, FIRST), queries.count_rows(claims, FIRST)] == [2, 2]
        assert queries.count_rows(claims.filter(value=2), FIRST) == 1
    make_claim()
    assert queries.count_rows(claims, FIRST) == 2
    assert [queries.count_rows(claims, SECOND), queries.count_rows(claims.none(), SECOND)] == [3, 0]
    assert queries.count_rows(claims.filter(proposal__in=[]), SECOND) == 0


def test_what_is_kept_of_one_database_is_told_of_no_other():
    newer, older = VersionNumber(1, 9), VersionNumber(1, 3, "release 1")  # of the same id in both
    kept = cache.VersionedCache(most=2, in_all=4)
    for version in (newer, older, older._replace(database="release 2")):
        assert [kept.get(version, key, lambda at=version: at.database) for key in "abc"] == [version.database] * 3
    assert [kept.get(newer, key, lambda: "made anew") for key in "abc"].count("made anew") == 3  # those were older
    assert kept.get(older._replace(database="release 2"), "c", lambda: "made anew") == "release 2"
    assert len(kept) == 4


def test_what_is_kept_takes_so_many_bytes_and_what_was_asked_for_last_stays_whatever_it_takes():
    kept = cache.VersionedCache(most_bytes=1000)
    for key, number in (("a", 60), ("b", 60), ("c", 10)):
        kept.get(FIRST, key, lambda number=number: np.zeros(number, np.int64))
    assert [key for key, *_ in kept.list_made()] == ["b", "c"] and kept.nbytes == 560
    kept.get(FIRST, "large", lambda: np.zeros(1000, np.int64))
    assert [key for key, *_ in kept.list_made()] == ["large"]
    kept.get(FIRST, "a", lambda: np.zeros(1, np.int64))
    assert [key for key, *_ in kept.list_made()] == ["a"]


def test_a_snapshot_takes_what_its_results_take_and_goes_as_it_grows(monkeypatch):
    monkeypatch.setattr(cache.SCOPES, "most_bytes", 100_000)

    def make_array(snapshot, number):
        return np.zeros(number, np.int64)

    first, second = (queries.get_snapshot(queries.Scope(as_of=date(2022, 1, day)), FIRST) for day in (1, 2))
    second.get(make_array, 1000)
    first.get(make_array, 1000)
    assert (first.nbytes, cache.SCOPES.nbytes) == (8000, 16_000)
    second.get(make_array, 20_000)
    assert queries.get_snapshot(first.scope, FIRST) is not first


@pytest.mark.parametrize(
    "make",
    [
        lambda: [f"proposal {number}" * 9 for number in range(4000)],
        lambda: {number: (number, f"{number}", [number]) for number in range(1000, 3000)},
        lambda: {f"{number}": Touched(frozenset([number]), alone=True) for number in range(2000)},
    ],
    ids=["texts", "tuples by number", "named tuples by text"],
)
def test_how_much_a_value_takes_is_told_within_two_thirds(make):
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        value = make()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert taken * 0.6 < measure(value) < taken * 1.67


class CountedKey:
    """A key that counts how often it is hashed, as one that holds thousands of rows is felt to be."""

    hashed = 0

    def __hash__(self):
        self.hashed += 1
        return 7


def test_what_is_kept_under_a_costly_key_delays_nobody_who_asks_for_something_else():
    kept, costly = cache.VersionedCache(most_bytes=1000), CountedKey()
    kept.get(FIRST, costly, lambda: "made of thousands of rows")
    before = costly.hashed
    for number in range(5):
        kept.get(FIRST, number, lambda: "made of few")
        kept.trim()
        assert kept.nbytes and kept.list_made()
    assert costly.hashed == before


def test_rows_by_which_something_is_kept_are_those_of_the_same_ids_in_the_same_order(monkeypatch):
    claims = [make_claim(), make_claim(said_on="2022-02-01")]
    again = Claim.objects.order_by("pk")
    rows = queries.KeptRows(claims)
    assert rows == queries.KeptRows(again) and hash(rows) == hash(queries.KeptRows(again)) and list(rows) == claims
    assert rows not in (queries.KeptRows(again.reverse()), queries.KeptRows(claims[:1]), tuple(claims))
    monkeypatch.setattr(Claim, "__hash__", None)  # whose hash takes long, and would be asked of each row each time
    assert {rows: "made"}[queries.KeptRows(again)] == "made"
