"""What the verdicts depend on: how each trial is called, and what came of all, as a headline and a sentence."""

from collections.abc import Mapping
from datetime import date

from ..rules.measures.robustness import TrialKind
from ..rules.scales import Word
from .actors import begin_sentence
from .days import format_day

WORDS = {
    TrialKind.SOURCE: Word("without one source", "No claim of this one source counts."),
    TrialKind.VOICE: Word("without one origin", "No claim of this one origin counts, whoever reprinted it."),
    TrialKind.SECOND_HAND: Word(
        "without second-hand claims", "No claim counts in which another actor says where the holder stands."
    ),
    TrialKind.CONDITIONAL: Word(
        "with every condition read as a refusal", "A stance that holds only on a condition counts as a no."
    ),
}


def write_robustness_headline(changing: Mapping[TrialKind, int], verdicts: int, as_of: date | None = None) -> str:
    """Write how many of all verdicts depend on a single source, without a full stop; `changing` says how many would
    change in each trial."""
    where = f"as of {format_day(as_of)}, " if as_of else ""
    return begin_sentence(where + _write_on_one_source(changing[TrialKind.SOURCE], verdicts))


def write_robustness_lede(changing: Mapping[TrialKind, int]) -> str:
    """Write how many verdicts would change in the other trials."""
    others = {trial: number for trial, number in changing.items() if trial != TrialKind.SOURCE}
    if not any(changing.values()):
        return "None would change without one origin or second-hand claims, or with conditions read as refusals."
    (first, number), *rest = others.items()
    told = [f"{number or 'none'} would change {WORDS[first].word}"]
    told += [f"{number or 'none'} {WORDS[trial].word}" for trial, number in rest]
    return f"{begin_sentence(', '.join(told))}."


def _write_on_one_source(number: int, verdicts: int) -> str:
    if not verdicts:
        return "there is no verdict yet"
    if not number:
        return "no verdict depends on a single source"
    verb = "depends" if number == 1 else "depend"
    return f"{number} of {verdicts} verdict{'' if verdicts == 1 else 's'} {verb} on a single source"
