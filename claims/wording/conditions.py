"""Conditions as readers see them: stored as they go on after “if”, shown with it."""

from ..rules.conditions import needs_if
from ..rules.folding import isolate


def write_condition(words: str) -> str:
    """Write a condition with its “if”: “if Russia pulls back its troops”; empty where there is none."""
    return f"if {isolate(words)}" if needs_if(words) else isolate(words)
