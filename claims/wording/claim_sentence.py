"""One claim as a sentence: “According to the US, Russia would discuss it if the sanctions end.”"""

from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.scales import Attribution, Dimension
from .actors import begin_sentence, choose_verb
from .conditions import write_condition
from .stance_sentence import VERBS


class ToldClaim(NamedTuple):
    """What is told of a claim; `name` and `speaker` are as a sentence has them, `speaker` is empty where nobody is
    named."""

    name: str
    speaker: str
    attribution: Attribution
    dimension: Dimension
    value: int | None
    pending: bool = False
    label: str = ""
    conditions: str = ""
    covers: str = ""


def write_claim(claim: ToldClaim) -> str:
    """Write a claim as a sentence on “it”, its proposal."""
    part = f", on a part only: {isolate(claim.covers)}" if claim.covers else ""
    return begin_sentence(f"{_write_by_whom(claim)}{isolate(claim.name)} {_write_stance(claim)}{part}.")


def _write_by_whom(claim: ToldClaim) -> str:
    match claim.attribution:
        case Attribution.OWN:
            return ""
        case Attribution.REPORTED:
            return "by the document’s account, "
        case Attribution.PREDICTED:
            return f"{isolate(claim.speaker)} {choose_verb([claim.speaker], 'forecasts', 'forecast')}: "
        case _:
            return f"according to {isolate(claim.speaker)}, "


def _write_stance(claim: ToldClaim) -> str:
    has, was = (choose_verb([claim.name], *verbs) for verbs in (("has", "have"), ("was", "were")))
    if claim.pending:
        return f"{was} asked and {has} not answered yet"
    if claim.value is None:
        label = f": “{isolate(claim.label)}”" if claim.label else ""
        return f"{has} spoken about it and taken no stance{label}"
    verb = VERBS[claim.dimension][claim.value]
    if claim.conditions:
        return f"{verb.conditional} {write_condition(claim.conditions)}"
    return verb.follow(claim.name)
