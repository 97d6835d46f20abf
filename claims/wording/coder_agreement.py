"""How far coders of the same documents agree, and in what their claims on the same differ."""

from collections.abc import Sequence

from ..rules.coding_units import ALONE, PASSAGE
from ..rules.measures.coder_agreement import CodersCompared, Share
from ..rules.measures.reliability import Alpha
from .actors import begin_sentence
from .numbers import format_probability, write_number

GOOD, TENTATIVE = 0.8, 0.667  # Krippendorff's own limits, as docs/method.md tells them
UNDEFINED = "undefined"
DIFFERENCE_WORDS = {
    ALONE: "not found by all", "value": "other value", "conditions": "other condition",
    "depends_on": "hangs on another proposal", "attribution": "other attribution", "covers": "other part",
    PASSAGE: "other passage", "pending": "awaited or not", "doubtful": "doubtful or not", "speaker": "other speaker",
    "said_on": "other day", "label": "other label", "by_when": "other time", "probability": "other probability",
    "wording": "other wording",
}  # fmt: skip


def write_alpha(alpha: Alpha) -> str:
    """Write alpha to three decimals, as coders compare them: 0.979; “undefined” where it is."""
    return UNDEFINED if alpha.value is None else f"{alpha.value:.3f}".replace("-", "−")


def write_alpha_base(alpha: Alpha) -> str:
    """Say over how much alpha is: “107 units, 107 pairs”."""
    return f"{_count(alpha.units, 'unit')}, {_count(alpha.pairs, 'pair')}"


def explain_alpha(alpha: Alpha) -> str:
    """Say what a value of alpha is good for, or why there is none."""
    if alpha.value is None:
        if not alpha.units:
            return "no cell has values of two coders"
        return "all values are equal, so nothing could have been disagreed on"
    if alpha.value >= GOOD:
        return "good agreement"
    return "enough for tentative conclusions" if alpha.value >= TENTATIVE else "too little to build on"


def write_share(share: Share) -> str:
    """Write a share as its numbers and in per cent: “103 of 107 (96 %)”. Only all of them are 100 per cent."""
    if share.percent is None:
        return "none to compare"
    rounded = round(share.percent) if share.part == share.of else min(99, round(share.percent))
    return f"{share.part:,} of {share.of:,} ({format_probability(rounded)})"


def write_agreement(compared: CodersCompared) -> str:
    """Say in one sentence how far coders agree: “The coders agree on 103 of 107 values; alpha is 0.979: good
    agreement.”"""
    if not compared.cells:
        return "No coder has coded a value, so there is nothing to compare."
    alpha = compared.alpha
    named = f"alpha is {write_alpha(alpha)}: {explain_alpha(alpha)}."
    if not compared.values.of:
        return f"The coders found no cell in common; {named}"
    two = len(compared.coders) == 2
    values = (
        _count(compared.values.of, "value") if two else _count(compared.values.of, "pair of values", "pairs of values")
    )
    return f"The coders agree on {compared.values.part:,} of {values}; {named}"


def write_units(differing: int, alike: int) -> str:
    """Say how many units wait to be settled: “19 to settle one by one, 94 coded alike.”"""
    if not differing + alike:
        return "Nothing is left to settle."
    told = [f"{write_number(differing)} to settle one by one"] if differing else []
    told += [f"{write_number(alike)} coded alike"] if alike else []
    return f"{begin_sentence(', '.join(told))}."


def name_differences(differences: Sequence[str], missing: Sequence[str] = ()) -> str:
    """Name in what the claims of a unit differ, what weighs most first; `missing` are the coders who have none."""
    words = {**DIFFERENCE_WORDS, ALONE: f"not found by {' and '.join(missing)}"} if missing else DIFFERENCE_WORDS
    return begin_sentence("; ".join(words[name] for name in differences))


def _count(number: int, word: str, plural: str = "") -> str:
    return f"{number:,} {word if number == 1 else plural or f'{word}s'}"
