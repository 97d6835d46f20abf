"""What stances rest on, and which verdicts depend on one source, one origin, hearsay, or a condition."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st

from claims.rules.measures.robustness import (
    Ground,
    Provenance,
    TrialKind,
    collect_all_behind,
    collect_behind,
    find_changes,
    name_voices,
    read_as_refusal,
    rests_on_one_source,
    summarise_ground,
)
from claims.rules.scales import Attribution, State, VerdictKind
from claims.rules.stances import summarise
from claims.rules.verdicts import Hinge, Principal, decide, find_refusers, make_refused_test
from tests.rules.cases import FIRST_DAY, hold, make_claim, make_depends, make_stance
from tests.rules.stances_without_value import AWAITING, MIXED

SEATS = [("russia", "east"), ("us", "west"), ("nato", "west")]
PRESS, AGENCY = Provenance("press-1", "", "The Press"), Provenance("press-2", "Agency", "The Press")
WIRE = Provenance("wire-1", "Agency", "The Wire")


class Book:
    """Claims of principals with where each comes from; what nobody has spoken on is silent."""

    def __init__(self):
        self.cells, self.provenance = {}, {}

    def add(self, proposal, actor, value, where=PRESS, by="own", **fields):
        claim = make_claim(value, by, **fields)
        self.cells.setdefault((proposal, actor), []).append(claim)
        self.provenance[claim.id] = where
        return self

    def positions(self):
        proposals = sorted({proposal for proposal, _ in self.cells})
        return {
            proposal: [
                Principal(actor.upper(), side, summarise(self.cells.get((proposal, actor), [])), actor)
                for actor, side in SEATS
            ]
            for proposal in proposals
        }

    def named(self, **more):
        """Return the changes in short."""
        return [
            (c.trial, c.key, c.proposal, c.before.kind.value, c.after.kind.value)
            for c in find_changes(self.positions(), self.cells, self.provenance, **more)
        ]


def test_a_verdict_that_hangs_on_one_source_names_it():
    book = Book().add("pledge", "russia", 2, WIRE).add("pledge", "us", -2, PRESS).add("pledge", "us", -2, WIRE)
    assert book.named() == [
        ("source", "wire-1", "pledge", "contested", "unanswered"),
        ("voice", "Agency", "pledge", "contested", "unanswered"),
    ]


def test_reprints_of_one_agency_are_one_voice_and_fall_away_together():
    book = Book().add("pledge", "russia", 2, WIRE).add("pledge", "russia", 2, AGENCY).add("pledge", "us", -2, PRESS)
    assert book.named() == [
        ("source", "press-1", "pledge", "contested", "unanswered"),
        ("voice", "Agency", "pledge", "contested", "unanswered"),
        ("voice", "The Press", "pledge", "contested", "unanswered"),
    ]


def test_without_second_hand_claims_a_weaker_word_no_longer_stands_in_for_the_holder():
    own = Book().add("freeze", "russia", 2).add("freeze", "russia", 2, WIRE)
    book = own.add("freeze", "us", 1, by="attributed").add("freeze", "us", 1, WIRE, by="attributed")
    assert book.named() == [("second-hand", "", "freeze", "common-ground", "unanswered")]


def test_a_condition_read_as_a_refusal_turns_reach_into_contest_and_blocks_what_hangs_on_it():
    book = Book()
    for where in (PRESS, WIRE):
        book.add("pullback", "us", 2, where).add("pullback", "russia", 1, where, terms="if paid")
        book.add("freeze", "russia", 2, where).add("freeze", "us", 1, where, terms="if", depends_on="pullback")
    assert book.named() == [
        ("conditional", "", "freeze", "within-reach", "contested"),
        ("conditional", "", "pullback", "within-reach", "contested"),
    ]


def test_a_verdict_changes_when_the_refusal_that_it_hangs_on_falls_away():
    book = Book().add("pullback", "russia", -2, WIRE)
    for where in (PRESS, AGENCY):
        book.add("pullback", "us", 2, where)
        book.add("freeze", "russia", 2, where).add("freeze", "us", 1, where, terms="if", depends_on="pullback")
    assert book.named() == [
        ("source", "wire-1", "freeze", "blocked", "within-reach"),
        ("source", "wire-1", "pullback", "contested", "unanswered"),
        ("voice", "Agency", "freeze", "blocked", "within-reach"),
        ("voice", "Agency", "pullback", "contested", "unanswered"),
        ("conditional", "", "freeze", "blocked", "contested"),
    ]


def test_a_refusal_on_the_side_of_whoever_makes_the_condition_blocks_nothing_in_any_trial():
    book = Book()
    for where in (PRESS, WIRE):
        book.add("pullback", "nato", -2, where)
    for where in (Provenance("leaflet"), Provenance("letter")):
        book.add("freeze", "russia", 2, where).add("freeze", "us", 1, where, terms="if", depends_on="pullback")
    assert book.named() == [("conditional", "", "freeze", "within-reach", "contested")]


def test_a_refusal_that_comes_to_light_is_named_by_its_title():
    book = Book().add("pullback", "russia", -2, PRESS).add("pullback", "russia", 1, WIRE, day=1)
    for where in (Provenance("leaflet"), Provenance("letter")):
        book.add("freeze", "russia", 2, where).add("freeze", "us", 1, where, terms="if", depends_on="pullback")
    found = find_changes(book.positions(), book.cells, book.provenance, {"pullback": "Troop pull-back"})
    (change,) = [c for c in found if (c.key, c.proposal) == ("wire-1", "freeze")]
    assert change.after.hinges == (Hinge("pullback", "Troop pull-back"),)


def test_a_change_carries_both_verdicts_with_what_they_rest_on():
    book = Book().add("pullback", "russia", -2, WIRE)
    for where in (PRESS, AGENCY):
        book.add("freeze", "russia", 2, where).add("freeze", "us", 1, where, terms="if", depends_on="pullback")
    found = find_changes(book.positions(), book.cells, book.provenance, {"pullback": "Troop pull-back"})
    change = next(c for c in found if c.proposal == "freeze")
    assert change.before.hinges == (Hinge("pullback", "Troop pull-back"),)
    assert [(standing.name, standing.value) for standing in change.after.standings] == [("RUSSIA", 2), ("US", 1)]
    assert change.after.silent == ("NATO",)


def test_nothing_changes_where_everything_is_said_twice_and_at_first_hand():
    book = Book()
    for where in (PRESS, WIRE):
        book.add("pledge", "russia", 2, where).add("pledge", "nato", -2, where)
    assert book.named() == []


@pytest.mark.parametrize(
    ("stance", "value"),
    [
        (make_stance(2, terms="if asked"), -1),
        (make_stance(0, terms="if asked"), -1),
        (make_stance(-2, terms="if asked"), -2),
        (make_depends(), -1),
    ],
)
def test_a_conditional_stance_counts_as_a_refusal_without_a_condition(stance, value):
    assert read_as_refusal(stance) == stance._replace(state=State.STANCE, value=value, branches=())


@pytest.mark.parametrize("stance", [make_stance(2, branches=[make_claim(-1, terms="or else")]), MIXED, AWAITING])
def test_other_stances_are_left_as_they_are(stance):
    assert read_as_refusal(stance) == stance


# What a stance rests on


def test_what_claims_rest_on():
    claims = [make_claim(day=2), make_claim(by="reported"), make_claim(day=1), make_claim(by="attributed")]
    provenance = dict(zip([c.id for c in claims], [WIRE, AGENCY, PRESS, PRESS], strict=True))
    newest = FIRST_DAY + timedelta(days=2)
    assert summarise_ground(claims, provenance) == Ground(claims=4, sources=3, voices=2, first_hand=0.5, newest=newest)
    assert summarise_ground(claims[1:], provenance).first_hand == pytest.approx(1 / 3)
    assert summarise_ground([], {}) == Ground(0, 0, 0, None, None)


def test_behind_a_stance_are_what_decides_and_its_branches_each_once():
    plain, branch, old = make_claim(1, day=1), make_claim(-1, day=1, terms="or else"), make_claim(2)
    beside, conditional = summarise([plain, branch, old]), summarise([branch])
    assert collect_behind(beside) == (plain, branch) and collect_behind(conditional) == (branch,)
    assert collect_all_behind([beside, conditional, AWAITING]) == (plain, branch)


def test_a_stance_on_one_source_is_one_whose_branches_come_from_it_too():
    plain, branch, old = make_claim(1, day=1), make_claim(-1, day=1, terms="or else"), make_claim(2)
    stance = summarise([plain, branch, old])
    assert rests_on_one_source(stance, {plain.id: 1, branch.id: 1, old.id: 2})
    assert not rests_on_one_source(stance, {plain.id: 1, branch.id: 2, old.id: 2})
    assert not rests_on_one_source(summarise([make_claim(2, by="predicted")]), {})


@pytest.mark.parametrize(
    ("where", "voice"),
    [
        (Provenance("s", "Agency", "Press"), "agency"),
        (Provenance("s", "", "Press"), "press"),
        (Provenance("s", " AGENCY\u00ad"), "agency"),
        (Provenance("s", "Zu\u0308rich  Wire"), "zürich wire"),
        (Provenance("s"), "s"),
    ],
)
def test_a_voice_is_the_origin_or_the_publisher_or_the_source_itself(where, voice):
    assert where.voice == voice


def test_a_voice_goes_by_the_spelling_that_most_sources_have():
    spellings = [("a", "tass"), ("b", "TASS"), ("c", "Tass"), ("d", "tass"), ("e", "REUTERS"), ("f", "Reuters")]
    provenance = [Provenance(source, voice) for source, voice in spellings]
    assert name_voices(provenance) == {"tass": "tass", "reuters": "REUTERS"}
    assert name_voices([*provenance[:3], *provenance[1:2] * 9]) == {"tass": "TASS"}  # each source once


def test_spellings_of_one_agency_fall_away_together():
    again, loud = WIRE._replace(source="wire-2"), AGENCY._replace(origin="AGENCY")
    book = Book().add("pledge", "russia", 2, WIRE).add("pledge", "russia", 2, loud).add("pledge", "us", -2, PRESS)
    book.add("freeze", "nato", 1, again)
    assert ("voice", "Agency", "pledge", "contested", "unanswered") in book.named()
    assert "AGENCY" not in {key for _, key, *_ in book.named()}


def test_voices_come_in_the_order_of_their_names_as_they_are_written():
    book = Book().add("pledge", "russia", 2, Provenance("post", "agency"))
    book.add("pledge", "us", 2, Provenance("paper", "Zeit"))
    assert [key for trial, key, *_ in book.named() if trial == TrialKind.VOICE] == ["Zeit", "agency"]


# Against doing it all again


def verdicts_of(positions):
    refused = make_refused_test(find_refusers(positions))
    return {slug: decide(principals, refused).kind for slug, principals in positions.items()}


def naive_changes(book):
    """Make every verdict anew for each trial, from all claims."""
    before = verdicts_of(book.positions())
    trials = [
        (trial, key, {i for i, where in book.provenance.items() if getattr(where, field) == key})
        for trial, field in (("source", "source"), ("voice", "spelling"))  # here each voice has one
        for key in sorted({getattr(where, field) for where in book.provenance.values()})
    ]
    attributed = {c.id for claims in book.cells.values() for c in claims if c.attribution == Attribution.ATTRIBUTED}
    worlds = []
    for trial, key, ids in [*trials, ("second-hand", "", attributed)]:
        world = Book()
        world.cells = {cell: [c for c in claims if c.id not in ids] for cell, claims in book.cells.items()}
        worlds.append((trial, key, world.positions()))
    refusals = {
        slug: [p._replace(stance=read_as_refusal(p.stance)) for p in principals]
        for slug, principals in book.positions().items()
    }
    for trial, key, positions in [*worlds, ("conditional", "", refusals)]:
        after = verdicts_of(positions)
        for slug, kind in before.items():
            if after[slug] != kind:
                yield trial, key, slug, kind.value, after[slug].value


PLACES = [PRESS, AGENCY, WIRE, Provenance("leaflet")]


def said(values, terms=("",), most=2):
    """Draw up to `most` claims with where each comes from; `terms` are the proposals that their conditions name."""
    pool = [
        (make_claim(value, by, day, terms=on and "if asked", depends_on=on.strip()), where)
        for value in values
        for by in ("own", "reported", "attributed", "predicted")
        for day in (0, 1)
        for on in terms
        for where in PLACES
    ]
    return st.lists(st.sampled_from(pool), min_size=1, max_size=most)


ANY = said((-2, -1, 0, 1, 2), ("", " ", "hub", "!hub"), most=5)
FOR, FOR_IF, AGAINST = said((1, 2)), said((1, 2), ("hub", " ")), said((-1, -2))
NEUTRAL, SILENT = said((0,)), st.just([])
MOODS = [(ANY, ANY, ANY), (FOR, FOR, SILENT), (FOR, FOR_IF, FOR), (AGAINST, AGAINST, SILENT), (AGAINST, FOR, ANY)]
MOODS += [(NEUTRAL, FOR, NEUTRAL), (SILENT, ANY, SILENT)]


def books():
    """Draw claims of three principals on three proposals, of which one is what conditions depend on."""

    def booked(rows):
        book = Book()
        for slug, seats in zip(["hub", "freeze", "pledge"], rows, strict=True):
            for (actor, _), claims in zip(SEATS, seats, strict=True):
                numbered = [c._replace(id=len(book.provenance) + i) for i, (c, _) in enumerate(claims)]
                book.provenance |= {c.id: where for c, (_, where) in zip(numbered, claims, strict=True)}
                book.cells[slug, actor] = numbered
        return book

    row = st.one_of([st.tuples(*mood) for mood in MOODS])
    return st.tuples(row, row, row).map(booked)


def test_trials_equal_making_every_verdict_anew():
    reached = set()

    def equal(book):
        found = book.named()
        assert found == list(naive_changes(book))
        reached.update(trial for trial, *_ in found)
        reached.update(kind for *_, before, after in found for kind in (before, after))
        return bool(found)

    hold(books(), equal, reaching=[True], examples=300)
    assert reached >= {*TrialKind, *(kind.value for kind in VerdictKind)}
