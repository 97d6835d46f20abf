"""The rule by which claims add up to a stance, as pages print it."""

from ..rules.stances import STEPS

INTRODUCTION = """\
From the claims of one cell to its stance. This is the printed rule; `summarise` is its one readable form.

A *cell* is one holder, proposal and dimension; its claims are the published ones that count, said on or before the \
as-of day (whoever fetches them applies both). The rule:"""


def print_rule() -> str:
    """Return the whole rule as Markdown."""
    steps = "\n".join(f"{number}. {words}" for number, words in enumerate(STEPS, start=1))
    return f"{INTRODUCTION}\n\n{steps}\n"
