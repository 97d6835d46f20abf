"""Garbage that refers to itself, which Python looks for among all that is held, again and again."""

import gc

# Rows of a database refer to nothing that refers to them: what a page leaves is gone without being looked for. With
# Python's own first number, 700, a list of claims is looked through thirty times while it is drawn.
YOUNG, MIDDLE, OLD = 10_000, 20, 20


def look_seldom() -> None:
    """Leave out what is loaded by now, which stays to the end of the process, and look less often through the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
