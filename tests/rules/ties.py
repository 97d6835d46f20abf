"""Stances with their holders, as the rules of linkages and trades read them."""

from claims.rules.measures.linkages import Conditioner, HeldStance
from claims.rules.stances import summarise
from claims.rules.verdicts import Principal
from tests.rules.cases import make_claim, make_stance

RUSSIA = Conditioner(1, "Russia", "east", True)
US = Conditioner(2, "the US", "west", True)
NATO = Conditioner(3, "NATO", "west", True)
EXPERT = Conditioner(4, "Suslov", "", False)


def hold_if(proposal, holder, value=1, depends_on="", terms="if asked", **fields):
    """Let a holder stand at a value on a proposal, on a condition that depends on others."""
    return HeldStance(proposal, holder, summarise([make_claim(value, terms=terms, depends_on=depends_on, **fields)]))


def stand(holder, value=None, terms=""):
    """Make a principal at a value, on a condition where there are terms; silent without a value."""
    return Principal(holder.name, holder.side, make_stance(value, terms), holder.actor)
