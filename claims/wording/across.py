"""In how many negotiations an actor takes part, in a sentence."""

from typing import NamedTuple

from ..rules.folding import isolate
from .actors import begin_sentence, choose_verb
from .list_findings import count_things
from .numbers import write_number


class AcrossNegotiations(NamedTuple):
    """In how many negotiations an actor has a part, in how many others it only speaks or is spoken of, and how many
    claims there are of it in all of them."""

    taking_part: int
    only_named: int
    claims: int


def write_across(name: str, told: AcrossNegotiations) -> str:
    """Say where an actor is met: “The US takes part in two negotiations and is named in one more: 130 claims.”"""
    clauses = []
    if told.taking_part:
        verb = choose_verb([name], "takes part", "take part")
        clauses.append(f"{verb} in {count_things(told.taking_part, 'negotiation')}")
    if told.only_named:
        others = f"{write_number(told.only_named)} more" if clauses else count_things(told.only_named, "negotiation")
        clauses.append(f"{choose_verb([name], 'is', 'are')} named in {others}")
    if not clauses:
        verb, pronoun = choose_verb([name], "takes", "take"), choose_verb([name], "it", "them")
        return f"{_call(name)} {verb} part in no negotiation, and no claim names {pronoun}."
    claims = count_things(told.claims, "claim") if told.claims else "no claim yet"
    return f"{_call(name)} {' and '.join(clauses)}: {claims}."


def _call(name: str) -> str:
    return isolate(begin_sentence(name))
