"""The claims by which verdicts are decided: read without what a cell only shows of them."""

import pytest

from claims import queries
from claims.queries.stances import read_claims_by_cell, read_deciding_claims, select_claims_of_cells
from claims.rules.scales import Dimension
from tests.make import make_actor, make_claim, make_proposal, make_side, make_source

pytestmark = pytest.mark.django_db
ONLY_SHOWN = {"from_other_side": False, "label": "", "leaked": False, "earlier_wording": False}


def test_what_decides_is_read_as_the_cell_reads_it_but_for_what_is_only_shown():
    sides = [make_side(name=name, negotiates=True) for name in ("East", "West")]
    holder, opponent = (make_actor(side=side, principal=True) for side in sides)
    zones, ban = make_proposal(title="Zones"), make_proposal(title="Ban")
    make_claim(holder=holder, proposal=zones, value=2, speaker=opponent, source=make_source(leaked=True))
    make_claim(holder=holder, proposal=zones, value=1, conditions="if banned", depends_on=ban.slug, doubtful=True)
    make_claim(holder=holder, proposal=ban, value=None, label="defer")
    make_claim(holder=opponent, proposal=ban, value=-1, covers="the south", said_on="2020-01-02")
    make_claim(holder=opponent, proposal=ban, value=0, pending=True)
    scope = queries.Scope()
    claims = select_claims_of_cells(scope, [Dimension.POSITION])
    as_cells = read_claims_by_cell(claims.mark_earlier_wordings(scope.day), queries.read_vocabulary_alone())
    expected = {cell: sorted(one._replace(**ONLY_SHOWN) for one in of_cell) for cell, of_cell in as_cells.items()}
    assert {cell: sorted(of_cell) for cell, of_cell in read_deciding_claims(claims).items()} == expected
    assert as_cells != expected
