from claims.rules.scales import State
from claims.rules.stances import summarise
from tests.rules.cases import make_claim, make_pending, make_stance

MIXED = make_stance(state=State.MIXED)
FORECAST = summarise([make_claim(-2, "predicted")])
AWAITING = summarise([make_pending()])
