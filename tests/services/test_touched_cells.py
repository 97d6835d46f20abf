"""A write tells which cells it touched: at least those in which readers see another claim than before."""

import pytest
from django.apps import apps

from claims.models import Claim, DataVersion, NegotiationVersion, StandingCell, Touched, TouchedCells, touched_cells
from claims.models.history import Versioned
from claims.services.write_gate import editing
from tests.make import change, make_actor, make_claim, make_outcome, make_proposal, make_remark

pytestmark = pytest.mark.django_db

# What may be written without a claim coming into a cell or leaving it; what is new is taken for the contrary.
BESIDE = {
    *("EditorialNote", "Outcome", "Part", "Participant", "SearchRecord", "Source", "SourceCoding", "Wording"),
}

COLUMNS = ("proposal_id", "holder_id", "dimension", "source_id")


@pytest.fixture
def claim():
    """A published claim, so that all it stands on is there."""
    return make_claim(proposal=make_proposal())


def name_cell(claim, **other):
    return StandingCell(*(other.get(name, getattr(claim, name)) for name in COLUMNS))


def touched_by(claim, write):
    """Return what `write` touched in the negotiation of a claim, as readers are told."""
    negotiation = claim.proposal.negotiation_id
    before = read_number(negotiation)
    write()
    return TouchedCells.read_since(negotiation, before, read_number(negotiation))


def read_number(negotiation):
    return DataVersion.read_all().of_each[negotiation]


def test_a_claim_touches_the_cell_in_which_it_stands(claim):
    for write in (lambda: change(claim, value=1), lambda: change(claim, status="withdrawn")):
        assert touched_by(claim, write) == Touched(frozenset([name_cell(claim)]), alone=True)
    assert touched_by(claim, lambda: change(claim, value=2)) == Touched(frozenset(), alone=True)  # whom nobody sees


def test_a_claim_that_moves_touches_both_cells_however_it_is_written(claim):
    here, there = name_cell(claim), make_actor()
    assert touched_by(claim, lambda: change(claim, holder=there, speaker=there)).cells == {here, name_cell(claim)}
    stored, elsewhere = Claim.objects.get(pk=claim.pk), make_proposal(topic=claim.proposal.topic)

    def write(proposal):
        stored.proposal = proposal
        with editing(None) as gate:
            gate.change_many([stored], ["proposal"])

    before, after = name_cell(claim), name_cell(claim, proposal_id=elsewhere.pk)
    assert touched_by(claim, lambda: write(elsewhere)).cells == {before, after}
    assert touched_by(claim, lambda: write(claim.proposal)).cells == {before, after}


def test_a_claim_of_which_nobody_knows_where_it_stood_may_have_touched_any_cell(claim):
    def write(row, names):
        row.value = 2
        with editing(None):
            row.save(update_fields=names)

    assert touched_by(claim, lambda: write(Claim.objects.only("value", "status").get(), ["value"])) is None
    by_hand = Claim.objects.values().get()
    for derived in ("on_part", "conditional"):
        del by_hand[derived]
    assert touched_by(claim, lambda: write(Claim(**by_hand), ["value"])) is None


def test_what_is_deleted_touches_its_cell(claim):
    def delete():
        with editing(None):
            claim.delete()

    assert touched_by(claim, delete).cells == {name_cell(claim)}


def test_many_cells_are_not_told_one_by_one(claim, monkeypatch):
    monkeypatch.setattr(touched_cells, "MOST_CELLS", 2)
    rows = [make_claim(proposal=claim.proposal) for _ in range(3)]

    def write(rows):
        with editing(None) as gate:
            gate.change_many(rows, ["note"])

    assert touched_by(claim, lambda: write(rows[:2])).cells == {name_cell(row) for row in rows[:2]}
    assert touched_by(claim, lambda: write(rows)) is None
    assert touched_by(claim, lambda: [write(rows[:2]), write(rows[1:])]) is None


def test_what_is_written_beside_claims_is_told_apart(claim):
    beside = [
        lambda: make_outcome(proposal=claim.proposal),
        lambda: make_remark(proposal=claim.proposal, holder=claim.holder),
        lambda: change(claim.source),
    ]
    for write in beside:
        assert touched_by(claim, write) == Touched(frozenset(), alone=False)
    assert touched_by(claim, lambda: [change(claim, value=1), change(claim.source)]).alone is False
    assert touched_by(claim, lambda: change(claim.proposal)) is None  # it may move, with all its claims


def test_only_what_is_named_here_moves_no_claims():
    tracked = [model for model in apps.get_app_config("claims").get_models() if issubclass(model, Versioned)]
    assert {model.__name__ for model in tracked if not model.MOVES_CLAIMS} == BESIDE


def test_a_version_raised_past_the_gate_may_have_touched_any_cell(claim):
    negotiation = claim.proposal.negotiation_id
    assert touched_by(claim, lambda: NegotiationVersion.count_up([negotiation])) is None
    assert touched_by(claim, lambda: [NegotiationVersion.count_up([negotiation]), change(claim, value=1)]) is None
    assert touched_by(claim, lambda: change(claim, value=2)).cells == {name_cell(claim)}


def test_only_the_last_writes_are_remembered(claim, monkeypatch):
    for name, number in {"MOST_WRITES": 4, "TRIMMED_EACH": 3}.items():
        monkeypatch.setattr(touched_cells, name, number)
    negotiation, numbers = claim.proposal.negotiation_id, []
    for value in [1, 2] * 8:
        change(claim, value=value)
        numbers.append(TouchedCells.objects.filter(negotiation=negotiation).count())
    assert max(numbers[8:]) <= 4 + 3
    now = read_number(negotiation)
    assert TouchedCells.read_since(negotiation, now - 4, now).cells == {name_cell(claim)}
    assert TouchedCells.read_since(negotiation, now - 8, now) is None
