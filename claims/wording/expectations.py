"""What came of expectations in words: of one, of all of an expert, and of all experts."""

from collections.abc import Mapping

from ..rules.folding import isolate
from ..rules.measures.expectations import MINIMUM, Apart, TrackRecord
from ..rules.scales import Word
from .actors import begin_sentence
from .numbers import format_hundredths, write_number

APART = {
    Apart.NOT_YET: Word("open", "nothing came of it yet"),
    Apart.ON_CONDITION: Word("on a condition", "a forecast on a condition is listed and not scored"),
    Apart.CONDITION_NOT_YET: Word("condition open", "what its condition names has no outcome yet"),
    Apart.CONDITION_NOT_MET: Word("condition not met", "what its condition names did not come"),
    Apart.CONDITION_UNCHECKED: Word("condition unchecked", "nobody can tell whether its condition was met"),
    Apart.ON_PART: Word("on a part", "said of a part of the proposal only"),
    Apart.NEUTRAL: Word("neutral", "the forecast or the stance is neutral: neither right nor wrong"),
    Apart.MIXED: Word("mixed", "the holder said opposite things on one day"),
    Apart.DEPENDS: Word("depends", "for it on one condition, against it on another"),
    Apart.IN_PART: Word("agreed in part", "agreed in part, which was chosen not to count"),
    Apart.OVERTAKEN: Word("overtaken", "events or another proposal made it pointless"),
    Apart.VOID: Word("void", "what became of it can no longer be told"),
}
PART_COUNTS = {
    True: "Agreed in part counts as agreed.",
    False: "Agreed in part is counted apart.",
}


def write_forecast_result(came: bool | None, apart: Apart | None) -> str:
    """Write what came of a forecast of a stance."""
    return _write_apart(apart) if apart else "came true" if came else "did not come true"


def write_prospect_result(came: bool | None, apart: Apart | None) -> str:
    """Write what came of the proposal of which an expert spoke."""
    return _write_apart(apart) if apart else "came about" if came else "did not come about"


def write_record_headline(name: str, forecasts: TrackRecord, prospects: TrackRecord) -> str:
    """Write of how many expectations of an expert something came, without a full stop."""
    number = forecasts.number + prospects.number
    listed = number + _count_apart(forecasts) + _count_apart(prospects)
    called = isolate(begin_sentence(name))
    if not listed:
        return f"{called} has forecast nothing yet"
    if not number:
        return f"Nothing can be said yet of what {isolate(name)} expects"
    return f"Of {_count(listed, 'expectation')} of {isolate(name)} {_have(number)} been settled"


def write_record_lede(forecasts: TrackRecord, prospects: TrackRecord) -> str:
    """Write how many forecasts came true, and how many proposals came about; empty where nothing is settled."""
    parts = []
    if forecasts.number:
        parts.append(f"{_some(forecasts.came)} of {_count(forecasts.number, 'forecast')} of a stance came true.")
    if prospects.number:
        parts.append(f"{_some(prospects.came)} of {_count(prospects.number, 'prospect')} came about.")
    return " ".join(map(begin_sentence, parts))


def list_apart(apart: Mapping[Apart, int]) -> list[str]:
    """Write how many stand apart, reason by reason: “2 open: nothing came of it yet”."""
    return [f"{number} {APART[reason].word}: {APART[reason].meaning}" for reason, number in apart.items()]


def write_pairs(record: TrackRecord) -> str:
    """Write the share of pairs with its sum, or why there is none."""
    pairs = record.pairs
    if pairs is None:
        return explain_missing(record) or "no pair of one that came about and one that did not"
    ties = f", {pairs.tied} tied and counted half" if pairs.tied else ""
    number = f"{pairs.number:,} pair{'' if pairs.number == 1 else 's'}"
    return f"{format_hundredths(pairs.share)}: of {number} {pairs.right:,} right, {pairs.wrong:,} wrong{ties}"


def write_brier(record: TrackRecord) -> str:
    """Write the Brier score with its number, or why there is none."""
    if record.brier is not None:
        return f"{format_hundredths(record.brier)}, of {record.probabilities} probabilities given in numbers"
    if not record.probabilities:
        return "none: no probability was given in numbers"
    return f"none: {_few(record.probabilities)}, with a probability in numbers"


def explain_missing(record: TrackRecord) -> str:
    """Say why there is no summary; empty where there is one."""
    if record.calibration:
        return ""
    return f"none: {_few(record.number)}" if record.number else "none: nothing is settled yet"


def _few(number: int) -> str:
    return f"{_some(number)} settled, fewer than {write_number(MINIMUM)}"


def _some(number: int) -> str:
    return write_number(number) if number else "none"


def _write_apart(reason: Apart) -> str:
    return APART[reason].word


def _count_apart(record: TrackRecord) -> int:
    return sum(record.apart.values())


def _count(number: int, noun: str) -> str:
    return f"{write_number(number)} {noun}{'' if number == 1 else 's'}"


def _have(number: int) -> str:
    return f"{write_number(number)} {'has' if number == 1 else 'have'}"
