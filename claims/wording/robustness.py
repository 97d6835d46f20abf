"""What the verdicts hang on: how each trial is called, and what came of all, as a headline and a sentence."""

from collections.abc import Mapping
from datetime import date

from ..rules.measures.robustness import TrialKind
from ..rules.scales import Word
from .actors import begin_sentence
from .days import format_day

WORDS = {
    TrialKind.SOURCE: Word("without one source", "None of the claims of this one document counts."),
    TrialKind.VOICE: Word("without one voice", "Nothing of this one origin counts, whoever reprinted it."),
    TrialKind.SECOND_HAND: Word("without second-hand claims", "What another actor says of the holder does not count."),
    TrialKind.CONDITIONAL: Word(
        "with every condition read as a refusal", "What holds only on a condition counts as a no."
    ),
}


def write_robustness_headline(changing: Mapping[TrialKind, int], verdicts: int, as_of: date | None = None) -> str:
    """Write how many of all verdicts hang on a single source, without a full stop; `changing` says how many would be
    others in each trial."""
    where = f"as of {format_day(as_of)}, " if as_of else ""
    return begin_sentence(where + _write_on_one_source(changing[TrialKind.SOURCE], verdicts))


def write_robustness_lede(changing: Mapping[TrialKind, int]) -> str:
    """Write how many verdicts would be others in the other trials."""
    others = {trial: number for trial, number in changing.items() if trial != TrialKind.SOURCE}
    if not any(changing.values()):
        return "None would be another without one voice or second-hand claims, or with conditions read as refusals."
    (first, number), *rest = others.items()
    told = [f"{number or 'none'} would be {'another' if number == 1 else 'others'} {WORDS[first].word}"]
    told += [f"{number or 'none'} {WORDS[trial].word}" for trial, number in rest]
    return f"{begin_sentence(', '.join(told))}."


def _write_on_one_source(number: int, verdicts: int) -> str:
    if not verdicts:
        return "there is no verdict yet that could hang on anything"
    if not number:
        return "no verdict hangs on a single source"
    verb = "hangs" if number == 1 else "hang"
    return f"{number} of {verdicts} verdict{'' if verdicts == 1 else 's'} {verb} on a single source"
