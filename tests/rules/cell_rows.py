"""One cell as a row that can be compared, from the readable rule and from the arrays."""

from datetime import date

from claims.rules.stance_arrays import NO_VALUE, STATE_OF_CODE
from claims.rules.stances import summarise


def rows_of(grid):
    """Return the cells of a grid as {(proposal, holder): what it says of the cell}, None for what it leaves open."""
    rows = {}
    for n, cell in enumerate(zip(grid.proposals.tolist(), grid.holders.tolist(), strict=True)):
        state = STATE_OF_CODE[grid.states[n]]
        rows[cell] = {
            "state": state,
            "value": value_of(grid.values[n]),
            "forecast": value_of(grid.forecasts[n]),
            "attribution": int(grid.attributions[n]) if grid.spoken[n] else None,
            "in_part": bool(grid.parts[n] and grid.spoken[n]),
            "said_on": date.fromordinal(int(grid.days[n])),
            "count": int(grid.counts[n]),
            "oldest": date.fromordinal(int(grid.oldest[n])),
            "newest": date.fromordinal(int(grid.newest[n])),
            "branching": bool(grid.branching[n]),
        }
    return rows


def value_of(value):
    return None if value == NO_VALUE else int(value)


def row_of(claims):
    """Return what the readable rule says of the claims of one cell."""
    stance = summarise(claims)
    return {
        "state": stance.state,
        "value": stance.value,
        "forecast": stance.forecast.value if stance.forecast and not stance.spoken else None,
        "attribution": stance.attribution,
        "in_part": stance.in_part,
        "said_on": stance.said_on,
        "count": stance.claim_count,
        "oldest": min(c.said_on for c in claims),
        "newest": max(c.said_on for c in claims),
        "branching": any(c.conditional for c in claims),
    }
