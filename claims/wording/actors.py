"""What is said of actors that do not fit together."""

from ..rules.folding import isolate

SPEAKS_FOR_PARTY = "An official speaks for a party or a coalition."


def write_wrong_side(official: str, party: str, side: str) -> str:
    """Say that an official is entered on another side than the party for which it speaks."""
    official, party, side = map(isolate, (official, party, side))
    return f"“{official}” speaks for {party}, which is of {side}: an official is on its party's side."
